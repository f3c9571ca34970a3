// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/texts.h"

#include <QtCore/qobject.h>

namespace Axess {

/// Something long that a window does, as the Jobs dock shows and steers it. Lives in the window's thread.
class DockJob : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual QString title() const = 0;
    virtual QString stateText() const = 0;
    virtual Tone tone() const = 0;
    virtual QString progressText() const = 0;
    virtual QString rateText() const { return {}; }
    virtual QString timeLeftText() const { return {}; }
    virtual QString resultText() const = 0; ///< What became of it, in a line.
    virtual QString problemText() const = 0; ///< Empty = none.

    virtual bool hasEnded() const = 0;
    virtual bool isPausable() const { return false; }
    virtual bool isResumable() const { return false; }
    virtual bool isCancellable() const { return false; }
    virtual bool isUndoable() const { return false; }
    /// Others go on with it when the window closes.
    virtual bool standsInStore() const { return false; }
    /// Else this window only shows it, and leaves it alone when it closes.
    virtual bool isBegunHere() const { return true; }

    virtual void pause() { }
    virtual void resume() { }
    virtual void cancel() { }
    virtual void undo() { }

Q_SIGNALS:
    void changed();
    void finished(); ///< It ended, one way or another.
};

} // namespace Axess
