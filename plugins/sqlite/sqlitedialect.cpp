// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlitedialect.h"

#include "sqliteerrors.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// On disk since 0.1. A change is a new version with an upgrade.
//
// The session's table has row ids: at a row of 1 KiB and more, a table without them takes three times the
// room. `sweep_at` is the only indexed column that a touch may move, and that seldom; exact deadlines have no
// index.
const QStringList &tables()
{
    static const QStringList statements {
        u"PRAGMA application_id = %1"_s.arg(SqliteApplicationId),
        u"CREATE TABLE IF NOT EXISTS axess_schema (one INTEGER PRIMARY KEY CHECK (one = 1),"
        " written INTEGER NOT NULL, readable_from INTEGER NOT NULL) STRICT"_s,
        u"CREATE TABLE IF NOT EXISTS axess_session (id BLOB NOT NULL PRIMARY KEY, tenant_id TEXT NOT NULL,"
        " user_id TEXT NOT NULL, level INTEGER NOT NULL, created INTEGER NOT NULL, authenticated_at INTEGER "
        "NOT NULL,"
        " absolute_deadline INTEGER NOT NULL, idle_deadline INTEGER NOT NULL, last_seen INTEGER NOT NULL,"
        " sweep_at INTEGER NOT NULL, store_epoch INTEGER NOT NULL, tenant_epoch INTEGER NOT NULL,"
        " revision INTEGER NOT NULL, write_id BLOB NOT NULL, token_hash BLOB NOT NULL, key_id INTEGER NOT "
        "NULL,"
        " change_count INTEGER NOT NULL, payload_bytes INTEGER NOT NULL, client_address TEXT NOT NULL,"
        " client_agent TEXT NOT NULL, client_label TEXT NOT NULL, revocation_mark BLOB, revoked_at INTEGER,"
        " revocation_grace INTEGER, revocation_reason TEXT, payload BLOB NOT NULL) STRICT"_s,
        u"CREATE INDEX IF NOT EXISTS axess_session_user ON axess_session (tenant_id, user_id, created, id)"_s,
        u"CREATE INDEX IF NOT EXISTS axess_session_tenant ON axess_session (tenant_id, created, id)"_s,
        u"CREATE INDEX IF NOT EXISTS axess_session_created ON axess_session (created, id)"_s,
        u"CREATE INDEX IF NOT EXISTS axess_session_key ON axess_session (key_id, created, id)"_s,
        u"CREATE INDEX IF NOT EXISTS axess_session_sweep ON axess_session (sweep_at)"_s,
        u"CREATE INDEX IF NOT EXISTS axess_session_grace ON axess_session (revocation_grace)"
        " WHERE revocation_grace IS NOT NULL"_s,
        u"CREATE TABLE IF NOT EXISTS axess_user (tenant_id TEXT NOT NULL, user_id TEXT NOT NULL,"
        " generation INTEGER NOT NULL, PRIMARY KEY (tenant_id, user_id)) STRICT, WITHOUT ROWID"_s,
        u"CREATE TABLE IF NOT EXISTS axess_document (name TEXT NOT NULL PRIMARY KEY, revision INTEGER NOT "
        u"NULL,"
        " bytes BLOB NOT NULL) STRICT"_s,
        // A position must never come back, also when all events were trimmed.
        u"CREATE TABLE IF NOT EXISTS axess_event (position INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT "
        u"NULL,"
        " kind INTEGER NOT NULL, end_reason INTEGER NOT NULL, session_id BLOB NOT NULL, tenant_id TEXT NOT "
        "NULL,"
        " user_id TEXT NOT NULL, detail TEXT NOT NULL) STRICT"_s,
        u"CREATE INDEX IF NOT EXISTS axess_event_user ON axess_event (tenant_id, user_id, position)"_s,
        u"CREATE INDEX IF NOT EXISTS axess_event_at ON axess_event (at)"_s,
        u"CREATE TABLE IF NOT EXISTS axess_audit (log TEXT NOT NULL, position INTEGER NOT NULL, bytes BLOB "
        u"NOT NULL,"
        " PRIMARY KEY (log, position)) STRICT"_s,
        u"CREATE TABLE IF NOT EXISTS axess_tombstone (id BLOB NOT NULL PRIMARY KEY, until INTEGER NOT NULL)"
        " STRICT, WITHOUT ROWID"_s,
        u"CREATE INDEX IF NOT EXISTS axess_tombstone_until ON axess_tombstone (until)"_s,
    };
    return statements;
}

} // namespace

std::shared_ptr<const SqlDialect> sqliteDialect()
{
    SqlDialect dialect;
    // A transaction that begins by reading could not become a writing one while others write.
    dialect.begin = u"BEGIN IMMEDIATE"_s;
    dialect.commit = u"COMMIT"_s;
    dialect.rollback = u"ROLLBACK"_s;
    dialect.greatest = u"max"_s;
    dialect.least = u"min"_s;
    dialect.serverTime = u"SELECT CAST(round(unixepoch('subsec') * 1000) AS INTEGER)"_s;
    dialect.tenantEpoch = u"(SELECT epoch FROM axess_raised_tenant"
                          " WHERE axess_raised_tenant.tenant_id = axess_session.tenant_id)"_s;
    dialect.clearTenantEpochs = u"DELETE FROM temp.axess_raised_tenant"_s;
    dialect.putTenantEpoch = u"INSERT INTO temp.axess_raised_tenant (tenant_id, epoch) VALUES (?, ?)"_s;
    dialect.isFile = true;
    dialect.driverPackage = u"libqt6sql6-sqlite"_s;
    dialect.tables = tables();
    dialect.tableExists = u"SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = ?"_s;
    dialect.error = SqliteErrors::error;
    dialect.endsLink = SqliteErrors::endsLink;
    return std::make_shared<const SqlDialect>(std::move(dialect));
}

} // namespace Axess
