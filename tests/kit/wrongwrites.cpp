// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "wrongconnection.h"

#include <algorithm>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;

// Wrong in what is written.

namespace {

using Outcomes = Result<QList<WriteOutcome>>;
using Statuses = Result<QList<WriteStatus>>;

// Saves what is not there.
class UpsertSave final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Outcomes update(std::span<const RowUpdate> updates, const Horizon &horizon) override
    {
        return each<WriteOutcome>(updates, [&](std::span<const RowUpdate> one) -> Outcomes {
            if (standing(one.front().row.id))
                return inner().update(one, horizon);
            return overwrite(one.front().row).transform([] { return QList<WriteOutcome>(1); });
        });
    }
};

class IgnoredRevision final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Outcomes update(std::span<const RowUpdate> updates, const Horizon &horizon) override
    {
        return each<WriteOutcome>(updates, [&](std::span<const RowUpdate> one) {
            RowUpdate update = one.front();
            if (const auto stands = standing(update.row.id)) {
                update.expectedRevision = stands->revision;
                update.row.revision = stands->revision + 1;
            }
            return inner().update(std::span(&update, 1), horizon);
        });
    }
};

// Removes the old row and inserts the new one, with room for others in between.
class TwoStepCycle final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Outcomes update(std::span<const RowUpdate> updates, const Horizon &horizon) override
    {
        return each<WriteOutcome>(updates, [&](std::span<const RowUpdate> one) -> Outcomes {
            const RowUpdate &update = one.front();
            const auto stands = standing(update.row.id);
            if (!stands || update.event != EventKind::Cycled || stands->revision != update.expectedRevision)
                return inner().update(one, horizon);
            const Removal removal {update.row.id, EndReason::None, {}, horizon.now};
            if (const auto removed = inner().remove(std::span(&removal, 1)); !removed)
                return std::unexpected(removed.error());
            std::this_thread::yield();
            return overwrite(update.row).transform([] { return QList<WriteOutcome>(1); });
        });
    }
};

// Takes its own second attempt for its first.
class RetriedCreate final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Outcomes create(std::span<const NewRow> rows, const Horizon &horizon) override
    {
        return inner().create(rows, horizon).transform([](QList<WriteOutcome> outcomes) {
            for (WriteOutcome &outcome : outcomes) {
                if (outcome.status == WriteStatus::Taken)
                    outcome.status = WriteStatus::Stored;
            }
            return outcomes;
        });
    }
};

class ReplacingCreate final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Outcomes create(std::span<const NewRow> rows, const Horizon &horizon) override
    {
        return each<WriteOutcome>(rows, [&](std::span<const NewRow> one) -> Outcomes {
            if (!standing(one.front().row.id))
                return inner().create(one, horizon);
            return overwrite(one.front().row).transform([] { return QList<WriteOutcome>(1); });
        });
    }
};

// Keeps the first write's id for ever.
class LostWriteId final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Outcomes update(std::span<const RowUpdate> updates, const Horizon &horizon) override
    {
        QList<RowUpdate> changed(updates.begin(), updates.end());
        for (RowUpdate &update : changed) {
            if (const auto stands = standing(update.row.id))
                update.row.writeId = stands->writeId;
        }
        return inner().update(changed, horizon);
    }
};

class RestoreOfAnyMark final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Statuses restore(std::span<const SessionId> ids, const QByteArray &, const Horizon &horizon) override
    {
        return each<WriteStatus>(ids, [&](std::span<const SessionId> one) {
            const auto stands = standing(one.front());
            const QByteArray mark
                = stands && stands->revocation ? stands->revocation->mark : QByteArray(8, 'm');
            return inner().restore(one, mark, horizon);
        });
    }
};

// A second mark as good as the first.
class SecondMarkWithGrace final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Statuses revoke(std::span<const Revocation> revocations, const Horizon &horizon) override
    {
        return each<WriteStatus>(revocations, [&](std::span<const Revocation> one) -> Statuses {
            auto stands = standing(one.front().id);
            if (!stands || !stands->revocation)
                return inner().revoke(one, horizon);
            stands->revocation = one.front().mark;
            return overwrite(*stands).transform([] { return QList<WriteStatus>(1, WriteStatus::Stored); });
        });
    }
};

// Whoever was logged out everywhere comes in by an old ticket.
class IgnoredGeneration final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Outcomes create(std::span<const NewRow> rows, const Horizon &horizon) override
    {
        QList<NewRow> changed(rows.begin(), rows.end());
        for (NewRow &entry : changed) {
            if (entry.admission)
                entry.admission->generation
                    = inner().userGeneration(entry.row.tenant, entry.row.user).value_or(0);
        }
        return inner().create(changed, horizon);
    }
};

class IgnoredLimit final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Outcomes create(std::span<const NewRow> rows, const Horizon &horizon) override
    {
        QList<NewRow> changed(rows.begin(), rows.end());
        for (NewRow &entry : changed) {
            if (entry.admission)
                entry.admission->limit = 0;
        }
        return inner().create(changed, horizon);
    }
};

// Sets the deadline that it was told, also an earlier one.
class TouchBackwards final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Statuses touch(std::span<const Touch> touches, const Horizon &horizon) override
    {
        auto answer = inner().touch(touches, horizon);
        for (const Touch &touch : touches) {
            auto stands = standing(touch.id);
            if (!stands || stands->idleDeadline <= touch.idleDeadline)
                continue;
            stands->idleDeadline = touch.idleDeadline;
            if (const auto written = overwrite(*stands); !written)
                return std::unexpected(written.error());
        }
        return answer;
    }
};

class CountingTouch final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Statuses touch(std::span<const Touch> touches, const Horizon &horizon) override
    {
        auto answer = inner().touch(touches, horizon);
        for (const Touch &touch : touches) {
            auto stands = standing(touch.id);
            if (!stands)
                continue;
            ++stands->revision;
            if (const auto written = overwrite(*stands); !written)
                return std::unexpected(written.error());
        }
        return answer;
    }
};

// A save that came while the key was exchanged is lost.
class OverwritingReseal final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Statuses reseal(std::span<const Reseal> reseals) override
    {
        QList<Reseal> changed(reseals.begin(), reseals.end());
        for (Reseal &reseal : changed) {
            if (const auto stands = standing(reseal.id)) {
                reseal.expectedRevision = stands->revision;
                reseal.expectedWriteId = stands->writeId;
            }
        }
        return inner().reseal(changed);
    }
};

class ForgottenTombstone final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Result<void> bury(std::span<const SessionId> ids, qint64 until) override
    {
        return inner().bury(ids, until).and_then([&] {
            // A sweep at their time takes the stones away.
            return inner()
                .removeExpired({.now = until, .store = {}, .tenants = {}}, 1)
                .transform([](const auto &) { });
        });
    }
};

class DocumentOfAnyRevision final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Result<quint64> putDocument(const QString &name, const QByteArray &bytes,
                                quint64 expectedRevision) override
    {
        const auto stands = inner().document(name);
        const bool isThere = stands && *stands;
        return inner().putDocument(name, bytes, isThere ? (*stands)->revision : expectedRevision);
    }
};

class SilentRemoval final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Result<QList<RemovedRow>> remove(std::span<const Removal> removals) override
    {
        QList<RemovedRow> removed;
        for (const Removal &removal : removals) {
            if (const auto stands = standing(removal.id))
                removed.append({stands->id, stands->tenant, stands->user, removal.reason});
            // Away with it, and without a trace.
            const auto buried = inner().bury(std::span(&removal.id, 1), 0);
            if (!buried)
                return std::unexpected(buried.error());
        }
        return inner()
            .removeExpired({.now = 1, .store = {}, .tenants = {}}, 1000)
            .transform([&](const auto &) { return removed; });
    }
};

// Answers first and writes with the next call: what was acknowledged dies with its process.
class AcknowledgesBeforeCommit final : public WrongConnection
{
public:
    using WrongConnection::WrongConnection;
    Outcomes update(std::span<const RowUpdate> updates, const Horizon &horizon) override
    {
        return before({}, Effect::Write).transform([&] {
            m_waiting.assign(updates.begin(), updates.end());
            m_horizon = horizon;
            return QList<WriteOutcome>(qsizetype(updates.size()), {WriteStatus::Stored, {}});
        });
    }

protected:
    Result<void> before(QStringView, Effect) override
    {
        const QList<RowUpdate> waiting = std::exchange(m_waiting, {});
        if (waiting.isEmpty())
            return {};
        return inner().update(waiting, m_horizon).transform([](const auto &) { });
    }

private:
    QList<RowUpdate> m_waiting;
    Horizon m_horizon;
};

} // namespace

WayTable wrongWrites()
{
    return {
        {u"upsert-save"_s, madeWrong<UpsertSave>},
        {u"ignored-revision"_s, madeWrong<IgnoredRevision>},
        {u"two-step-cycle"_s, madeWrong<TwoStepCycle>},
        {u"retried-create"_s, madeWrong<RetriedCreate>},
        {u"replacing-create"_s, madeWrong<ReplacingCreate>},
        {u"lost-write-id"_s, madeWrong<LostWriteId>},
        {u"restore-of-any-mark"_s, madeWrong<RestoreOfAnyMark>},
        {u"second-mark-with-grace"_s, madeWrong<SecondMarkWithGrace>},
        {u"ignored-generation"_s, madeWrong<IgnoredGeneration>},
        {u"ignored-limit"_s, madeWrong<IgnoredLimit>},
        {u"touch-backwards"_s, madeWrong<TouchBackwards>},
        {u"counting-touch"_s, madeWrong<CountingTouch>},
        {u"overwriting-reseal"_s, madeWrong<OverwritingReseal>},
        {u"forgotten-tombstone"_s, madeWrong<ForgottenTombstone>},
        {u"document-of-any-revision"_s, madeWrong<DocumentOfAnyRevision>},
        {u"acknowledges-before-commit"_s, madeWrong<AcknowledgesBeforeCommit>},
        {u"silent-removal"_s, madeWrong<SilentRemoval>},
    };
}
