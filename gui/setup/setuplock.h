// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/result.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qlockfile.h>

#include <memory>

namespace Axess {

/// Keeps a second setup away from an installation while the first is at work.
class SetupLock
{
    Q_DECLARE_TR_FUNCTIONS(Axess::SetupLock)

public:
    /// Held until it is destroyed. Conflict while another holds it, Denied where it cannot be written.
    static Result<std::unique_ptr<QLockFile>> take(const QString &prefix);
    /// The name beside the installation that begins with a dot and has that ending.
    static QString beside(const QString &prefix, const QString &ending);
};

} // namespace Axess
