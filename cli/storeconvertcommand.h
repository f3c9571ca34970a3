// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "command.h"

#include <axess/conversion.h>

/// `store seal` and `store unseal`.
class StoreConvertCommand final : public Command
{
public:
    explicit StoreConvertCommand(Axess::ConversionTarget target)
        : m_target(target)
    { }

    QString name() const override;
    QString summary() const override;
    void describe(QCommandLineParser &parser) const override;
    ExitCode run(Context &context) override;

private:
    bool seals() const { return m_target == Axess::ConversionTarget::Sealed; }
    Axess::Result<std::shared_ptr<Axess::SessionStore>> openedStore(const Context &context) const;
    ExitCode work(const Context &context, Axess::Jobs &jobs, const QString &id) const;
    QString summaryOf(const Axess::JobInfo &job) const;

    const Axess::ConversionTarget m_target;
};
