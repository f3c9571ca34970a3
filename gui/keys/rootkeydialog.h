// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "keys/keydialog.h"
#include "keys/keywork.h"

namespace Axess {

class FindingList;

/// The root key is changed by two slots: a second one is let in, deployed, and in the end the first is shut
/// out. Which step is next, the ring says.
class RootKeyDialog final : public KeyDialog
{
    Q_OBJECT

public:
    RootKeyDialog(Console &console, const KeySight &sight, QWidget *parent = nullptr);

    bool finishes() const { return m_finishes; }
    QString file() const; ///< Of the new root key, or of the one that remains.
    QString line() const override;

private:
    QString problem() const override;
    QString pathProblem() const;
    void read(); ///< On a worker: which root key the file holds.
    void tellHeld();
    static KeyQuestion question(const Console &console, const KeySight &sight);
    /// Live instances by the root key that their configuration holds.
    static QStringList holders(const KeySight &sight);

    const QStringList m_rootKeys; ///< Which open the store; the older one first.
    const bool m_finishes;
    QLineEdit *m_file;
    FindingList *m_held;
    std::optional<Result<QString>> m_fingerprint; ///< Of the file's root key, once it was read.
    Latest m_reading;
};

} // namespace Axess
