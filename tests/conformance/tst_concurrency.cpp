// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

#include <QtCore/QSet>

#include <barrier>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;

/// Eight threads with a connection each, let go at the same moment.
class ConcurrencyConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void ofEightCreatesOfOneIdOneWins(); // Promise: 1
    void ofEightSavesFromOneRevisionOneWins(); // Promise: 2
    void ofEightCyclesFromOneTokenOneWins(); // Promise: 3
    void savesThatRetryLoseNothing(); // Promise: 2
    void nothingInFlightBringsARemovedRowBack(); // Promise: 1
    void nothingInFlightOutlivesARevocation(); // Promise: 1
    void aRowIsRemovedOnce();
    void expiredRowsAreSweptOnce();
    void noUserHasMoreSessionsThanTheLimit();
    void aRaisedUserHasNoSessionOfAnOlderTicket(); // Promise: 1
    void raisesAreAllCounted();
    void documentsLoseNoWrite(); // Promise: 2
    void ofEightNewDocumentsOneWins();
    void logsLoseNoEntry();
    void aReaderOfEventsMissesNone();
    void touchesAndSavesDoNotDisturbOneAnother();

private:
    static constexpr int Threads = 8;
    static constexpr int Rounds = 10;

    /// Runs `work(index, connection)` in eight threads; false if one had no connection.
    bool inParallel(const std::function<void(int, StorageConnection &)> &work);
    QList<WriteStatus> updateInParallel(const std::function<RowUpdate(int)> &updateOf);
};

bool ConcurrencyConformance::inParallel(const std::function<void(int, StorageConnection &)> &work)
{
    std::barrier start(Threads);
    std::atomic<bool> allConnected = true;
    std::vector<std::jthread> threads;
    for (int index = 0; index < Threads; ++index) {
        threads.emplace_back([&, index] {
            auto connected = factory().connect(Deadline::in(std::chrono::seconds(60)));
            if (!connected)
                allConnected = false;
            start.arrive_and_wait();
            if (!allConnected)
                return;
            (*connected)->setDeadline(Deadline::in(std::chrono::seconds(60)));
            work(index, **connected);
        });
    }
    threads.clear();
    return allConnected;
}

QList<WriteStatus> ConcurrencyConformance::updateInParallel(const std::function<RowUpdate(int)> &updateOf)
{
    std::array<WriteStatus, Threads> statuses;
    statuses.fill(WriteStatus::Taken); // What no update answers.
    inParallel([&](int index, StorageConnection &connection) {
        const RowUpdate update = updateOf(index);
        const auto outcomes = connection.update(only(update), horizon());
        if (outcomes)
            statuses[std::size_t(index)] = outcomes->constFirst().status;
    });
    return QList<WriteStatus>(statuses.begin(), statuses.end());
}

void ConcurrencyConformance::ofEightCreatesOfOneIdOneWins()
{
    for (int round = 0; round < Rounds; ++round) {
        const SessionId id = freshId();
        std::array<WriteStatus, Threads> statuses {};
        QVERIFY(inParallel([&](int index, StorageConnection &connection) {
            const NewRow entry = aRow().id(id).payload(QByteArray::number(index)).entry();
            const auto outcomes = connection.create(only(entry), horizon());
            statuses[std::size_t(index)] = outcomes ? outcomes->constFirst().status : WriteStatus::Gone;
        }));
        QCOMPARE(std::ranges::count(statuses, WriteStatus::Stored), 1);
        QCOMPARE(std::ranges::count(statuses, WriteStatus::Taken), Threads - 1);
        const auto winner = std::ranges::find(statuses, WriteStatus::Stored) - statuses.begin();
        QCOMPARE(standing(id).payload, QByteArray::number(qint64(winner)));
    }
}

void ConcurrencyConformance::ofEightSavesFromOneRevisionOneWins()
{
    SealedRow row = stored(aRow());
    for (int round = 0; round < Rounds; ++round) {
        const auto statuses
            = updateInParallel([&](int index) { return saveOf(row, QByteArray::number(index)); });
        QCOMPARE(statuses.count(WriteStatus::Stored), 1);
        QCOMPARE(statuses.count(WriteStatus::Conflict), Threads - 1);
        const SealedRow saved = standing(row.id);
        QCOMPARE(saved.payload, QByteArray::number(statuses.indexOf(WriteStatus::Stored)));
        QCOMPARE(saved.revision, row.revision + 1);
        QCOMPARE(saved.change, row.change + 1);
        row = saved;
    }
}

void ConcurrencyConformance::ofEightCyclesFromOneTokenOneWins()
{
    SealedRow row = stored(aRow().user(u"ann"_s));
    for (int round = 0; round < Rounds; ++round) {
        const qint64 before = lastPosition();
        const auto statuses = updateInParallel([&](int) { return cycleOf(row); });
        QCOMPARE(statuses.count(WriteStatus::Stored), 1);
        QCOMPARE(statuses.count(WriteStatus::Conflict), Threads - 1);
        QCOMPARE(eventsBehind(before).size(), 1);
        QVERIFY(standing(row.id).tokenHash != row.tokenHash);
        row = standing(row.id);
    }
}

void ConcurrencyConformance::savesThatRetryLoseNothing()
{
    const SealedRow row = stored(aRow().payload("0"_ba));
    std::atomic<int> storedSaves = 0;
    QVERIFY(inParallel([&](int, StorageConnection &connection) {
        for (int done = 0; done < Rounds;) {
            const auto loaded = connection.load(only(row.id));
            if (!loaded)
                return;
            const SealedRow &current = loaded->constFirst();
            const RowUpdate save = saveOf(current, QByteArray::number(current.payload.toInt() + 1));
            const auto outcomes = connection.update(only(save), horizon());
            if (!outcomes)
                return;
            if (outcomes->constFirst().status != WriteStatus::Stored)
                continue;
            ++done;
            ++storedSaves;
        }
    }));
    QCOMPARE(storedSaves.load(), Threads * Rounds);
    QCOMPARE(standing(row.id).payload, QByteArray::number(Threads * Rounds));
    QCOMPARE(standing(row.id).revision, quint64(1 + Threads * Rounds));
}

void ConcurrencyConformance::nothingInFlightBringsARemovedRowBack()
{
    for (int round = 0; round < Rounds; ++round) {
        const SealedRow row = stored(aRow().user(u"ann"_s));
        const Removal removal {row.id, EndReason::SignedOut, {}, now()};
        std::atomic<bool> wasRemoved = false;
        QVERIFY(inParallel([&](int index, StorageConnection &connection) {
            if (index == 0) {
                const auto removed = connection.remove(only(removal));
                wasRemoved = removed && removed->size() == 1;
                return;
            }
            const RowUpdate update = index % 3 == 0 ? saveOf(row)
                : index % 3 == 1                    ? cycleOf(row)
                                                    : signInOf(row, u"bob"_s, Admission {.limit = 9});
            const Touch touch {row.id, now() + Hour, now() + 1, now() + Hour};
            (void)connection.touch(only(touch), horizon());
            (void)connection.update(only(update), horizon());
        }));
        QVERIFY(wasRemoved);
        QVERIFY(!exists(row.id));
        QVERIFY(page({}).isEmpty());
    }
}

void ConcurrencyConformance::nothingInFlightOutlivesARevocation()
{
    for (int round = 0; round < Rounds; ++round) {
        const SealedRow row = stored(aRow().user(u"ann"_s));
        const Revocation revocation = revocationOf(row.id, now(), now());
        std::atomic<bool> wasRevoked = false;
        QVERIFY(inParallel([&](int index, StorageConnection &connection) {
            if (index == 0) {
                const auto revoked = connection.revoke(only(revocation), horizon());
                wasRevoked = revoked && revoked->constFirst() == WriteStatus::Stored;
                return;
            }
            const RowUpdate update = index % 2 ? saveOf(row) : cycleOf(row);
            (void)connection.update(only(update), horizon());
        }));
        QVERIFY(wasRevoked);
        QVERIFY(standing(row.id).revocation);
        QCOMPARE(update(saveOf(standing(row.id))).status, WriteStatus::Gone);
        remove(row.id);
    }
}

void ConcurrencyConformance::aRowIsRemovedOnce()
{
    for (int round = 0; round < Rounds; ++round) {
        const SealedRow row = stored(aRow());
        const Removal removal {row.id, EndReason::SignedOut, {}, now()};
        const qint64 before = lastPosition();
        std::atomic<qsizetype> removed = 0;
        QVERIFY(inParallel([&](int, StorageConnection &connection) {
            const auto rows = connection.remove(only(removal));
            removed += rows ? rows->size() : 100;
        }));
        QCOMPARE(removed.load(), 1);
        QCOMPARE(eventsBehind(before).size(), 1);
    }
}

void ConcurrencyConformance::expiredRowsAreSweptOnce()
{
    for (int i = 0; i < 60; ++i)
        stored(aRow().idleUntil(now() + 1));
    const qint64 before = lastPosition();
    advance(Hour);
    std::atomic<qsizetype> removed = 0;
    QVERIFY(inParallel([&](int, StorageConnection &connection) {
        for (qsizetype batch = 1; batch > 0; removed += batch) {
            const auto rows = connection.removeExpired(horizon(), 7);
            batch = rows ? rows->size() : 0;
        }
    }));
    QCOMPARE(removed.load(), 60);
    QCOMPARE(eventsBehind(before).size(), 60);
    QVERIFY(page({}).isEmpty());
}

void ConcurrencyConformance::noUserHasMoreSessionsThanTheLimit()
{
    for (const LimitPolicy policy : {LimitPolicy::DenyNew, LimitPolicy::EndOldest}) {
        const QString user = policy == LimitPolicy::DenyNew ? u"ann"_s : u"bob"_s;
        std::atomic<int> storedRows = 0;
        std::atomic<qsizetype> displaced = 0;
        QVERIFY(inParallel([&](int, StorageConnection &connection) {
            for (int i = 0; i < Rounds; ++i) {
                const NewRow entry = aRow().user(user).entry(Admission {.limit = 5, .policy = policy});
                const auto created = connection.create(only(entry), horizon());
                storedRows += created && created->constFirst().status == WriteStatus::Stored;
                displaced += created ? created->constFirst().displaced.size() : 0;
            }
        }));
        TAKE(sessions, store().sessionsOf({}, userOf(user), {}, 100, horizon()));
        QCOMPARE(sessions.rows.size(), 5);
        QCOMPARE(storedRows.load() - displaced.load(), sessions.rows.size());
        QCOMPARE(storedRows.load(), policy == LimitPolicy::DenyNew ? 5 : Threads * Rounds);
    }
}

void ConcurrencyConformance::aRaisedUserHasNoSessionOfAnOlderTicket()
{
    // Who was admitted before the raise is listed after it, so that signing out everywhere finds all of them.
    for (quint64 round = 0; round < quint64(Rounds); ++round) {
        std::atomic<int> admitted = 0;
        std::atomic<qsizetype> listed = 0;
        QVERIFY(inParallel([&](int index, StorageConnection &connection) {
            if (index == 0) {
                (void)connection.raiseUser({}, userOf(u"ann"_s));
                const auto sessions = connection.sessionsOf({}, userOf(u"ann"_s), {}, 100, horizon());
                listed = sessions ? sessions->rows.size() : -1;
                return;
            }
            const NewRow entry = aRow().user(u"ann"_s).entry(Admission {.generation = round});
            const auto outcomes = connection.create(only(entry), horizon());
            admitted += outcomes && outcomes->constFirst().status == WriteStatus::Stored;
        }));
        QCOMPARE(listed.load(), admitted.load());
        for (const SessionId &id : page({}))
            remove(id);
    }
}

void ConcurrencyConformance::raisesAreAllCounted()
{
    QVERIFY(inParallel([&](int, StorageConnection &connection) {
        for (int i = 0; i < Rounds; ++i)
            (void)connection.raiseUser({}, userOf(u"ann"_s));
    }));
    TAKE(generation, store().userGeneration({}, userOf(u"ann"_s)));
    QCOMPARE(generation, quint64(Threads * Rounds));
}

void ConcurrencyConformance::documentsLoseNoWrite()
{
    VERIFY_OK(store().putDocument(u"counter"_s, "0"_ba, 0));
    QVERIFY(inParallel([&](int, StorageConnection &connection) {
        for (int done = 0; done < Rounds;) {
            const auto document = connection.document(u"counter"_s);
            if (!document)
                return;
            const QByteArray next = QByteArray::number((*document)->bytes.toInt() + 1);
            const auto put = connection.putDocument(u"counter"_s, next, (*document)->revision);
            if (put)
                ++done;
            else if (put.error().code() != ErrorCode::Conflict)
                return;
        }
    }));
    TAKE(document, store().document(u"counter"_s));
    QCOMPARE(document->bytes, QByteArray::number(Threads * Rounds));
    QCOMPARE(document->revision, quint64(1 + Threads * Rounds));
}

void ConcurrencyConformance::ofEightNewDocumentsOneWins()
{
    for (int round = 0; round < Rounds; ++round) {
        const QString name = u"identity %1"_s.arg(round);
        std::atomic<int> winners = 0;
        std::atomic<int> conflicts = 0;
        QVERIFY(inParallel([&](int index, StorageConnection &connection) {
            const auto put = connection.putDocument(name, QByteArray::number(index), 0);
            winners += put.has_value();
            conflicts += !put && put.error().code() == ErrorCode::Conflict;
        }));
        QCOMPARE(winners.load(), 1);
        QCOMPARE(conflicts.load(), Threads - 1);
    }
}

void ConcurrencyConformance::logsLoseNoEntry()
{
    QVERIFY(inParallel([&](int index, StorageConnection &connection) {
        for (int i = 0; i < Rounds; ++i) {
            const QByteArray entry = QByteArray::number(index * 100 + i);
            (void)connection.append(u"audit"_s, only(entry));
        }
    }));
    TAKE(entries, store().read(u"audit"_s, 0, 1000));
    QCOMPARE(entries.size(), Threads * Rounds);
    QSet<QByteArray> texts;
    for (const LogEntry &entry : std::as_const(entries))
        texts.insert(entry.bytes);
    QCOMPARE(texts.size(), Threads * Rounds);
}

void ConcurrencyConformance::aReaderOfEventsMissesNone()
{
    constexpr int Writers = Threads - 1;
    std::atomic<int> running = Writers;
    QSet<SessionId> seen;
    qint64 position = 0;
    const auto follow = [&](StorageConnection &connection) {
        const auto events = connection.events(position, 1000);
        for (const Event &event : events.value_or(QList<Event>())) {
            position = event.position;
            seen.insert(event.session);
        }
    };
    QVERIFY(inParallel([&](int index, StorageConnection &connection) {
        if (index == 0) {
            while (running > 0)
                follow(connection);
            return;
        }
        for (int i = 0; i < Rounds; ++i) {
            const NewRow entry = aRow().entry();
            (void)connection.create(only(entry), horizon());
        }
        --running;
    }));
    follow(store());
    QCOMPARE(seen.size(), Writers * Rounds);
}

void ConcurrencyConformance::touchesAndSavesDoNotDisturbOneAnother()
{
    const SealedRow row = stored(aRow());
    std::atomic<int> conflicts = 0;
    QVERIFY(inParallel([&](int index, StorageConnection &connection) {
        SealedRow mine = row;
        for (int i = 1; i <= Rounds; ++i) {
            const qint64 step = index * 1000 + i;
            const Touch touch {row.id, row.idleDeadline + step, row.lastSeen + step, row.sweepAt + step};
            if (index > 0) {
                (void)connection.touch(only(touch), horizon());
                continue;
            }
            const RowUpdate save = saveOf(mine);
            const auto outcomes = connection.update(only(save), horizon());
            conflicts += !outcomes || outcomes->constFirst().status != WriteStatus::Stored;
            mine = save.row;
        }
    }));
    QCOMPARE(conflicts.load(), 0);
    const SealedRow last = standing(row.id);
    const qint64 furthest = (Threads - 1) * 1000 + Rounds;
    QCOMPARE(last.revision, quint64(1 + Rounds));
    QCOMPARE(last.idleDeadline, row.idleDeadline + furthest);
    QCOMPARE(last.lastSeen, row.lastSeen + furthest);
    QCOMPARE(last.sweepAt, row.sweepAt + furthest);
}

CONFORMANCE_TOPIC(concurrency, ConcurrencyConformance)
#include "tst_concurrency.moc"
