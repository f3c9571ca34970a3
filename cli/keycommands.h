// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "command.h"

class KeyGenerateCommand final : public Command
{
public:
    QString name() const override;
    QString summary() const override;
    void describe(QCommandLineParser &parser) const override;
    ExitCode run(Context &context) override;
};

class KeyListCommand final : public Command
{
public:
    QString name() const override;
    QString summary() const override;
    void describe(QCommandLineParser &parser) const override;
    ExitCode run(Context &context) override;
};

class KeyAddCommand final : public Command
{
public:
    QString name() const override;
    QString summary() const override;
    void describe(QCommandLineParser &parser) const override;
    ExitCode run(Context &context) override;
};

/// The one key that the command line names.
Axess::Result<quint32> keyFrom(const Context &context);

/// `key activate`, `key retire`.
class KeyChangeCommand final : public Command
{
public:
    enum class Act : quint8 { Activate, Retire };
    explicit KeyChangeCommand(Act act)
        : m_act(act)
    { }

    QString name() const override;
    QString summary() const override;
    void describe(QCommandLineParser &parser) const override;
    ExitCode run(Context &context) override;

private:
    const Act m_act;
};

class KeyVerifyCommand final : public Command
{
public:
    QString name() const override;
    QString summary() const override;
    void describe(QCommandLineParser &parser) const override;
    ExitCode run(Context &context) override;
};

class RootKeyChangeCommand final : public Command
{
public:
    QString name() const override;
    QString summary() const override;
    void describe(QCommandLineParser &parser) const override;
    ExitCode run(Context &context) override;
};
