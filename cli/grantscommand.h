// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "command.h"

/// `grants`: what to type on a server so that it keeps an account to an access mode, and whether it does.
class GrantsCommand final : public Command
{
public:
    QString name() const override;
    QString summary() const override;
    void describe(QCommandLineParser &parser) const override;
    ExitCode run(Context &context) override;
};
