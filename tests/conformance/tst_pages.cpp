// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class PageConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyStoreHasOneEmptyPage();
    void rowsStandByCreationThenById(); // Promise: 8
    void newestFirstIsTheReverse();
    void pagesFollowOneAnother_data();
    void pagesFollowOneAnother();
    void aPageThatEndsExactlyAtTheEndHasNoNext();
    void listedRowsHaveNoPayloadButItsSize();
    void deadAndRevokedRowsAreListed();
    void aRowThatComesBehindTheCursorIsSeen();
    void aRowThatComesBeforeTheCursorIsNot();
    void theCursorsOwnRowMayGo();
    void aTouchedOrSavedRowIsSeenOnce();
    void theBudgetEndsAPageEarly(); // Promise: 9
    void aBudgetPagesToTheEndAllTheSame();
    void theCursorOfAnotherFilterIsRefused();
    void theCursorOfTheOtherOrderIsRefused();
    void aDamagedCursorIsRefused_data();
    void aDamagedCursorIsRefused();
    void cursorsAreBounded(); // Promise: 9
    void limitsOutsideTheRangeAreRefused(); // Promise: 9
    void theHorizonMayMoveFromPageToPage();

private:
    QList<SessionId> storeMany(int count, int perMoment);
    QList<SessionId> walk(PageRequest request, int *pages = nullptr);
};

QList<SessionId> PageConformance::storeMany(int count, int perMoment)
{
    QList<std::pair<qint64, SessionId>> places;
    for (int i = 0; i < count; ++i) {
        const SealedRow row
            = stored(aRow().created(now() - i / perMoment).tenant(i % 2 ? u"acme"_s : QString()));
        places.append({row.created, row.id});
    }
    std::ranges::sort(places);
    QList<SessionId> ids;
    for (const auto &place : std::as_const(places))
        ids.append(place.second);
    return ids;
}

QList<SessionId> PageConformance::walk(PageRequest request, int *pages)
{
    QList<SessionId> ids;
    for (int page = 1; page <= 1000; ++page) {
        const auto result = store().page(request);
        if (!result)
            return {};
        ids += idsOf(result->rows);
        if (pages)
            *pages = page;
        if (result->next.isEmpty())
            return ids;
        request.cursor = result->next;
    }
    return {};
}

void PageConformance::anEmptyStoreHasOneEmptyPage()
{
    TAKE(page, store().page({}));
    QVERIFY(page.rows.isEmpty());
    QVERIFY(page.next.isEmpty());
    QCOMPARE(page.examined, 0);
}

void PageConformance::rowsStandByCreationThenById()
{
    const QList<SessionId> ids = storeMany(30, 7);
    QCOMPARE(page({}, PageOrder::OldestFirst), ids);
}

void PageConformance::newestFirstIsTheReverse()
{
    QList<SessionId> ids = storeMany(30, 7);
    std::ranges::reverse(ids);
    QCOMPARE(page({}, PageOrder::NewestFirst), ids);
    TAKE(byDefault, store().page({}));
    QCOMPARE(idsOf(byDefault.rows), ids);
}

void PageConformance::pagesFollowOneAnother_data()
{
    QTest::addColumn<int>("limit");
    QTest::addColumn<PageOrder>("order");
    for (const int limit : {1, 2, 7, 29, 30, 31, 1000}) {
        QTest::addRow("%d oldest first", limit) << limit << PageOrder::OldestFirst;
        QTest::addRow("%d newest first", limit) << limit << PageOrder::NewestFirst;
    }
}

void PageConformance::pagesFollowOneAnother()
{
    QFETCH(int, limit);
    QFETCH(PageOrder, order);
    QList<SessionId> ids = storeMany(30, 4);
    if (order == PageOrder::NewestFirst)
        std::ranges::reverse(ids);
    PageRequest request;
    request.order = order;
    request.limit = limit;
    int pages = 0;
    QCOMPARE(walk(request, &pages), ids);
    QCOMPARE(pages, (30 + limit - 1) / limit);
}

void PageConformance::aPageThatEndsExactlyAtTheEndHasNoNext()
{
    storeMany(10, 1);
    PageRequest request;
    request.limit = 5;
    TAKE(first, store().page(request));
    QVERIFY(!first.next.isEmpty());
    request.cursor = first.next;
    TAKE(second, store().page(request));
    QCOMPARE(second.rows.size(), 5);
    QVERIFY(second.next.isEmpty());
}

void PageConformance::listedRowsHaveNoPayloadButItsSize()
{
    SealedRow row = stored(aRow().tenant(u"acme"_s).user(u"ann"_s).key(9).payload(QByteArray(300, 'p')));
    revoke(revocationOf(row.id, now(), now() + Minute));
    row = standing(row.id);
    row.payload.clear();
    TAKE(page, store().page({}));
    QCOMPARE(page.rows, QList<SealedRow> {row});
    QCOMPARE(page.rows[0].payloadBytes, 300);
}

void PageConformance::deadAndRevokedRowsAreListed()
{
    const SealedRow dead = stored(aRow().created(now() - 2).endsAt(now()));
    const SealedRow revoked = stored(aRow().created(now() - 1));
    revoke(revocationOf(revoked.id, now(), now()));
    const SealedRow live = stored(aRow());
    QCOMPARE(page({}), (QList<SessionId> {dead.id, revoked.id, live.id}));
}

void PageConformance::aRowThatComesBehindTheCursorIsSeen()
{
    const QList<SessionId> ids = storeMany(4, 1);
    PageRequest request;
    request.order = PageOrder::OldestFirst;
    request.limit = 2;
    TAKE(first, store().page(request));
    const SessionId late = stored(aRow().created(now() + 1)).id;
    request.cursor = first.next;
    request.limit = 10;
    TAKE(second, store().page(request));
    QCOMPARE(idsOf(second.rows), (QList<SessionId> {ids[2], ids[3], late}));
}

void PageConformance::aRowThatComesBeforeTheCursorIsNot()
{
    const QList<SessionId> ids = storeMany(4, 1);
    PageRequest request;
    request.order = PageOrder::NewestFirst;
    request.limit = 2;
    TAKE(first, store().page(request));
    QCOMPARE(idsOf(first.rows), (QList<SessionId> {ids[3], ids[2]}));
    stored(aRow().created(now() + 1));
    request.cursor = first.next;
    TAKE(second, store().page(request));
    QCOMPARE(idsOf(second.rows), (QList<SessionId> {ids[1], ids[0]}));
}

void PageConformance::theCursorsOwnRowMayGo()
{
    const QList<SessionId> ids = storeMany(6, 2);
    PageRequest request;
    request.order = PageOrder::OldestFirst;
    request.limit = 3;
    TAKE(first, store().page(request));
    remove(ids[2]);
    remove(ids[3]);
    request.cursor = first.next;
    TAKE(second, store().page(request));
    QCOMPARE(idsOf(second.rows), (QList<SessionId> {ids[4], ids[5]}));
}

void PageConformance::aTouchedOrSavedRowIsSeenOnce()
{
    const QList<SessionId> ids = storeMany(6, 1);
    PageRequest request;
    request.order = PageOrder::OldestFirst;
    request.limit = 3;
    TAKE(first, store().page(request));
    update(saveOf(standing(ids[0])));
    touch({ids[1], now() + Hour, now() + Minute, now() + Hour});
    update(signInOf(standing(ids[2]), u"ann"_s));
    request.cursor = first.next;
    TAKE(second, store().page(request));
    QCOMPARE(idsOf(second.rows), ids.sliced(3));
}

void PageConformance::theBudgetEndsAPageEarly()
{
    storeMany(30, 1);
    PageRequest request;
    request.filter = where(&SessionFilter::level, SessionLevel::SteppedUp);
    request.workBudget = 10;
    TAKE(page, store().page(request));
    QVERIFY(page.rows.isEmpty());
    QVERIFY(!page.next.isEmpty());
    QVERIFY(page.examined <= 10);
}

void PageConformance::aBudgetPagesToTheEndAllTheSame()
{
    storeMany(30, 3);
    const SessionId needle = stored(aRow().created(now() - 5).client({{}, u"needle"_s, {}})).id;
    PageRequest request;
    request.filter.client = u"needle"_s;
    request.workBudget = 4;
    QCOMPARE(walk(request), QList<SessionId> {needle});
    request.workBudget = 1;
    QCOMPARE(walk(request), QList<SessionId> {needle});
}

void PageConformance::theCursorOfAnotherFilterIsRefused()
{
    storeMany(10, 1);
    PageRequest request;
    request.limit = 2;
    TAKE(first, store().page(request));
    request.cursor = first.next;
    request.filter = where(&SessionFilter::tenant, tenantOf(u"acme"_s));
    VERIFY_FAILS(store().page(request), ErrorCode::InvalidArgument);
}

void PageConformance::theCursorOfTheOtherOrderIsRefused()
{
    storeMany(10, 1);
    PageRequest request;
    request.limit = 2;
    TAKE(first, store().page(request));
    request.cursor = first.next;
    request.order = PageOrder::OldestFirst;
    VERIFY_FAILS(store().page(request), ErrorCode::InvalidArgument);
}

void PageConformance::aDamagedCursorIsRefused_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("cut short") << 0;
    QTest::newRow("too long") << 1;
    QTest::newRow("another version") << 2;
    QTest::newRow("rubbish") << 3;
}

void PageConformance::aDamagedCursorIsRefused()
{
    QFETCH(int, kind);
    storeMany(10, 1);
    PageRequest request;
    request.limit = 2;
    TAKE(first, store().page(request));
    const QByteArray good = first.next;
    const QByteArray bad[] {good.chopped(1), good + 'x', char(good[0] + 1) + good.sliced(1), "rubbish"_ba};
    request.cursor = bad[kind];
    VERIFY_FAILS(store().page(request), ErrorCode::InvalidArgument);
}

void PageConformance::cursorsAreBounded()
{
    stored(aRow().tenant(QString(255, u't')).user(QString(255, u'u')));
    stored(aRow().tenant(QString(255, u't')).user(QString(255, u'v')));
    PageRequest request;
    request.limit = 1;
    request.filter.client = QString(200, u'a');
    request.filter.client.clear();
    TAKE(page, store().page(request));
    QVERIFY(!page.next.isEmpty() && page.next.size() <= 280);
    TAKE(users, store().users(tenantOf(QString(255, u't')), {}, 1));
    QVERIFY(!users.next.isEmpty() && users.next.size() <= 280);
}

void PageConformance::limitsOutsideTheRangeAreRefused()
{
    PageRequest request;
    for (const int limit : {0, -1, 1001}) {
        request.limit = limit;
        VERIFY_FAILS(store().page(request), ErrorCode::InvalidArgument);
    }
    request.limit = 1000;
    VERIFY_OK(store().page(request));
    request.workBudget = 0;
    VERIFY_FAILS(store().page(request), ErrorCode::InvalidArgument);
}

void PageConformance::theHorizonMayMoveFromPageToPage()
{
    const QList<SessionId> ids = storeMany(6, 1);
    PageRequest request;
    request.filter = where(&SessionFilter::life, Life::Live);
    request.order = PageOrder::OldestFirst;
    request.limit = 3;
    request.horizon = horizon();
    TAKE(first, store().page(request));
    advance(Minute);
    request.horizon = horizon();
    request.cursor = first.next;
    TAKE(second, store().page(request));
    QCOMPARE(idsOf(second.rows), ids.sliced(3));
}

CONFORMANCE_TOPIC(pages, PageConformance)
#include "tst_pages.moc"
