// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "migratecommands.h"

#include <axess/livemigration.h>

/// A step of a move while applications run, under the name of its command.
ExitCode runLiveStep(const Context &context, const QString &command);

/// `migrate cut-over`, `roll-back`, `finish`, `cancel`: from the store of `--store` to that of `--to`, or
/// back.
class MigrateStepCommand final : public Command
{
public:
    MigrateStepCommand(const QString &step, const QString &summary)
        : m_step(step)
        , m_summary(summary)
    { }

    QString name() const override { return m_step; }
    QString summary() const override { return m_summary; }
    void describe(QCommandLineParser &parser) const override;
    ExitCode run(Context &context) override { return runLiveStep(context, m_step); }

private:
    const QString m_step;
    const QString m_summary;
};
