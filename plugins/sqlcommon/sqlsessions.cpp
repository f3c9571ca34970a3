// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlsessions.h"

#include "sqladmission.h"
#include "sqlevents.h"
#include "sqlrow.h"

#include <algorithm>
#include <numeric>

namespace Axess {

namespace {

void bindSaved(const RowUpdate &update, SqlValues &values)
{
    const SealedRow &row = update.row;
    const qint64 keep = update.idleRule == IdleRule::KeepLater ? 1 : 0;
    values.insert(values.end(),
                  {qint64(row.level), row.authenticatedAt, row.absoluteDeadline, keep, row.idleDeadline,
                   row.absoluteDeadline, keep, row.lastSeen, qint64(row.storeEpoch), qint64(row.tenantEpoch),
                   qint64(row.revision), SqlBytes {row.writeId}, SqlBytes {row.tokenHash},
                   qint64(row.payload.size()), row.client.address, row.client.userAgent, row.client.label,
                   SqlBytes {row.payload}});
}

Event eventOf(EventKind kind, const SealedRow &row, qint64 at)
{
    return {0, at, kind, EndReason::None, row.id, row.tenant, row.user, {}};
}

} // namespace

SqlSessions::SqlSessions(SqlLink &link, const Horizon &horizon)
    : m_link(link)
    , m_horizon(horizon)
    , m_texts(link.texts(horizon))
{ }

Result<QList<WriteOutcome>> SqlSessions::create(std::span<const NewRow> rows)
{
    QList<WriteOutcome> outcomes(qsizetype(rows.size()), WriteOutcome {WriteStatus::Taken, {}});
    Chosen plain;
    for (size_t i = 0; i < rows.size(); ++i) {
        if (!rows[i].admission) {
            plain.push_back(i);
            continue;
        }
        const auto outcome = createAdmitted(rows[i]);
        if (!outcome)
            return std::unexpected(outcome.error());
        outcomes[qsizetype(i)] = *outcome;
    }
    const auto missed = write(
        m_texts.insertRow, plain, outcomes, [&](size_t i) { return rows[i].row.id; },
        [&](size_t i, SqlValues &values) {
            SqlRow::append(values, rows[i].row, 1);
            m_link.appendJson(values, rows[i].row);
        });
    if (!missed)
        return std::unexpected(missed.error());

    std::vector<Event> events;
    for (size_t i = 0; i < rows.size(); ++i) {
        if (outcomes[qsizetype(i)].status == WriteStatus::Stored)
            events.push_back(eventOf(rows[i].event, rows[i].row, m_horizon.now));
    }
    return SqlEvents(m_link).append(events).transform([&] { return outcomes; });
}

Result<WriteOutcome> SqlSessions::createAdmitted(const NewRow &entry)
{
    SqlAdmission admission(m_link, m_horizon, *entry.admission, entry.row);
    const auto generation = admission.checkGeneration();
    if (!generation || *generation != WriteStatus::Stored)
        return generation.transform([](WriteStatus status) { return WriteOutcome {status, {}}; });
    const auto standing = described({&entry.row.id, 1});
    if (!standing)
        return std::unexpected(standing.error());
    if (!standing->isEmpty())
        return WriteOutcome {WriteStatus::Taken, {}};

    const auto room = admission.chooseRoom();
    if (!room || room->status != WriteStatus::Stored)
        return room;
    SqlValues values;
    SqlRow::append(values, entry.row, 1);
    m_link.appendJson(values, entry.row);
    const auto inserted = m_link.change(m_texts.insertRow, values);
    if (!inserted)
        return std::unexpected(inserted.error());
    if (*inserted == 0)
        return WriteOutcome {WriteStatus::Taken, {}};
    return admission.makeRoom(*room);
}

Result<QList<WriteOutcome>> SqlSessions::update(std::span<const RowUpdate> updates)
{
    QList<WriteOutcome> outcomes(qsizetype(updates.size()), WriteOutcome {WriteStatus::Gone, {}});
    Chosen plain;
    for (size_t i = 0; i < updates.size(); ++i) {
        if (!updates[i].admission) {
            plain.push_back(i);
            continue;
        }
        const auto outcome = updateAdmitted(updates[i]);
        if (!outcome)
            return std::unexpected(outcome.error());
        outcomes[qsizetype(i)] = *outcome;
    }
    if (const auto written = updatePlainly(updates, std::move(plain), outcomes); !written)
        return std::unexpected(written.error());

    std::vector<Event> events;
    for (size_t i = 0; i < updates.size(); ++i) {
        if (updates[i].event && outcomes[qsizetype(i)].status == WriteStatus::Stored)
            events.push_back(eventOf(*updates[i].event, updates[i].row, m_horizon.now));
    }
    return SqlEvents(m_link).append(events).transform([&] { return outcomes; });
}

Result<WriteOutcome> SqlSessions::updateAdmitted(const RowUpdate &entry)
{
    SqlAdmission admission(m_link, m_horizon, *entry.admission, entry.row);
    const auto generation = admission.checkGeneration();
    if (!generation || *generation != WriteStatus::Stored)
        return generation.transform([](WriteStatus status) { return WriteOutcome {status, {}}; });
    const auto standing = judged(entry);
    if (!standing || *standing != WriteStatus::Stored)
        return standing.transform([](WriteStatus status) { return WriteOutcome {status, {}}; });

    const auto room = admission.chooseRoom();
    if (!room || room->status != WriteStatus::Stored)
        return room;
    SqlValues values;
    bindReplace(entry, values);
    const auto replaced = m_link.change(m_texts.replaceRow, values);
    if (!replaced)
        return std::unexpected(replaced.error());
    if (*replaced > 0)
        return admission.makeRoom(*room);
    // Somebody wrote the row between the look at it and the write; nothing was displaced yet.
    return judged(entry).transform([](WriteStatus status) {
        return WriteOutcome {status == WriteStatus::Gone ? status : WriteStatus::Conflict, {}};
    });
}

Result<WriteStatus> SqlSessions::judged(const RowUpdate &update)
{
    const auto standing = described({&update.row.id, 1});
    if (!standing)
        return std::unexpected(standing.error());
    const auto row = standing->constFind(update.row.id);
    if (row == standing->cend() || m_horizon.isDead(*row))
        return WriteStatus::Gone;
    return row->revision == update.expectedRevision ? WriteStatus::Stored : WriteStatus::Conflict;
}

Result<void> SqlSessions::updatePlainly(std::span<const RowUpdate> updates, Chosen chosen,
                                        QList<WriteOutcome> &outcomes)
{
    // Those that may change an indexed column go the long way; of the others, those that turn out to.
    const auto longWay = std::stable_partition(chosen.begin(), chosen.end(), [&](size_t i) {
        return !updates[i].event && updates[i].idleRule == IdleRule::KeepLater;
    });
    Chosen toReplace(longWay, chosen.end());
    chosen.erase(longWay, chosen.end());

    const auto idOf = [&](size_t i) { return updates[i].row.id; };
    // Plain saves are all that their transaction does.
    const auto then = chosen.size() == updates.size() ? SqlLink::Then::CommitIfAll : SqlLink::Then::GoOn;
    const auto unsaved = write(
        m_texts.saveRow, chosen, outcomes, idOf,
        [&](size_t i, SqlValues &values) { bindSave(updates[i], values); }, then);
    if (!unsaved)
        return std::unexpected(unsaved.error());
    toReplace.insert(toReplace.end(), unsaved->begin(), unsaved->end());
    const auto missed = write(m_texts.replaceRow, toReplace, outcomes, idOf,
                              [&](size_t i, SqlValues &values) { bindReplace(updates[i], values); });
    if (!missed)
        return std::unexpected(missed.error());
    return explain(updates, *missed, outcomes);
}

Result<SqlSessions::Chosen> SqlSessions::write(const QString &text, const Chosen &chosen,
                                               QList<WriteOutcome> &outcomes,
                                               const std::function<SessionId(size_t)> &idOf,
                                               const SqlLink::Bind &bind, SqlLink::Then then)
{
    std::vector<SessionId> ids;
    for (const size_t i : chosen)
        ids.push_back(idOf(i));
    const auto changed
        = m_link.eachOf(text, ids, [&](size_t i, SqlValues &values) { bind(chosen[i], values); }, then);
    if (!changed)
        return std::unexpected(changed.error());
    Chosen missed;
    for (size_t i = 0; i < chosen.size(); ++i) {
        if ((*changed)[qsizetype(i)] > 0)
            outcomes[qsizetype(chosen[i])].status = WriteStatus::Stored;
        else
            missed.push_back(chosen[i]);
    }
    return missed;
}

Result<void> SqlSessions::explain(std::span<const RowUpdate> updates, const Chosen &missed,
                                  QList<WriteOutcome> &outcomes)
{
    if (missed.empty())
        return {};
    std::vector<SessionId> ids;
    for (const size_t i : missed)
        ids.push_back(updates[i].row.id);
    const auto standing = described(ids);
    if (!standing)
        return std::unexpected(standing.error());
    for (const size_t i : missed) {
        const auto row = standing->constFind(updates[i].row.id);
        const bool alive = row != standing->cend() && !m_horizon.isDead(*row);
        outcomes[qsizetype(i)].status = alive ? WriteStatus::Conflict : WriteStatus::Gone;
    }
    return {};
}

Result<SqlSessions::RowsById> SqlSessions::described(std::span<const SessionId> ids)
{
    RowsById rows;
    const auto read = m_link.queryIds(m_texts.describeRows, ids, [&](const SqlStatement &statement) {
        return SqlRow::read(statement).transform([&](const SealedRow &row) { rows.insert(row.id, row); });
    });
    if (!read)
        return std::unexpected(read.error());
    return rows;
}

Result<QList<WriteStatus>> SqlSessions::touch(std::span<const Touch> touches)
{
    QList<WriteOutcome> outcomes(qsizetype(touches.size()), WriteOutcome {WriteStatus::Gone, {}});
    const auto bindTouched = [&](const Touch &touch, SqlValues &values) {
        values = {touch.idleDeadline, touch.lastSeen, touch.sweepAt, touch.idleDeadline, touch.lastSeen};
    };
    const auto bindWhich = [&](const Touch &touch, SqlValues &values) {
        values.emplace_back(SqlBytes {touch.id.view()});
        m_link.appendHorizon(values, m_horizon);
        values.emplace_back(touch.sweepAt);
    };
    Chosen all(touches.size());
    std::iota(all.begin(), all.end(), size_t(0));
    const auto idOf = [&](size_t i) { return touches[i].id; };
    const auto missed = write(
        m_texts.touchRow, all, outcomes, idOf,
        [&](size_t i, SqlValues &values) {
            bindTouched(touches[i], values);
            bindWhich(touches[i], values);
        },
        SqlLink::Then::CommitIfAll);
    if (!missed)
        return std::unexpected(missed.error());
    const auto gone
        = write(m_texts.touchRowAndSweep, *missed, outcomes, idOf, [&](size_t i, SqlValues &values) {
              bindTouched(touches[i], values);
              values.emplace_back(touches[i].sweepAt);
              bindWhich(touches[i], values);
          });
    if (!gone)
        return std::unexpected(gone.error());
    QList<WriteStatus> statuses;
    for (const WriteOutcome &outcome : std::as_const(outcomes))
        statuses.append(outcome.status);
    return statuses;
}

Result<QList<WriteStatus>> SqlSessions::reseal(std::span<const Reseal> reseals)
{
    std::vector<SessionId> ids;
    for (const Reseal &reseal : reseals)
        ids.push_back(reseal.id);
    const auto changed = m_link.eachOf(m_texts.resealRow, ids, [&](size_t i, SqlValues &values) {
        const Reseal &reseal = reseals[i];
        values = {
            qint64(reseal.keyId),        SqlBytes {reseal.payload},       qint64(reseal.payload.size()),
            SqlBytes {reseal.id.view()}, qint64(reseal.expectedRevision), SqlBytes {reseal.expectedWriteId}};
    });
    if (!changed)
        return std::unexpected(changed.error());
    if (!changed->contains(0))
        return QList<WriteStatus>(changed->size(), WriteStatus::Stored);

    const auto standing = described(ids);
    if (!standing)
        return std::unexpected(standing.error());
    QList<WriteStatus> statuses;
    for (size_t i = 0; i < reseals.size(); ++i) {
        const WriteStatus otherwise = standing->contains(ids[i]) ? WriteStatus::Conflict : WriteStatus::Gone;
        statuses.append((*changed)[qsizetype(i)] > 0 ? WriteStatus::Stored : otherwise);
    }
    return statuses;
}

void SqlSessions::bindSave(const RowUpdate &update, SqlValues &values) const
{
    const SealedRow &row = update.row;
    bindSaved(update, values);
    m_link.appendJson(values, row);
    values.insert(values.end(), {SqlBytes {row.id.view()}, qint64(update.expectedRevision)});
    m_link.appendHorizon(values, m_horizon);
    values.insert(values.end(),
                  {SqlText {row.tenant.utf8()}, SqlText {row.user.utf8()}, qint64(row.keyId), row.sweepAt});
}

void SqlSessions::bindReplace(const RowUpdate &update, SqlValues &values) const
{
    const SealedRow &row = update.row;
    const qint64 keep = update.idleRule == IdleRule::KeepLater ? 1 : 0;
    bindSaved(update, values);
    m_link.appendJson(values, row);
    values.insert(values.end(),
                  {SqlText {row.tenant.utf8()}, SqlText {row.user.utf8()}, qint64(row.keyId), keep,
                   row.sweepAt, SqlBytes {row.id.view()}, qint64(update.expectedRevision)});
    m_link.appendHorizon(values, m_horizon);
}

} // namespace Axess
