// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "context.h"

#include <QtCore/qstring.h>

#include <memory>
#include <vector>

QT_BEGIN_NAMESPACE
class QCommandLineParser;
QT_END_NAMESPACE

/// One command of axessctl: its name, its options, what it does.
class Command
{
public:
    virtual ~Command() = default;

    virtual QString name() const = 0; ///< One or two words, noun before verb: `session list`.
    virtual QString summary() const = 0; ///< One sentence for `--help`.
    virtual void describe(QCommandLineParser &parser) const;
    virtual ExitCode run(Context &context) = 0;
};

using CommandList = std::vector<std::unique_ptr<Command>>;

/// Every command, in the order of the help text.
CommandList allCommands();
