// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/consolemode.h"
#include "app/storeaddress.h"

#include <axess/configuration.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qstringlist.h>

namespace Axess {

/// What axess-console is asked to do on the command line.
struct Options
{
    Q_DECLARE_TR_FUNCTIONS(Axess::Options)

public:
    enum class Act : quint8 { Run, ShowHelp, ShowVersion, SelfTest };

    Act act = Act::Run;
    StoreAddress store; ///< Without URL the first window asks.
    QString lookupCommand; ///< Empty = as the settings say.
    ConsoleMode mode = ConsoleMode::Operator;
    QString screenshots; ///< Write pictures into this folder and end.
    QStringList warnings; ///< Sentences for the terminal.

    /// InvalidArgument with a sentence; `arguments` begins with the program's name. What it does not name is
    /// looked up in the configuration's places.
    static Result<Options> parse(const QStringList &arguments, const ConfigurationPlaces &places);
    static QString help();
};

} // namespace Axess
