// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "setup/setupoptions.h"

namespace Axess {

/// Installs or uninstalls without asking; sentences go to standard output and error.
///
/// SIGINT, SIGTERM, and with reportsProgress the end of standard input, cancel: what was begun is undone.
class Unattended
{
    Q_DECLARE_TR_FUNCTIONS(Axess::Unattended)

public:
    /// The exit code: 0, or 1 after a sentence.
    static int install(const Bundle &bundle, const SetupOptions &options);
    static int uninstall(const QString &prefix);
};

} // namespace Axess
