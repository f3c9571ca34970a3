// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "output.h"

#include <axess/audit.h>
#include <axess/configuration.h>
#include <axess/conversion.h>

#include <QtCore/qcommandlineparser.h>

// Exit codes that scripts rely on (docs/axessctl.md); append only.
enum class ExitCode : int { Ok = 0, Error = 1, Usage = 2, Partial = 3, Refused = 4, Cancelled = 5 };

/// What a running command holds: its parsed arguments, the store it names, and where it prints.
class Context
{
public:
    Context(const QCommandLineParser &parser, const QStringList &arguments, Output &output);

    const QStringList &arguments() const { return m_arguments; } ///< Behind the command's words.
    bool isSet(const QString &option) const { return m_parser.isSet(option); }
    QString value(const QString &option) const { return m_parser.value(option); }
    Output &output() const { return m_output; }

    /// With the root key where one is configured, else without. Existing stores only, unless `init` asks.
    Axess::Result<std::shared_ptr<Axess::SessionStore>> openStore() const;
    /// Refuses without a root key on a store that seals.
    Axess::Result<std::shared_ptr<Axess::SessionStore>> initialiseStore() const;
    /// For `store seal` and `store unseal`: as if its URL said `seal=mixed`.
    Axess::Result<std::shared_ptr<Axess::SessionStore>> openStoreToConvert(
        Axess::ConversionTarget target) const;
    Axess::Result<Axess::StoreUrl> storeUrl() const;
    Axess::Result<Axess::RootKey> rootKey() const;
    Axess::Result<Axess::AuditOptions> auditOptions() const;

    Axess::Result<Axess::TenantId> tenant() const; ///< `--tenant`; empty = the store's empty tenant.
    Axess::Result<Axess::UserId> userFrom(const QString &text) const;
    /// Session ids from the arguments; at least one.
    Axess::Result<QList<Axess::SessionId>> sessionIds() const;
    /// Nothing stands behind the command's words.
    Axess::Result<void> noArguments() const;
    /// A whole number of `option` within bounds, else the default.
    Axess::Result<int> number(const QString &option, int byDefault, int least, int most) const;

private:
    Axess::Result<Axess::StoreUrl> existingStoreUrl() const;
    Axess::Result<Axess::Configuration> configuration() const;
    /// What is done through it leaves its trail.
    Axess::Result<std::shared_ptr<Axess::SessionStore>> audited(
        Axess::Result<std::shared_ptr<Axess::SessionStore>> store) const;

    const QCommandLineParser &m_parser;
    QStringList m_arguments;
    Output &m_output;
};

/// Prints the failure; Usage for arguments that cannot be right, Refused for Denied, else Error.
ExitCode failed(const Context &context, const Axess::Error &error);

/// `ann@host`: who asks.
QString personHere();

/// Whether Ctrl-C or SIGTERM was pressed: commands end at the next safe place.
bool wasCancelled();
void watchForCancel();

/// `90s`, `15m`, `2h`, `7d`, or milliseconds as a bare number.
Axess::Result<std::chrono::milliseconds> parseDuration(const QString &text);
/// The error for arguments that cannot be right.
std::unexpected<Axess::Error> usageError(const QString &sentence);
