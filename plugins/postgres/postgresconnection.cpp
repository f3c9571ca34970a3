// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "postgresconnection.h"

#include "sqlconnection_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

const QString Channel = u"axess_event_"_s;
// What a revocation writes.
const QString MarkColumns
    = u"('revocation_mark', 'revoked_at', 'revocation_grace', 'revocation_reason', 'change_count')"_s;

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
         " current_setting('idle_in_transaction_session_timeout'), current_setting('autovacuum')",
         {"serverVersion", "fsync", "fullPageWrites", "synchronousCommit", "synchronousStandbys", "isolation",
          "maxConnections", "reservedConnections", "statementTimeout", "idleInTransactionTimeout",
          "autovacuum"}},
        // In the unit that their definition has: milliseconds.
        {"SELECT (SELECT setting FROM pg_settings WHERE name = 'statement_timeout'),"
         " (SELECT setting FROM pg_settings WHERE name = 'lock_timeout')",
         {"statementTimeoutMs", "lockTimeoutMs"}},
        {"SELECT CASE WHEN pg_is_in_recovery() THEN 'standby' ELSE 'primary' END,"
         " CAST((SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS text),"
         " CAST((SELECT count(*) FROM pg_stat_replication) AS text),"
         " CAST(pg_total_relation_size('axess_session') AS text), current_schema(), current_user,"
         " to_char(pg_postmaster_start_time() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
         {"role", "connections", "replicas", "sessionBytes", "schema", "user", "startedAt"}},
        // A role without rights to watch sees that there are replicas, but not how they stand.
        {"SELECT CASE WHEN count(*) FILTER (WHERE state IS NULL) > 0 THEN ''"
         " ELSE CAST(count(*) FILTER (WHERE sync_state IN ('sync', 'quorum')) AS text) END,"
         " COALESCE((SELECT string_agg(slot_name, ', ' ORDER BY slot_name) FROM pg_replication_slots"
         " WHERE NOT active AND NOT temporary), '') FROM pg_stat_replication",
         {"synchronousReplicas", "inactiveSlots"}},
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
        // What a touch or a plain save changes: an index on it keeps both from staying within the page.
        {"SELECT COALESCE(string_agg(DISTINCT name.relname, ', '), '') FROM pg_index AS place"
         " JOIN pg_class AS name ON name.oid = place.indexrelid JOIN pg_attribute AS part"
         " ON part.attrelid = place.indrelid AND part.attnum = ANY (place.indkey)"
         " WHERE place.indrelid = CAST('axess_session' AS regclass) AND part.attname IN ('idle_deadline',"
         " 'last_seen', 'revision', 'write_id', 'change_count', 'payload_bytes', 'payload')",
         {"touchedIndexes"}},
    };
}

// Whether a restrictive policy of the role's own bounds what it may do to documents by this command; the
// grants for support staff make two.
QString isBounded(QChar command)
{
    return u"(row_security_active(documents) AND EXISTS (SELECT 1 FROM pg_policy, unnest(polroles) AS named"
           " WHERE polrelid = documents AND NOT polpermissive AND polcmd IN ('%1', '*') AND named ="
           " (SELECT oid FROM pg_roles WHERE rolname = current_user)))"_s.arg(command);
}

// In the order of AccountRights.
QString rightsQuestion()
{
    const QStringList rights {
        u"EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = sessions AND attname IN ('payload', 'data')"
        " AND has_column_privilege(sessions, attname, 'SELECT'))"_s,
        u"NOT EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = sessions AND attname IN %1"
        " AND NOT has_column_privilege(sessions, attname, 'UPDATE'))"
        " AND has_column_privilege('axess_event', 'detail', 'INSERT')"_s.arg(MarkColumns),
        u"has_any_column_privilege(sessions, 'INSERT') OR EXISTS (SELECT 1 FROM pg_attribute"
        " WHERE attrelid = sessions AND attnum > 0 AND NOT attisdropped AND attname NOT IN %1"
        " AND has_column_privilege(sessions, attnum, 'UPDATE'))"_s.arg(MarkColumns),
        u"has_table_privilege(sessions, 'DELETE') OR has_table_privilege(sessions, 'TRUNCATE')"_s,
        u"has_table_privilege(documents, 'DELETE') OR has_table_privilege(documents, 'TRUNCATE')"
        " OR (has_any_column_privilege(documents, 'INSERT') AND NOT %1)"
        " OR (has_any_column_privilege(documents, 'UPDATE') AND NOT %2)"_s.arg(isBounded(u'a'),
                                                                               isBounded(u'w')),
        // Who may become the owner is no less.
        u"pg_has_role((SELECT relowner FROM pg_class WHERE oid = sessions), 'MEMBER')"_s};
    QStringList numbers;
    for (const QString &right : rights)
        numbers.append(u"CASE WHEN %1 THEN 'yes' ELSE 'no' END"_s.arg(right));
    return u"SELECT %1 FROM (SELECT CAST(CAST('axess_session' AS regclass) AS oid) AS sessions,"
           " CAST(CAST('axess_document' AS regclass) AS oid) AS documents) AS tables"_s.arg(
               numbers.join(u", "));
}

// Of what the schema makes by name; empty when all of it is there.
Result<QString> missingIndexes(SqlLink &link)
{
    QStringList wanted;
    for (const QString &table : link.dialect().tables) {
        if (table.startsWith(u"CREATE INDEX"_s))
            wanted.append(u"('%1')"_s.arg(table.section(u' ', 5, 5)));
    }
    QString missing;
    const auto read = link.query(u"SELECT COALESCE(string_agg(name, ', '), '') FROM (VALUES %1) AS wanted "
                                 u"(name) WHERE to_regclass(name)"
                                 " IS NULL"_s.arg(wanted.join(u", ")),
                                 {}, [&](const SqlStatement &row) -> Result<void> {
                                     missing = row.text(0);
                                     return {};
                                 });
    return read.transform([&] { return missing; });
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

// Nothing there reads rows.
Result<QList<Fact>> PostgresConnection::vitals()
{
    return inspect();
}

Result<AccountRights> PostgresConnection::rights()
{
    return reading({}, [&](SqlLink &link) {
        AccountRights rights;
        return link
            .query(rightsQuestion(), {},
                   [&](const SqlStatement &row) -> Result<void> {
                       int column = 0;
                       for (auto *right :
                            {&rights.readPayloads, &rights.endSessions, &rights.writeSessions,
                             &rights.removeSessions, &rights.writeDocuments, &rights.changeSchema})
                           *right = row.text(column++) == "yes"_L1;
                       return {};
                   })
            .transform([&] { return rights; });
    });
}

// The number of the store's own table: those of one database do not wake each other. Behind a pooler that
// keeps no sessions nobody can listen.
Result<void> PostgresConnection::ring()
{
    if (m_options.pooling == PostgresPooling::Transaction)
        return SqlConnection::ring();
    const QString text
        = u"SELECT pg_notify('%1' || CAST(CAST(CAST('axess_event' AS regclass) AS oid) AS text), '')"_s.arg(
            Channel);
    return reading({}, [&](SqlLink &link) {
        return link.query(text, {}, [](const SqlStatement &) { return Result<void>(); });
    });
}

Result<bool> PostgresConnection::listen()
{
    if (m_options.pooling == PostgresPooling::Transaction)
        return SqlConnection::listen();
    return reading({}, [&](SqlLink &link) -> Result<bool> {
        if (m_isListening)
            return postgres().awaitNotice();
        const auto table
            = link.number(u"SELECT CAST(CAST(CAST('axess_event' AS regclass) AS oid) AS bigint)"_s);
        if (!table)
            return std::unexpected(table.error());
        const auto begun = link.run(u"LISTEN %1%2"_s.arg(Channel).arg(table->value_or(0)));
        m_isListening = begun.has_value();
        return begun.transform([] { return true; });
    });
}

} // namespace Axess
