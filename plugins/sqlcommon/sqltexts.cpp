// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqltexts.h"

#include "sqlrow.h"

#include <QtCore/qregularexpression.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

QString places(int count)
{
    return QStringList(count, u"?"_s).join(u", "_s);
}

SqlTexts::BySize forSizes(const QString &text)
{
    SqlTexts::BySize texts;
    for (size_t i = 0; i < texts.size(); ++i)
        texts[i] = text.arg(places(SqlIdSets::Sizes[i]));
    return texts;
}

// What is written of a row: what SqlRow and SqlLink::appendJson append.
QString writtenColumns(const SqlDialect &dialect)
{
    return SqlRow::Columns + (dialect.json ? u", payload, data"_s : u", payload"_s);
}

QString writtenPlaces(const SqlDialect &dialect)
{
    return places(SqlRow::ColumnCount + 1) + (dialect.json ? u", "_s + dialect.jsonPlace : QString());
}

// Its values are those of SqlLink::appendHorizon.
QString unendedCondition(const SqlDialect &dialect, SqlTexts::Tenants tenants)
{
    QString condition = u"absolute_deadline > ? AND idle_deadline > ? AND store_epoch >= ?"_s;
    if (tenants == SqlTexts::Tenants::SomeRaised)
        condition += u" AND tenant_epoch >= COALESCE(%1, 0)"_s.arg(dialect.tenantEpoch);
    return condition;
}

// Removes the rows whose ids a query of one cause answers, if they have ended still, and writes why: of
// causes at the same moment the first of those that Horizon::endOf looks at. What nobody can have written
// stays; by a CASE, because otherwise the database would expect to find next to nothing, and read all that
// has ended.
QString sweepingText(const SqlDialect &dialect, const QString &unended, SqlTexts::Tenants tenants)
{
    QString epoch = u"CASE WHEN store_epoch < ? THEN CAST(? AS bigint) END"_s;
    if (tenants == SqlTexts::Tenants::SomeRaised)
        epoch = u"%1(%2, CASE WHEN tenant_epoch < %3 THEN %4 END)"_s.arg(
            dialect.least, epoch, dialect.tenantEpoch, dialect.tenantRaised);
    const QString at = u"%1(revoked_at, absolute_end, idle_end, epoch_end)"_s.arg(dialect.least);
    return u"WITH gone AS (DELETE FROM axess_session WHERE id = ANY(ARRAY(SELECT id FROM axess_session"
           " WHERE CASE WHEN octet_length(id) <> 16 OR octet_length(tenant_id) > 255"
           " OR octet_length(user_id) > 255 OR level < 0 OR level > 2 THEN FALSE ELSE TRUE END"
           " AND %4)) AND (revocation_grace <= ? OR NOT (%1))"
           " RETURNING id, tenant_id, user_id, COALESCE(revocation_reason, '') AS detail, revoked_at,"
           " CASE WHEN absolute_deadline <= ? THEN absolute_deadline END AS absolute_end,"
           " CASE WHEN idle_deadline <= ? THEN idle_deadline END AS idle_end, %2 AS epoch_end),"
           " ended AS (SELECT id, tenant_id, user_id, detail, %3 AS at, CASE %3 WHEN revoked_at THEN 6"
           " WHEN absolute_end THEN 4 WHEN idle_end THEN 3 WHEN epoch_end THEN 5 ELSE 0 END AS reason FROM "
           "gone),"
           " noted AS (INSERT INTO axess_event (at, kind, end_reason, session_id, tenant_id, user_id, detail)"
           " SELECT COALESCE(at, 0), 7, reason, id, tenant_id, user_id, detail FROM ended)"
           " SELECT id, tenant_id, user_id, reason FROM ended"_s.arg(unended, epoch, at);
}

// Jumps from name to name along the index, however many rows each has.
QString tenantsWhere(const QString &start)
{
    return u"WITH RECURSIVE found (tenant_id) AS (SELECT MIN(tenant_id) FROM axess_session WHERE %1"
           " UNION ALL SELECT (SELECT MIN(tenant_id) FROM axess_session WHERE tenant_id > found.tenant_id)"
           " FROM found WHERE found.tenant_id IS NOT NULL)"
           " SELECT tenant_id FROM found WHERE tenant_id IS NOT NULL LIMIT ?"_s.arg(start);
}

} // namespace

size_t SqlIdSets::sizeFor(qsizetype count)
{
    size_t index = 0;
    while (index + 1 < Sizes.size() && Sizes[index] < count)
        ++index;
    return index;
}

SqlTexts::SqlTexts(const SqlDialect &dialect, Tenants tenants)
{
    const QString unended = unendedCondition(dialect, tenants);
    const QString alive = u"revoked_at IS NULL AND "_s + unended;
    setRowTexts(dialect, alive);
    setListTexts(alive);
    setUserTexts(dialect);
    setEndTexts(dialect, unended);
    setSweepTexts(dialect, unended, tenants);
    setFollowerTexts(dialect);
    if (dialect.adapt)
        dialect.adapt(*this);
}

void SqlTexts::setRowTexts(const SqlDialect &dialect, const QString &alive)
{
    insertRow = u"INSERT INTO axess_session (%1) VALUES (%2) ON CONFLICT (id) DO NOTHING"_s.arg(
        writtenColumns(dialect), writtenPlaces(dialect));
    loadRows = forSizes(u"SELECT "_s + SqlRow::Columns + u", payload FROM axess_session WHERE id IN (%1)"_s);
    describeRows = forSizes(u"SELECT "_s + SqlRow::Columns + u" FROM axess_session WHERE id IN (%1)"_s);

    // KeepLater multiplies what stands by 1, SetAnew by 0.
    const QString saved
        = u"level = ?, authenticated_at = ?, absolute_deadline = ?,"
          " idle_deadline = %2(%1(idle_deadline * ?, ?), ?), last_seen = %1(last_seen * ?, ?), store_epoch = "
          "?,"
          " tenant_epoch = ?, revision = ?, write_id = ?, token_hash = ?, change_count = change_count + 1,"
          " payload_bytes = ?, client_address = ?, client_agent = ?, client_label = ?, payload = ?"_s.arg(
              dialect.greatest, dialect.least)
        + (dialect.json ? u", data = "_s + dialect.jsonPlace : QString());
    const QString expected = u" WHERE id = ? AND revision = ? AND "_s + alive;
    // A statement that names an indexed column rewrites its index, changed or not; nearly all saves change
    // none.
    saveRow = u"UPDATE axess_session SET "_s + saved + expected
        + u" AND tenant_id = ? AND user_id = ? AND key_id = ? AND sweep_at >= ?"_s;
    replaceRow = u"UPDATE axess_session SET "_s + saved
        + u", tenant_id = ?, user_id = ?, key_id = ?, sweep_at = %1(sweep_at * ?, ?)"_s.arg(dialect.greatest)
        + expected;

    const QString touched
        = u"UPDATE axess_session SET change_count = change_count + CASE WHEN idle_deadline <"
          " %2(?, absolute_deadline) OR last_seen < ? OR sweep_at < ? THEN 1 ELSE 0 END, idle_deadline ="
          " %1(idle_deadline, %2(?, absolute_deadline)), last_seen = %1(last_seen, ?)"_s.arg(dialect.greatest,
                                                                                             dialect.least);
    const QString touchable = u" WHERE id = ? AND "_s + alive;
    touchRow = touched + touchable + u" AND sweep_at >= ?"_s;
    touchRowAndSweep = touched + u", sweep_at = ?"_s + touchable + u" AND sweep_at < ?"_s;

    resealRow = u"UPDATE axess_session SET key_id = ?, payload = ?, payload_bytes = ?, change_count ="
                " change_count + 1 WHERE id = ? AND revision = ? AND write_id = ?"_s;
}

void SqlTexts::setListTexts(const QString &alive)
{
    liveSessions = u"SELECT id, created, last_seen FROM axess_session WHERE tenant_id = ? AND user_id = ?"
                   " AND id <> ? AND "_s
        + alive;
    tenantsFrom = tenantsWhere(u"tenant_id >= ?"_s);
    tenantsBehind = tenantsWhere(u"tenant_id > ?"_s);
    trimEvents = u"DELETE FROM axess_event WHERE position IN"
                 " (SELECT position FROM axess_event WHERE at < ? AND position <= ?"
                 " ORDER BY at, position LIMIT ?)"_s;
    insertDocument = u"INSERT INTO axess_document (name, revision, bytes) VALUES (?, 1, ?)"
                     " ON CONFLICT (name) DO NOTHING"_s;
    insertLogEntry = u"INSERT INTO axess_audit (log, position, bytes)"
                     " SELECT ?, COALESCE(MAX(position), 0) + 1, ? FROM axess_audit WHERE log = ?"_s;
}

void SqlTexts::setUserTexts(const SqlDialect &dialect)
{
    userGeneration = u"SELECT generation FROM axess_user WHERE tenant_id = ? AND user_id = ?"_s;
    lockedGeneration = userGeneration;
    raiseUser = u"INSERT INTO axess_user (tenant_id, user_id, generation) VALUES (?, ?, 1)"
                " ON CONFLICT (tenant_id, user_id) DO UPDATE SET generation = axess_user.generation + 1"_s;
    putGeneration = u"INSERT INTO axess_user (tenant_id, user_id, generation) VALUES (?, ?, ?)"
                    " ON CONFLICT (tenant_id, user_id) DO UPDATE SET generation ="
                    " %1(axess_user.generation, excluded.generation)"_s.arg(dialect.greatest);
}

void SqlTexts::setEndTexts(const SqlDialect &dialect, const QString &unended)
{
    // Whoever may write marks past our programs may set the counter to its end, and must not keep others from
    // it.
    const QString counted = u" change_count = %1(change_count, 9223372036854775806) + 1"_s.arg(dialect.least);
    revokeRow = u"UPDATE axess_session SET revocation_grace = CASE WHEN revoked_at IS NULL THEN ? ELSE ? END,"
                " revocation_mark = ?, revoked_at = ?, revocation_reason = ?,"_s
        + counted + u" WHERE id = ? AND (revocation_mark IS NULL OR revocation_mark <> ?) AND "_s + unended;
    markStands
        = u"UPDATE axess_session SET change_count = change_count WHERE id = ? AND revocation_mark = ? AND "_s
        + unended;
    restoreRow
        = u"UPDATE axess_session SET revocation_grace = NULL, revocation_mark = NULL, revoked_at = NULL,"
          " revocation_reason = NULL,"_s
        + counted
        + u" WHERE id = ? AND revocation_mark = ? AND revocation_grace > ?"
          " AND revocation_grace > revoked_at AND "_s
        + unended;
    removeRows = forSizes(u"DELETE FROM axess_session WHERE id IN (%1) RETURNING id, tenant_id, user_id"_s);
    removeEnded
        = u"DELETE FROM axess_session WHERE id = ? AND (revocation_grace <= ? OR NOT ("_s + unended + u"))"_s;
    insertEvent = u"INSERT INTO axess_event (at, kind, end_reason, session_id, tenant_id, user_id, detail)"
                  " VALUES (?, ?, ?, ?, ?, ?, ?)"_s;
    insertRowEvent = u"INSERT INTO axess_event (at, kind, end_reason, session_id, tenant_id, user_id, detail)"
                     " SELECT ?, ?, ?, id, tenant_id, user_id, ? FROM axess_session WHERE id = ?"_s;
}

void SqlTexts::setSweepTexts(const SqlDialect &dialect, const QString &unended, Tenants tenants)
{
    const auto forCauses = [](const QString &text) {
        return Ended {text.arg(u"sweep_at <= ? AND (absolute_deadline <= ? OR idle_deadline <= ?)"
                               " ORDER BY sweep_at LIMIT ?"_s),
                      text.arg(u"revocation_grace <= ? LIMIT ?"_s),
                      text.arg(u"created <= ? AND store_epoch < ? ORDER BY created, id LIMIT ?"_s),
                      text.arg(u"tenant_id = ? AND created <= ? AND tenant_epoch < ?"
                               " ORDER BY created, id LIMIT ?"_s)};
    };
    findEnded = forCauses(u"SELECT "_s + SqlRow::EndedColumns + u" FROM axess_session WHERE %1"_s);
    if (!dialect.tenantRaised.isEmpty())
        sweepEnded = forCauses(sweepingText(dialect, unended, tenants));
    // Again outside, for one whose time was moved meanwhile.
    dropTombstones = u"DELETE FROM axess_tombstone WHERE until <= ? AND id IN"
                     " (SELECT id FROM axess_tombstone WHERE until <= ? ORDER BY until LIMIT ?)"_s;
}

void SqlTexts::setFollowerTexts(const SqlDialect &dialect)
{
    installRow = u"INSERT INTO axess_session (%1) SELECT %2 WHERE NOT EXISTS"
                 " (SELECT 1 FROM axess_tombstone WHERE id = ?) ON CONFLICT (id) DO NOTHING"_s.arg(
                     writtenColumns(dialect), writtenPlaces(dialect));
    QStringList assignments = (SqlRow::Columns + u", payload"_s).split(u", "_s);
    assignments.replaceInStrings(QRegularExpression(u"$"_s), u" = ?"_s);
    if (dialect.json)
        assignments.append(u"data = "_s + dialect.jsonPlace);
    overwriteRow = u"UPDATE axess_session SET "_s + assignments.join(u", "_s)
        + u" WHERE id = ? AND change_count < ? AND NOT EXISTS (SELECT 1 FROM axess_tombstone WHERE id = ?)"_s;
    tombstones = forSizes(u"SELECT id FROM axess_tombstone WHERE id IN (%1)"_s);
    insertTombstone
        = u"INSERT INTO axess_tombstone (id, until) VALUES (?, ?)"
          " ON CONFLICT (id) DO UPDATE SET until = %1(axess_tombstone.until, excluded.until)"_s.arg(
              dialect.greatest);
}

} // namespace Axess
