// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "command.h"

#include <axess/jobs.h>

class KeyRotateCommand final : public Command
{
public:
    QString name() const override;
    QString summary() const override;
    void describe(QCommandLineParser &parser) const override;
    ExitCode run(Context &context) override;

private:
    static ExitCode work(const Context &context, Axess::SessionStore &store, Axess::Jobs &jobs,
                         const QString &id);
};
