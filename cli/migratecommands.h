// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "command.h"

#include <axess/storecopy.h>

/// The store of `--store` and that of `--to`.
Axess::Result<Axess::StoreCopyEnds> migrationEnds(const Context &context);

/// `migrate plan`, `run`, `verify`, `status`: from the store of `--store` into that of `--to`.
class MigrateCommand : public Command
{
public:
    void describe(QCommandLineParser &parser) const override;
    ExitCode run(Context &context) override;

private:
    virtual ExitCode act(Context &context, Axess::StoreCopy &copy) const = 0;
};

class MigratePlanCommand final : public MigrateCommand
{
public:
    QString name() const override;
    QString summary() const override;

private:
    ExitCode act(Context &context, Axess::StoreCopy &copy) const override;
};

class MigrateRunCommand final : public MigrateCommand
{
public:
    QString name() const override;
    QString summary() const override;
    void describe(QCommandLineParser &parser) const override;

private:
    ExitCode act(Context &context, Axess::StoreCopy &copy) const override;
};

class MigrateVerifyCommand final : public MigrateCommand
{
public:
    QString name() const override;
    QString summary() const override;

private:
    ExitCode act(Context &context, Axess::StoreCopy &copy) const override;
};

class MigrateStatusCommand final : public MigrateCommand
{
public:
    QString name() const override;
    QString summary() const override;

private:
    ExitCode act(Context &context, Axess::StoreCopy &copy) const override;
};
