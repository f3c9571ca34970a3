// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "mysqldialect.h"

#include "mysqlerrors.h"
#include "sqlrow.h"
#include "sqltexts.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

const auto Engine
    = u" ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"_s;

// Of events, of logs, and one for each first byte of what migration's follower writes.
QString gates()
{
    QStringList names {u"('events')"_s, u"('logs')"_s};
    for (int byte = 0; byte < 256; ++byte)
        names.append(u"('follow %1')"_s.arg(byte, 2, 16, QChar(u'0')));
    return names.join(u", "_s);
}

// In databases since 0.1. A change is a new version with an upgrade.
//
// Names are bytes: a comparison of texts would take "a" and "a " for the same. One unique key a table, so
// that writers meet at one place only. `sweep_at` is the only indexed column that a touch may move, and that
// seldom.
const QStringList &tables()
{
    static const QStringList statements {
        u"CREATE TABLE IF NOT EXISTS axess_schema (one TINYINT NOT NULL PRIMARY KEY, written INT NOT NULL,"
        " readable_from INT NOT NULL)"_s
            + Engine,
        u"CREATE TABLE IF NOT EXISTS axess_session (id BINARY(16) NOT NULL PRIMARY KEY,"
        " tenant_id VARBINARY(255) NOT NULL, user_id VARBINARY(255) NOT NULL, level TINYINT NOT NULL,"
        " created BIGINT NOT NULL, authenticated_at BIGINT NOT NULL, absolute_deadline BIGINT NOT NULL,"
        " idle_deadline BIGINT NOT NULL, last_seen BIGINT NOT NULL, sweep_at BIGINT NOT NULL,"
        " store_epoch BIGINT NOT NULL, tenant_epoch BIGINT NOT NULL, revision BIGINT NOT NULL,"
        " write_id VARBINARY(8) NOT NULL, token_hash VARBINARY(32) NOT NULL, key_id BIGINT NOT NULL,"
        " change_count BIGINT NOT NULL, payload_bytes BIGINT NOT NULL, client_address VARCHAR(512) NOT NULL,"
        " client_agent VARCHAR(512) NOT NULL, client_label VARCHAR(512) NOT NULL,"
        " revocation_mark VARBINARY(8), revoked_at BIGINT, revocation_grace BIGINT,"
        " revocation_reason VARCHAR(256), payload MEDIUMBLOB NOT NULL,"
        " KEY axess_session_user (tenant_id, user_id, created, id),"
        " KEY axess_session_tenant (tenant_id, created, id),"
        " KEY axess_session_created (created, id),"
        " KEY axess_session_key (key_id, created, id),"
        " KEY axess_session_sweep (sweep_at),"
        " KEY axess_session_grace (revocation_grace))"_s
            + Engine,
        u"CREATE TABLE IF NOT EXISTS axess_user (tenant_id VARBINARY(255) NOT NULL,"
        " user_id VARBINARY(255) NOT NULL, generation BIGINT NOT NULL, PRIMARY KEY (tenant_id, user_id))"_s
            + Engine,
        u"CREATE TABLE IF NOT EXISTS axess_document (name VARBINARY(255) NOT NULL PRIMARY KEY,"
        " revision BIGINT NOT NULL, bytes LONGBLOB NOT NULL)"_s
            + Engine,
        u"CREATE TABLE IF NOT EXISTS axess_event (position BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,"
        " at BIGINT NOT NULL, kind INT NOT NULL, end_reason INT NOT NULL, session_id BINARY(16) NOT NULL,"
        " tenant_id VARBINARY(255) NOT NULL, user_id VARBINARY(255) NOT NULL, detail VARCHAR(256) NOT NULL,"
        " KEY axess_event_user (tenant_id, user_id, position), KEY axess_event_at (at))"_s
            + Engine,
        u"CREATE TABLE IF NOT EXISTS axess_audit (log VARBINARY(255) NOT NULL, position BIGINT NOT NULL,"
        " bytes LONGBLOB NOT NULL, PRIMARY KEY (log, position))"_s
            + Engine,
        u"CREATE TABLE IF NOT EXISTS axess_tombstone (id BINARY(16) NOT NULL PRIMARY KEY,"
        " until BIGINT NOT NULL, KEY axess_tombstone_until (until))"_s
            + Engine,
        // Rows that transactions lock, so that they come one after another.
        u"CREATE TABLE IF NOT EXISTS axess_gate (name VARBINARY(32) NOT NULL PRIMARY KEY)"_s + Engine,
        u"INSERT INTO axess_gate (name) VALUES %1 ON DUPLICATE KEY UPDATE name = axess_gate.name"_s.arg(
            gates()),
    };
    return statements;
}

QString ids(int count)
{
    return QStringList(count, u"?"_s).join(u", "_s);
}

// `?1` is the first value once more: what stands there already is not inserted, and counts as no row. An
// upsert that keeps what stands would count as one, because found rows are counted.
void adaptInserts(SqlTexts &texts)
{
    const QString absent = u"NOT EXISTS (SELECT 1 FROM axess_session WHERE id = ?1)"_s;
    const QString row = u"INSERT INTO axess_session (%1, payload) SELECT %2 FROM DUAL WHERE "_s.arg(
        SqlRow::Columns, ids(SqlRow::ColumnCount + 1));
    texts.insertRow = row + absent;
    texts.installUnburied = texts.insertRow;
    texts.installRow = row + u"NOT EXISTS (SELECT 1 FROM axess_tombstone WHERE id = ?) AND "_s + absent;
    texts.insertDocument = u"INSERT INTO axess_document (name, revision, bytes) SELECT ?, 1, ? FROM DUAL"
                           " WHERE NOT EXISTS (SELECT 1 FROM axess_document WHERE name = ?1)"_s;
    texts.insertTombstone = u"INSERT INTO axess_tombstone (id, until) VALUES (?, ?)"
                            " ON DUPLICATE KEY UPDATE until = GREATEST(until, VALUES(until))"_s;
    texts.raiseUser = u"INSERT INTO axess_user (tenant_id, user_id, generation) VALUES (?, ?, 1)"
                      " ON DUPLICATE KEY UPDATE generation = generation + 1"_s;
    texts.putGeneration = u"INSERT INTO axess_user (tenant_id, user_id, generation) VALUES (?, ?, ?)"
                          " ON DUPLICATE KEY UPDATE generation = GREATEST(generation, VALUES(generation))"_s;
}

void adaptLocks(SqlTexts &texts)
{
    texts.lockUser = u"INSERT INTO axess_user (tenant_id, user_id, generation) VALUES (?, ?, 0)"
                     " ON DUPLICATE KEY UPDATE generation = generation"_s;
    texts.lockLogs = u"SELECT name FROM axess_gate WHERE name = 'logs' FOR UPDATE"_s;
    texts.lockFollowed
        = u"SELECT name FROM axess_gate WHERE name = CONCAT('follow ', LOWER(HEX(SUBSTRING(?, 1, 1)))) FOR UPDATE"_s;
    // Writers of events share the gate from before they are given positions until they have committed; who
    // has had it for himself knows that all positions given away before are settled.
    texts.beforeEvents = u"SELECT name FROM axess_gate WHERE name = 'events' LOCK IN SHARE MODE"_s;
    texts.eventsEnd = u"SELECT MAX(position) FROM axess_event"_s;
    texts.eventsSettled
        = u"SELECT CAST(LEAST(?, ?) AS SIGNED) FROM axess_gate WHERE name = 'events' FOR UPDATE"_s;
}

void adapt(SqlTexts &texts)
{
    adaptInserts(texts);
    adaptLocks(texts);
    for (size_t i = 0; i < SqlIdSets::Sizes.size(); ++i) {
        const QString places = ids(SqlIdSets::Sizes[i]);
        // By the key: a small table would be read, and locked, as a whole.
        const QString rows = u"FROM axess_session FORCE INDEX (PRIMARY) WHERE id IN (%1)"_s.arg(places);
        texts.lockRows[i] = u"SELECT id, tenant_id, user_id %1 FOR UPDATE"_s.arg(rows);
        texts.removeRows[i] = u"DELETE axess_session "_s + rows;
    }
    texts.removeEnded.replace(u"DELETE FROM axess_session"_s,
                              u"DELETE axess_session FROM axess_session FORCE INDEX (PRIMARY)"_s);
    // Along the index, from name to name.
    const QString tenants = u"SELECT DISTINCT tenant_id FROM axess_session WHERE tenant_id %1 ?"
                            " ORDER BY tenant_id LIMIT ?"_s;
    texts.tenantsFrom = tenants.arg(u">="_s);
    texts.tenantsBehind = tenants.arg(u">"_s);
    texts.trimEvents
        = u"DELETE FROM axess_event WHERE at < ? AND position <= ? ORDER BY at, position LIMIT ?"_s;
    texts.dropTombstones
        = u"DELETE FROM axess_tombstone WHERE until <= ? AND until <= ? ORDER BY until LIMIT ?"_s;
}

} // namespace

QString mysqlRaisedTenants()
{
    return u"CREATE TEMPORARY TABLE IF NOT EXISTS axess_raised_tenant (tenant_id VARBINARY(255) NOT NULL "
           u"PRIMARY KEY,"
           " epoch BIGINT NOT NULL) ENGINE = MEMORY"_s;
}

std::shared_ptr<const SqlDialect> mysqlDialect()
{
    SqlDialect dialect;
    dialect.begin = u"BEGIN"_s;
    dialect.commit = u"COMMIT"_s;
    dialect.rollback = u"ROLLBACK"_s;
    dialect.greatest = u"GREATEST"_s;
    dialect.least = u"LEAST"_s;
    // Of no zone: server and session may have any.
    dialect.serverTime = u"SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)) DIV 1000"_s;
    dialect.tenantEpoch = u"(SELECT epoch FROM axess_raised_tenant"
                          " WHERE axess_raised_tenant.tenant_id = axess_session.tenant_id)"_s;
    dialect.clearTenantEpochs = u"DELETE FROM axess_raised_tenant"_s;
    dialect.putTenantEpoch = u"INSERT INTO axess_raised_tenant (tenant_id, epoch) VALUES (?, ?)"_s;
    dialect.driverPackage = u"libqt6sql6-mysql"_s;
    dialect.tables = tables();
    dialect.tableExists = u"SELECT COUNT(*) FROM information_schema.tables"
                          " WHERE table_schema = DATABASE() AND table_name = ?"_s;
    dialect.adapt = adapt;
    dialect.error = MysqlErrors::error;
    dialect.endsLink = MysqlErrors::endsLink;
    dialect.isCollision = MysqlErrors::isCollision;
    return std::make_shared<const SqlDialect>(std::move(dialect));
}

} // namespace Axess
