// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "postgresconnection.h"

#include "sqlconnection_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

struct Question
{
    const char *text; ///< A query of one row.
    QList<const char *> names; ///< Of its columns.
};

// Numbers are texts: facts are shown and compared, not counted with.
QList<Question> questions()
{
    return {
        {"SELECT current_setting('server_version'), current_setting('fsync'), "
         "current_setting('full_page_writes'),"
         " current_setting('synchronous_commit'), current_setting('synchronous_standby_names'),"
         " current_setting('default_transaction_isolation'), current_setting('max_connections'),"
         " current_setting('superuser_reserved_connections'), current_setting('statement_timeout'),"
         " current_setting('idle_in_transaction_session_timeout')",
         {"serverVersion", "fsync", "fullPageWrites", "synchronousCommit", "synchronousStandbys", "isolation",
          "maxConnections", "reservedConnections", "statementTimeout", "idleInTransactionTimeout"}},
        {"SELECT CASE WHEN pg_is_in_recovery() THEN 'standby' ELSE 'primary' END,"
         " CAST((SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS text),"
         " CAST((SELECT count(*) FROM pg_stat_replication) AS text),"
         " CAST(pg_total_relation_size('axess_session') AS text), current_schema(), current_user,"
         " to_char(pg_postmaster_start_time() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
         {"role", "connections", "replicas", "sessionBytes", "schema", "user", "startedAt"}},
        {"SELECT COALESCE((SELECT CASE WHEN ssl THEN version ELSE '' END FROM pg_stat_ssl WHERE pid ="
         " pg_backend_pid()), '')",
         {"tls"}},
        // What was never vacuumed or written has no figures yet.
        {"SELECT CAST(n_live_tup AS text), CAST(n_dead_tup AS text), CAST(n_tup_upd AS text),"
         " CAST(n_tup_hot_upd AS text), COALESCE(CAST(100 * n_tup_hot_upd / NULLIF(n_tup_upd, 0) AS text), "
         "''),"
         " COALESCE(to_char(GREATEST(last_vacuum, last_autovacuum) AT TIME ZONE 'UTC',"
         " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), '') FROM pg_stat_user_tables WHERE relid ="
         " CAST('axess_session' AS regclass)",
         {"sessions", "deadRows", "updates", "hotUpdates", "hotPercent", "lastVacuum"}},
        {"SELECT COALESCE(string_agg(relname, ', ' ORDER BY relname), '') FROM pg_class WHERE relkind = 'r' "
         "AND"
         " relpersistence = 'u' AND relnamespace = (SELECT relnamespace FROM pg_class WHERE oid ="
         " CAST('axess_session' AS regclass)) AND starts_with(relname, 'axess_')",
         {"unloggedTables"}},
    };
}

// Of what the schema makes by name; empty when all of it is there.
Result<QString> missingIndexes(SqlLink &link)
{
    QStringList missing;
    for (const QString &table : link.dialect().tables) {
        if (!table.startsWith(u"CREATE INDEX"_s))
            continue;
        const QString name = table.section(u' ', 5, 5);
        const auto count = link.number(link.dialect().tableExists, SqlValues {name});
        if (!count)
            return std::unexpected(count.error());
        if (count->value_or(0) == 0)
            missing.append(name);
    }
    return missing.join(u", "_s);
}

} // namespace

PostgresConnection::PostgresConnection(std::unique_ptr<PostgresLink> link, const PostgresOptions &options)
    : SqlConnection(std::move(link), options.access)
    , m_options(options)
{ }

Result<QList<Fact>> PostgresConnection::inspect()
{
    return reading({}, [&](SqlLink &link) -> Result<QList<Fact>> {
        QList<Fact> facts {
            {u"backend"_s, u"postgres"_s},
            {u"hosts"_s, m_options.hosts},
            {u"isRemote"_s, m_options.isLocal() ? u"no"_s : u"yes"_s},
            {u"pooling"_s,
             m_options.pooling == PostgresPooling::Transaction ? u"transaction"_s : u"session"_s},
        };
        for (const Question &question : questions()) {
            const auto read = link.query(
                QString::fromUtf8(question.text), {}, [&](const SqlStatement &row) -> Result<void> {
                    for (qsizetype i = 0; i < question.names.size(); ++i)
                        facts.append({QString::fromLatin1(question.names[i]), row.text(int(i))});
                    return {};
                });
            if (!read)
                return std::unexpected(read.error());
        }
        return missingIndexes(link).transform([&](const QString &missing) {
            facts.append({u"missingIndexes"_s, missing});
            return facts;
        });
    });
}

} // namespace Axess
