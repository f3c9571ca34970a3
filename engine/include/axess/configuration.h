// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storeurl.h>

#include <QtCore/qprocess.h>

#include <optional>

namespace Axess {

/// What the command line or the application says itself; it goes before everything else. Empty = not said.
struct ConfigurationOverrides
{
    QString store {};
    QString rootKeyFile {};
    QString storePasswordFile {};
};

/// What kind of place a configuration names for the root key.
enum class RootKeyPlace : quint8 {
    None,
    File,
    Variable, ///< An environment variable that holds the key.
    Command, ///< A program that prints the key, with its arguments.
};

/// Where a configuration is looked for, in this order: environment, the user's file, the system's file.
struct AXESS_EXPORT ConfigurationPlaces
{
    QProcessEnvironment environment;
    QString userFile; ///< `~/.config/axess/axess.conf`.
    QString systemFile; ///< `/etc/axess/axess.conf`.

    static ConfigurationPlaces ofThisProcess();
};

/// Which store, with which root key: from options, environment and configuration files.
///
/// Each setting is taken from the first place that has it:
/// * store: option, `AXESS_STORE`, `[store] url` of the files.
/// * root key: option, one of `AXESS_ROOT_KEY_FILE`, `AXESS_ROOT_KEY` (the key itself) and
///   `AXESS_ROOT_KEY_COMMAND`, `$CREDENTIALS_DIRECTORY/axess-root-key` of systemd, one of `file`, `variable`
///   and `command` of `[rootKey]`.
/// * the store's password, where the URL has none: option, `AXESS_STORE_PASSWORD_FILE`,
///   `$CREDENTIALS_DIRECTORY/axess-store-password`, `[store] passwordFile`.
///
/// Relative paths in a file start at its folder. Only names are read; of secrets only the store's password,
/// by storeUrl(). Value type; any thread.
class AXESS_EXPORT Configuration
{
public:
    /// InvalidArgument for a file that is damaged, is a folder or has keys that are unknown, and for a place
    /// that names the root key twice; Denied for one
    /// that may not be read. A file that does not exist is no error.
    static Result<Configuration> resolve(const ConfigurationOverrides &overrides,
                                         const ConfigurationPlaces &places
                                         = ConfigurationPlaces::ofThisProcess());

    /// As it was written; empty if no place names a store. It may hold a password: not for messages.
    const QString &store() const { return m_store.value; }
    /// "the environment variable AXESS_STORE", "/etc/axess/axess.conf": for messages.
    const QString &storeOrigin() const { return m_store.origin; }
    /// Empty if no place names one, or another kind of place.
    QString rootKeyFile() const { return m_rootKeyPlace == RootKeyPlace::File ? m_rootKey.value : QString(); }
    RootKeyPlace rootKeyPlace() const { return m_rootKeyPlace; }
    /// The file's path, the variable's name or the command line. Never a key.
    const QString &rootKeyText() const { return m_rootKey.value; }
    const QString &rootKeyOrigin() const { return m_rootKey.origin; }
    /// Empty if no place names one.
    const QString &storePasswordFile() const { return m_passwordFile.value; }

    /// The store beside it, to which the sessions may move while applications run (`AXESS_STANDBY_STORE`,
    /// `[store] standby`; with its own password); nothing if no place names one. InvalidArgument for a wrong
    /// URL.
    Result<std::optional<StoreUrl>> standbyUrl() const;

    /// The local copy of the audit trail (`AXESS_AUDIT_FILE`, `[audit] file`); empty = none.
    const QString &auditFile() const { return m_auditFile.value; }
    /// Whether nothing may be done that cannot be recorded (`AXESS_AUDIT_POLICY`, `[audit] policy`: `record`
    /// or `require`).
    bool isAuditRequired() const { return m_auditPolicy.value == QLatin1StringView("require"); }

    /// The store's URL, with the password of the password file unless it has one itself. InvalidArgument if
    /// no place names a store, for a wrong URL, and for a password file that is missing, empty or longer than
    /// 4 KiB.
    Result<StoreUrl> storeUrl() const;

private:
    struct Setting
    {
        QString value;
        QString origin;
    };
    friend class ConfigurationReader;

    Setting m_store;
    Setting m_rootKey;
    RootKeyPlace m_rootKeyPlace = RootKeyPlace::None;
    Setting m_passwordFile;
    Setting m_standby;
    Setting m_auditFile;
    Setting m_auditPolicy;
};

} // namespace Axess
