// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "mysqlfacts.h"

#include <QtCore/qregularexpression.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Names of facts, and of the server's variables. What a server does not have is left out.
const std::pair<QString, QString> Variables[] {
    {u"sqlMode"_s, u"sql_mode"_s},
    {u"waitTimeoutSeconds"_s, u"wait_timeout"_s},
    {u"maxAllowedPacket"_s, u"max_allowed_packet"_s},
    {u"maxConnections"_s, u"max_connections"_s},
    {u"maxUserConnections"_s, u"max_user_connections"_s},
    {u"flushAtCommit"_s, u"innodb_flush_log_at_trx_commit"_s},
    {u"syncBinlog"_s, u"sync_binlog"_s},
    {u"binlogFormat"_s, u"binlog_format"_s},
    {u"logBin"_s, u"log_bin"_s},
    {u"readOnly"_s, u"read_only"_s},
    {u"timeZone"_s, u"time_zone"_s},
    {u"bufferPoolBytes"_s, u"innodb_buffer_pool_size"_s},
    {u"cluster"_s, u"wsrep_on"_s},
    {u"semiSync"_s, u"rpl_semi_sync_master_enabled"_s},
    {u"semiSync"_s, u"rpl_semi_sync_source_enabled"_s},
};

const std::pair<QString, QString> Statuses[] {
    {u"connections"_s, u"Threads_connected"_s},
    {u"mostConnections"_s, u"Max_used_connections"_s},
    {u"uptimeSeconds"_s, u"Uptime"_s},
    {u"semiSyncReplicas"_s, u"Rpl_semi_sync_master_clients"_s},
    {u"semiSyncReplicas"_s, u"Rpl_semi_sync_source_clients"_s},
};

} // namespace

Result<QList<Fact>> MysqlFacts::vitals()
{
    const QString version = m_link.version();
    QList<Fact> facts {
        {u"backend"_s, u"mysql"_s},
        {u"version"_s, version},
        {u"flavour"_s, version.contains(u"MariaDB"_s, Qt::CaseInsensitive) ? u"mariadb"_s : u"mysql"_s},
        {u"tls"_s, m_link.cipher().isEmpty() ? u"off"_s : m_link.cipher()},
    };
    const auto missing = readVariables(facts).and_then([&] { return readStatus(facts); }).and_then([&] {
        return missingIndexes();
    });
    if (!missing)
        return std::unexpected(missing.error());
    facts.append({u"missingIndexes"_s, QStringList(missing->keys()).join(u", "_s)});
    readReplication(facts);
    return facts;
}

Result<QList<Fact>> MysqlFacts::read()
{
    auto facts = vitals();
    if (!facts)
        return facts;
    return readStore(*facts).transform([&] { return *facts; });
}

Result<void> MysqlFacts::readVariables(QList<Fact> &facts)
{
    // As the next connection will have them.
    const auto read
        = m_link.query(u"SHOW GLOBAL VARIABLES"_s, {}, [&](const SqlStatement &row) -> Result<void> {
              const QString name = row.text(0);
              const auto *known = std::ranges::find(Variables, name, &std::pair<QString, QString>::second);
              if (known != std::end(Variables))
                  facts.append({known->first, row.text(1)});
              if (name == u"sql_mode"_s)
                  facts.append({u"strict"_s, row.text(1).contains(u"STRICT_"_s) ? u"yes"_s : u"no"_s});
              return {};
          });
    if (!read)
        return read;
    // Which each connection sets for itself. Two names for one thing; some servers have both.
    QString isolation;
    return m_link
        .query(u"SHOW SESSION VARIABLES WHERE Variable_name IN ('tx_isolation', 'transaction_isolation')"_s,
               {},
               [&](const SqlStatement &row) -> Result<void> {
                   isolation = row.text(1);
                   return {};
               })
        .transform([&] { facts.append({u"isolation"_s, isolation}); });
}

Result<void> MysqlFacts::readStatus(QList<Fact> &facts)
{
    return m_link.query(u"SHOW GLOBAL STATUS"_s, {}, [&](const SqlStatement &row) -> Result<void> {
        const auto *known = std::ranges::find(Statuses, row.text(0), &std::pair<QString, QString>::second);
        if (known != std::end(Statuses))
            facts.append({known->first, row.text(1)});
        return {};
    });
}

Result<void> MysqlFacts::readStore(QList<Fact> &facts)
{
    const auto sessions = m_link.number(u"SELECT COUNT(*) FROM axess_session"_s);
    if (!sessions)
        return std::unexpected(sessions.error());
    const auto bytes = m_link.number(
        u"SELECT CAST(SUM(data_length + index_length) AS SIGNED) FROM information_schema.tables"
        " WHERE table_schema = DATABASE() AND table_name LIKE 'axess%'"_s);
    if (!bytes)
        return std::unexpected(bytes.error());
    facts.append({u"sessions"_s, QString::number(sessions->value_or(0))});
    facts.append({u"databaseBytes"_s, QString::number(bytes->value_or(0))});
    return {};
}

Result<QMap<QString, QString>> MysqlFacts::missingIndexes()
{
    const auto there = names(u"SELECT DISTINCT index_name FROM information_schema.statistics"
                             " WHERE table_schema = DATABASE() AND table_name LIKE 'axess%'"_s);
    if (!there)
        return std::unexpected(there.error());
    static const QRegularExpression tableName(u"EXISTS (axess_\\w+) "_s);
    static const QRegularExpression index(u" KEY (axess_\\w+) (\\([^)]*\\))"_s);
    QMap<QString, QString> missing;
    for (const QString &table : m_link.dialect().tables) {
        const QString name = tableName.match(table).captured(1);
        for (const auto &match : index.globalMatch(table)) {
            if (!there->contains(match.captured(1)))
                missing.insert(
                    match.captured(1),
                    u"ALTER TABLE %1 ADD INDEX %2 %3"_s.arg(name, match.captured(1), match.captured(2)));
        }
    }
    return missing;
}

void MysqlFacts::readReplication(QList<Fact> &facts)
{
    // Rights that an application's user need not have.
    int replicas = 0;
    const auto counted
        = m_link.query(u"SHOW PROCESSLIST"_s, {}, [&](const SqlStatement &row) -> Result<void> {
              replicas += row.text(4).startsWith(u"Binlog Dump"_s) ? 1 : 0;
              return {};
          });
    if (counted)
        facts.append({u"replicas"_s, QString::number(replicas)});
}

Result<QStringList> MysqlFacts::names(const QString &text)
{
    QStringList found;
    const auto read = m_link.query(text, {}, [&](const SqlStatement &row) -> Result<void> {
        found.append(row.text(0));
        return {};
    });
    if (!read)
        return std::unexpected(read.error());
    return found;
}

} // namespace Axess
