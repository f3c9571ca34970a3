// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class LoadConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void anAbsentRowIsLeftOut();
    void rowsStandInTheOrderOfTheQuestions();
    void absentOnesLeaveNoHole();
    void anExpiredRowIsLoaded();
    void aRevokedRowIsLoadedWithItsMark();
    void aBinaryPayloadComesBackByteByByte_data();
    void aBinaryPayloadComesBackByteByByte(); // Promise: 8
    void anotherConnectionSeesWhatWasWritten();
    void anIdIsAskedOnce();
    void sixtyFourIdsAreAnswered();
    void sixtyFiveIdsAreRefused();
    void noIdsAreNoRows();
    void extremeNumbersComeBack(); // Promise: 8
    void aSettledWriteIsAnsweredAsItStands();
    void aDescribedRowLacksItsPayloadAlone();
    void describedRowsStandInTheOrderOfTheQuestions();
    void whatIsDescribedKeepsTheRulesOfLoads();
};

namespace {

QList<SealedRow> withoutPayloads(QList<SealedRow> rows)
{
    for (SealedRow &row : rows)
        row.payload.clear();
    return rows;
}

} // namespace

void LoadConformance::anAbsentRowIsLeftOut()
{
    const SessionId id = freshId();
    TAKE(rows, store().load(only(id)));
    QVERIFY(rows.isEmpty());
}

void LoadConformance::rowsStandInTheOrderOfTheQuestions()
{
    QList<SessionId> ids;
    for (int i = 0; i < 10; ++i)
        ids.append(stored(aRow()).id);
    std::ranges::sort(ids, std::greater());
    TAKE(rows, store().load(all(ids)));
    QCOMPARE(idsOf(rows), ids);
}

void LoadConformance::absentOnesLeaveNoHole()
{
    const SessionId first = stored(aRow()).id;
    const SessionId second = stored(aRow()).id;
    const QList<SessionId> ids {freshId(), second, freshId(), first, freshId()};
    TAKE(rows, store().load(all(ids)));
    QCOMPARE(idsOf(rows), (QList<SessionId> {second, first}));
}

void LoadConformance::anExpiredRowIsLoaded()
{
    const SealedRow row = stored(aRow().endsAt(now() + Minute));
    advance(Hour);
    QCOMPARE(standing(row.id), row);
}

void LoadConformance::aRevokedRowIsLoadedWithItsMark()
{
    const SealedRow row = stored(aRow());
    const Revocation revocation = revocationOf(row.id, now(), now() + Minute, u"réason \"quoted\""_s);
    QCOMPARE(revoke(revocation), WriteStatus::Stored);
    SealedRow expected = row;
    expected.revocation = revocation.mark;
    expected.change = 2;
    QCOMPARE(standing(row.id), expected);
}

void LoadConformance::aBinaryPayloadComesBackByteByByte_data()
{
    QTest::addColumn<QByteArray>("payload");
    QByteArray everyByte;
    for (int i = 0; i < 256; ++i)
        everyByte.append(char(i));
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("one zero byte") << QByteArray(1, '\0');
    QTest::newRow("every byte") << everyByte;
    QTest::newRow("zeros around") << QByteArray(3, '\0') + "x" + QByteArray(3, '\0');
    QTest::newRow("quotes and backslashes") << "'\"\\\\x00%s'; --"_ba;
    QTest::newRow("64 KiB") << everyByte.repeated(256);
    QTest::newRow("1 MiB") << everyByte.repeated(4096);
}

void LoadConformance::aBinaryPayloadComesBackByteByByte()
{
    QFETCH(QByteArray, payload);
    const SealedRow row = stored(aRow().payload(payload));
    QCOMPARE(row.payload, payload);
    QCOMPARE(row.payloadBytes, payload.size());
}

void LoadConformance::anotherConnectionSeesWhatWasWritten()
{
    const auto other = connection();
    QVERIFY(other);
    const SealedRow row = stored(aRow());
    TAKE(rows, other->load(only(row.id)));
    QCOMPARE(rows, QList<SealedRow> {row});
}

void LoadConformance::anIdIsAskedOnce()
{
    const SessionId id = stored(aRow()).id;
    const QList<SessionId> twice {id, id};
    VERIFY_FAILS(store().load(all(twice)), ErrorCode::InvalidArgument);
}

void LoadConformance::sixtyFourIdsAreAnswered()
{
    QList<NewRow> batch;
    QList<SessionId> ids;
    for (int i = 0; i < StorageConnection::MaximumBatch; ++i) {
        batch.append(aRow().entry());
        ids.append(batch.constLast().row.id);
    }
    VERIFY_OK(store().create(all(batch), horizon()));
    TAKE(rows, store().load(all(ids)));
    QCOMPARE(idsOf(rows), ids);
}

void LoadConformance::sixtyFiveIdsAreRefused()
{
    QList<SessionId> ids;
    for (int i = 0; i <= StorageConnection::MaximumBatch; ++i)
        ids.append(freshId());
    VERIFY_FAILS(store().load(all(ids)), ErrorCode::InvalidArgument);
}

void LoadConformance::noIdsAreNoRows()
{
    TAKE(rows, store().load({}));
    QVERIFY(rows.isEmpty());
}

void LoadConformance::extremeNumbersComeBack()
{
    constexpr qint64 far = 253'402'300'799'999; // the last millisecond of the year 9999
    constexpr quint64 large = std::numeric_limits<qint64>::max();
    NewRow entry = aRow().endsAt(far).epochs(large, large).key(std::numeric_limits<quint32>::max()).entry();
    entry.row.idleDeadline = far;
    entry.row.sweepAt = far;
    create(entry);
    const SealedRow row = standing(entry.row.id);
    QCOMPARE(row.absoluteDeadline, far);
    QCOMPARE(row.storeEpoch, large);
    QCOMPARE(row.tenantEpoch, large);
    QCOMPARE(row.keyId, std::numeric_limits<quint32>::max());
}

void LoadConformance::aSettledWriteIsAnsweredAsItStands()
{
    const SealedRow row = stored(aRow());
    const LostWrite lost[] {{row.id, row.writeId, {}}, {freshId(), freshBytes(SealedRow::WriteIdSize), {}}};
    TAKE(rows, store().settle(lost, horizon()));
    QCOMPARE(withoutPayloads(rows), withoutPayloads({row}));
    QCOMPARE(standing(row.id), row);
    TAKE(none, store().settle({}, horizon()));
    QVERIFY(none.isEmpty());
    const LostWrite twice[] {lost[0], lost[0]};
    VERIFY_FAILS(store().settle(twice, horizon()), ErrorCode::InvalidArgument);
}

void LoadConformance::aDescribedRowLacksItsPayloadAlone()
{
    const SealedRow live = stored(aRow().payload("what was put into it"_ba));
    const SealedRow dead = stored(aRow().endsAt(now() + Minute));
    const Revocation revocation = revocationOf(live.id, now(), now() + Hour, u"réason \"quoted\""_s);
    QCOMPARE(revoke(revocation), WriteStatus::Stored);
    advance(2 * Minute);
    const SealedRow whole[] {standing(live.id), standing(dead.id)};
    QCOMPARE(whole[0].payload, "what was put into it"_ba);

    const SessionId ids[] {live.id, dead.id};
    TAKE(rows, store().describe(ids));
    QCOMPARE(rows, withoutPayloads({whole[0], whole[1]}));
    QCOMPARE(rows.first().payloadBytes, whole[0].payload.size());
}

void LoadConformance::describedRowsStandInTheOrderOfTheQuestions()
{
    QList<SessionId> ids;
    for (int i = 0; i < 10; ++i)
        ids.append(stored(aRow()).id);
    std::ranges::sort(ids, std::greater());
    QList<SessionId> asked = ids;
    asked.insert(3, freshId());
    TAKE(rows, store().describe(all(asked)));
    QCOMPARE(idsOf(rows), ids);
}

void LoadConformance::whatIsDescribedKeepsTheRulesOfLoads()
{
    TAKE(rows, store().describe({}));
    QVERIFY(rows.isEmpty());
    const SessionId id = stored(aRow()).id;
    VERIFY_FAILS(store().describe(all(QList {id, id})), ErrorCode::InvalidArgument);
    QList<SessionId> many;
    for (int i = 0; i <= StorageConnection::MaximumBatch; ++i)
        many.append(freshId());
    VERIFY_FAILS(store().describe(all(many)), ErrorCode::InvalidArgument);
}

CONFORMANCE_TOPIC(load, LoadConformance)
#include "tst_load.moc"
