// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;

class ConnectionConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void theSchemaIsThere();
    void initialisingTwiceChangesNothing();
    void initialisingFromTwoConnectionsEndsTheSame();
    void upgradingACurrentSchemaChangesNothing();
    void aPingAnswersTheTime();
    void inspectingNamesTheBackend(); // Promise: 10
    void whoMadeTheStoreLacksNoRight();
    void aCallWhoseTimeIsUpIsNotApplied(); // Promise: 9
    void theNextDeadlineCounts();
    void interruptingAnIdleConnectionIsHarmless();
    void aConnectionIsHandedFromThreadToThread();
    void aFullBatchIsAnsweredInOrder();
    void aFullBatchTakesFewRoundTrips(); // Promise: 9
    void aUsersSessionsAreListedInTwoRoundTrips();
    void aBatchThatIsTooLargeIsRefused(); // Promise: 9
    void emptyBatchesAreAnsweredEmpty();
    void aRefusedBatchAppliesNothing();
    void whatWasWrittenOutlivesTheConnection();
    void aReadOnlyConnectionReadsAndDoesNotWrite(); // Promise: 10

private:
    QList<NewRow> aBatch(int size);
};

QList<NewRow> ConnectionConformance::aBatch(int size)
{
    QList<NewRow> batch;
    for (int i = 0; i < size; ++i)
        batch.append(aRow().user(u"user %1"_s.arg(i % 7)).payload(QByteArray(1024, char(i))).entry());
    return batch;
}

void ConnectionConformance::theSchemaIsThere()
{
    TAKE(schema, store().schema());
    QVERIFY(schema.exists);
    QVERIFY(schema.mine >= 1);
    QCOMPARE(schema.written, schema.mine);
    QVERIFY(schema.readableFrom <= schema.mine);
}

void ConnectionConformance::initialisingTwiceChangesNothing()
{
    const SealedRow row = stored(aRow());
    VERIFY_OK(store().initSchema());
    VERIFY_OK(store().initSchema());
    QCOMPARE(standing(row.id), row);
}

void ConnectionConformance::initialisingFromTwoConnectionsEndsTheSame()
{
    const auto other = connection();
    QVERIFY(other);
    VERIFY_OK(other->initSchema());
    VERIFY_OK(store().initSchema());
    TAKE(mine, store().schema());
    TAKE(theirs, other->schema());
    QCOMPARE(mine.written, theirs.written);
}

void ConnectionConformance::upgradingACurrentSchemaChangesNothing()
{
    const SealedRow row = stored(aRow());
    VERIFY_OK(store().upgradeSchema());
    QCOMPARE(standing(row.id), row);
}

void ConnectionConformance::aPingAnswersTheTime()
{
    const qint64 before = SystemClock().now();
    TAKE(time, store().ping());
    const qint64 after = SystemClock().now();
    // A server's clock may differ a little from this machine's.
    QVERIFY(time >= before - 5 * Second && time <= after + 5 * Second);
}

void ConnectionConformance::inspectingNamesTheBackend()
{
    TAKE(facts, store().inspect());
    QVERIFY(!facts.isEmpty());
    for (const Fact &fact : std::as_const(facts))
        QVERIFY(!fact.name.isEmpty());
}

void ConnectionConformance::whoMadeTheStoreLacksNoRight()
{
    TAKE(before, store().page({}));
    // About the account, not about the connection.
    TAKE(factory, backend().factory(AccessMode::ReadOnly));
    TAKE(readOnly, factory->connect(Deadline::in(std::chrono::seconds(30))));
    readOnly->setDeadline(Deadline::in(std::chrono::seconds(30)));
    for (StorageConnection *asked : {&store(), readOnly.get()}) {
        TAKE(rights, asked->rights());
        // What the server does not say is not denied.
        for (const auto &right : {rights.readPayloads, rights.endSessions, rights.writeSessions,
                                  rights.removeSessions, rights.writeDocuments, rights.changeSchema})
            QVERIFY(right.value_or(true));
    }
    VERIFY_FAILS(readOnly->create(only(aRow().entry()), horizon()), ErrorCode::Denied);
    TAKE(after, store().page({}));
    QCOMPARE(after.rows, before.rows);
}

void ConnectionConformance::aCallWhoseTimeIsUpIsNotApplied()
{
    const NewRow entry = aRow().entry();
    store().setDeadline(Deadline::in(std::chrono::milliseconds(-1)));
    const auto created = store().create(only(entry), horizon());
    QVERIFY(!created);
    QCOMPARE(created.error().code(), ErrorCode::Unavailable);
    QCOMPARE(created.error().outcome(), Outcome::NotApplied);
    VERIFY_FAILS(store().load(only(entry.row.id)), ErrorCode::Unavailable);
    store().setDeadline(Deadline::in(std::chrono::seconds(30)));
    QVERIFY(!exists(entry.row.id));
}

void ConnectionConformance::theNextDeadlineCounts()
{
    store().setDeadline(Deadline::in(std::chrono::milliseconds(-1)));
    VERIFY_FAILS(store().ping(), ErrorCode::Unavailable);
    store().setDeadline(Deadline::in(std::chrono::seconds(30)));
    VERIFY_OK(store().ping());
    QVERIFY(!store().isBroken());
}

void ConnectionConformance::interruptingAnIdleConnectionIsHarmless()
{
    const auto other = connection();
    QVERIFY(other);
    other->interrupt();
    const SealedRow row = stored(aRow());
    // An interrupted connection may be broken; the store is not.
    QCOMPARE(standing(row.id), row);
    if (!other->isBroken())
        VERIFY_OK(other->load(only(row.id)));
}

void ConnectionConformance::aConnectionIsHandedFromThreadToThread()
{
    const SealedRow row = stored(aRow());
    for (int i = 0; i < 5; ++i) {
        QVERIFY(store().detachFromThread());
        bool attached = false;
        QList<SealedRow> loaded;
        std::thread([&] {
            attached = store().attachToThread();
            loaded = store().load(only(row.id)).value_or(QList<SealedRow>());
            store().detachFromThread();
        }).join();
        QVERIFY(attached);
        QCOMPARE(loaded, QList<SealedRow> {row});
        QVERIFY(store().attachToThread());
    }
    QCOMPARE(update(saveOf(row)).status, WriteStatus::Stored);
}

void ConnectionConformance::aFullBatchIsAnsweredInOrder()
{
    const QList<NewRow> batch = aBatch(StorageConnection::MaximumBatch);
    TAKE(created, store().create(all(batch), horizon()));
    QCOMPARE(created, QList<WriteOutcome>(batch.size()));
    QList<SessionId> ids;
    QList<RowUpdate> updates;
    for (const NewRow &entry : batch) {
        ids.append(entry.row.id);
        updates.append(saveOf(entry.row, entry.row.id.bytes()));
    }
    TAKE(updated, store().update(all(updates), horizon()));
    QCOMPARE(updated, QList<WriteOutcome>(batch.size()));
    TAKE(rows, store().load(all(ids)));
    QCOMPARE(idsOf(rows), ids);
    for (const SealedRow &row : std::as_const(rows))
        QCOMPARE(row.payload, row.id.bytes());
}

void ConnectionConformance::aFullBatchTakesFewRoundTrips()
{
    const QList<NewRow> batch = aBatch(StorageConnection::MaximumBatch);
    QList<SessionId> ids;
    QList<RowUpdate> updates;
    QList<Touch> touches;
    QList<Removal> removals;
    for (const NewRow &entry : batch) {
        ids.append(entry.row.id);
        updates.append(saveOf(entry.row));
        touches.append({entry.row.id, now() + Hour, now() + 1, now() + Hour});
        removals.append({entry.row.id, EndReason::SignedOut, {}, now()});
    }
    const auto tripsOf = [this](const auto &call) {
        const qint64 before = store().roundTrips();
        const bool done = call().has_value();
        return done ? store().roundTrips() - before : -1;
    };
    const auto isFew = [](qint64 trips) { return trips >= 0 && trips <= 4; };
    QVERIFY(isFew(tripsOf([&] { return store().create(all(batch), horizon()); })));
    QVERIFY(isFew(tripsOf([&] { return store().load(all(ids)); })));
    QVERIFY(isFew(tripsOf([&] { return store().update(all(updates), horizon()); })));
    QVERIFY(isFew(tripsOf([&] { return store().touch(all(touches), horizon()); })));
    QVERIFY(isFew(tripsOf([&] { return store().remove(all(removals)); })));
}

void ConnectionConformance::aUsersSessionsAreListedInTwoRoundTrips()
{
    for (int i = 0; i < 20; ++i)
        stored(aRow().user(i % 2 == 0 ? u"ann"_s : u"ben"_s));
    const qint64 before = store().roundTrips();
    TAKE(found, store().sessionsOf({}, userOf(u"ann"_s), {}, 100, horizon()));
    QCOMPARE(found.rows.size(), 10);
    QCOMPARE_LE(store().roundTrips() - before, 2);
}

void ConnectionConformance::aBatchThatIsTooLargeIsRefused()
{
    const QList<NewRow> batch = aBatch(StorageConnection::MaximumBatch + 1);
    VERIFY_FAILS(store().create(all(batch), horizon()), ErrorCode::InvalidArgument);
    QVERIFY(page({}).isEmpty());
}

void ConnectionConformance::emptyBatchesAreAnsweredEmpty()
{
    TAKE(created, store().create({}, horizon()));
    TAKE(updated, store().update({}, horizon()));
    TAKE(touched, store().touch({}, horizon()));
    TAKE(resealed, store().reseal({}));
    TAKE(revoked, store().revoke({}, horizon()));
    TAKE(restored, store().restore({}, freshBytes(8), horizon()));
    TAKE(removed, store().remove({}));
    TAKE(installed, store().install({}));
    QVERIFY(created.isEmpty() && updated.isEmpty() && touched.isEmpty() && resealed.isEmpty());
    QVERIFY(revoked.isEmpty() && restored.isEmpty() && removed.isEmpty() && installed.isEmpty());
    VERIFY_OK(store().bury({}, now()));
    QVERIFY(eventsBehind().isEmpty());
}

void ConnectionConformance::aRefusedBatchAppliesNothing()
{
    QList<NewRow> batch = aBatch(5);
    batch[4].row.tokenHash.clear();
    VERIFY_FAILS(store().create(all(batch), horizon()), ErrorCode::InvalidArgument);
    QVERIFY(page({}).isEmpty());
    QVERIFY(eventsBehind().isEmpty());
}

void ConnectionConformance::whatWasWrittenOutlivesTheConnection()
{
    SealedRow row;
    {
        const auto other = connection();
        QVERIFY(other);
        const NewRow entry = aRow().entry();
        row = entry.row;
        VERIFY_OK(other->create(only(entry), horizon()));
    }
    row.change = 1;
    QCOMPARE(standing(row.id), row);
}

void ConnectionConformance::aReadOnlyConnectionReadsAndDoesNotWrite()
{
    const SealedRow row = stored(aRow());
    TAKE(factory, backend().factory(AccessMode::ReadOnly));
    TAKE(readOnly, factory->connect(Deadline::in(std::chrono::seconds(30))));
    readOnly->setDeadline(Deadline::in(std::chrono::seconds(30)));
    if (backend().isShared()) {
        TAKE(rows, readOnly->load(only(row.id)));
        QCOMPARE(rows, QList<SealedRow> {row});
    }
    const NewRow entry = aRow().entry();
    const Removal removal {row.id, EndReason::SignedOut, {}, now()};
    VERIFY_FAILS(readOnly->create(only(entry), horizon()), ErrorCode::Denied);
    VERIFY_FAILS(readOnly->remove(only(removal)), ErrorCode::Denied);
    VERIFY_FAILS(readOnly->removeExpired(horizon(), 10), ErrorCode::Denied);
    VERIFY_FAILS(readOnly->putDocument(u"x"_s, {}, 0), ErrorCode::Denied);
    VERIFY_FAILS(readOnly->raiseUser({}, userOf(u"ann"_s)), ErrorCode::Denied);
    QCOMPARE(standing(row.id), row);
    QVERIFY(!exists(entry.row.id));
}

CONFORMANCE_TOPIC(connection, ConnectionConformance)
#include "tst_connection.moc"
