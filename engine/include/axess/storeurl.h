// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/result.h>

#include <QtCore/qlist.h>
#include <QtCore/qmap.h>

#include <optional>

namespace Axess {

/// The name of a store: which backend, where, and how.
///
/// `memory:`, `sqlite:axess.db?synchronous=full&pool=5`, `postgres://user@host/db?sslmode=verify-full`,
/// `mysql://…`, `valkey://…`, `valkeys://…` (TLS), `valkey+cluster://h1,h2,h3`,
/// `valkey+sentinel://h1,h2/primary`; aliases `postgresql`, `mariadb`, `redis`, `rediss` and their
/// `+cluster`, `+sentinel` forms. Unknown and repeated options are InvalidArgument, naming the nearest known
/// one. Value type; any thread.
class AXESS_EXPORT StoreUrl
{
public:
    struct Host
    {
        QString name;
        int port = 0; ///< 0 = the backend's usual one.
        bool operator==(const Host &) const = default;
    };

    StoreUrl() = default;
    static Result<StoreUrl> parse(const QString &text);
    /// The URL of a SQLite file, whatever characters its path has.
    static StoreUrl forFile(const QString &path);

    const QString &scheme() const
    {
        return m_scheme;
    } ///< Canonical: `postgres`, `valkey`, `valkeys`, `valkey+cluster`, …
    const QString &backend() const
    {
        return m_backend;
    } ///< `memory`, `sqlite`, `postgres`, `mysql`, `valkey`.
    const QList<Host> &hosts() const { return m_hosts; }
    const QString &user() const { return m_user; }
    const QString &password() const { return m_password; }
    /// File of SQLite, database of a server, primary of sentinels; percent-decoded.
    const QString &path() const { return m_path; }
    const QMap<QString, QString> &options() const { return m_options; }
    std::optional<QString> option(const QString &name) const;
    /// A whole number within bounds, else the default; the bounds were checked by parse.
    int number(const QString &name, int byDefault) const;

    StoreUrl withPassword(const QString &password) const;
    StoreUrl withOption(const QString &name, const QString &value) const;

    /// Without password: for logs, titles and messages.
    QString displayText() const;
    bool isEmpty() const { return m_scheme.isEmpty(); }

    bool operator==(const StoreUrl &) const = default;

private:
    friend class StoreUrlParser;

    QString m_scheme;
    QString m_backend;
    QList<Host> m_hosts;
    QString m_user;
    QString m_password;
    QString m_path;
    QMap<QString, QString> m_options;
};

} // namespace Axess
