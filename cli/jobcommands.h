// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "command.h"

#include <axess/jobs.h>

class JobListCommand final : public Command
{
public:
    QString name() const override;
    QString summary() const override;
    void describe(QCommandLineParser &parser) const override;
    ExitCode run(Context &context) override;
};

class JobShowCommand final : public Command
{
public:
    QString name() const override;
    QString summary() const override;
    void describe(QCommandLineParser &parser) const override;
    ExitCode run(Context &context) override;
};

class JobSubmitCommand final : public Command
{
public:
    QString name() const override;
    QString summary() const override;
    void describe(QCommandLineParser &parser) const override;
    ExitCode run(Context &context) override;
};

/// `job pause`, `job resume`, `job cancel`.
class JobWishCommand final : public Command
{
public:
    explicit JobWishCommand(Axess::JobWish wish)
        : m_wish(wish)
    { }

    QString name() const override;
    QString summary() const override;
    void describe(QCommandLineParser &parser) const override;
    ExitCode run(Context &context) override;

private:
    const Axess::JobWish m_wish;
};

class JobRunCommand final : public Command
{
public:
    QString name() const override;
    QString summary() const override;
    void describe(QCommandLineParser &parser) const override;
    ExitCode run(Context &context) override;
};

class WorkerCommand final : public Command
{
public:
    QString name() const override;
    QString summary() const override;
    void describe(QCommandLineParser &parser) const override;
    ExitCode run(Context &context) override;

private:
    ExitCode work(const Context &context, const std::shared_ptr<Axess::SessionStore> &store,
                  std::chrono::milliseconds sweepEvery) const;
};
