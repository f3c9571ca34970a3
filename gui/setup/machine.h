// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/result.h>

#include <QtCore/qcoreapplication.h>

namespace Axess {

/// What the setup asks of the machine before it touches a folder; tests answer themselves.
class Machine
{
    Q_DECLARE_TR_FUNCTIONS(Axess::Machine)

public:
    Machine() = default;
    virtual ~Machine();

    virtual QString architecture() const;
    virtual qint64 freeBytes(const QString &folder) const;
    virtual bool isWritable(const QString &folder) const;
    /// Whether a console or command line of the installation in `prefix` runs.
    virtual bool isInUse(const QString &prefix) const;

    /// The folder itself, or the nearest one above it that exists.
    static QString existing(const QString &folder);
    /// Denied while a program of that installation runs.
    Result<void> refuseWhileInUse(const QString &prefix) const;

private:
    Q_DISABLE_COPY_MOVE(Machine)
};

} // namespace Axess
