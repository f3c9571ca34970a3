// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"

#include "models/eventmodel.h"
#include "models/usermodel.h"

#include <QtCore/qpromise.h>
#include <QtTest/qabstractitemmodeltester.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 Now = 1'772'366'400'000;

QFuture<Result<UserPage>> twoPages(const TenantId &tenant, const QByteArray &cursor)
{
    UserPage page;
    for (int i = 0; i < 3; ++i) {
        const QString name = u"user%1%2"_s.arg(QString::fromUtf8(cursor)).arg(i);
        page.users.append({UserId::fromText(name).value(), tenant, i + 1, Now});
    }
    if (cursor.isEmpty())
        page.next = "b";
    return QtFuture::makeReadyValueFuture(Result<UserPage>(page));
}

} // namespace

class TestListModels : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void usersAreReadPageByPage();
    void usersOfNobodyAreEmpty();
    void usersThatCannotBeReadSayWhy();
    void eventsAreToldInWords();
    void everyEndHasWordsOfItsOwn();
};

void TestListModels::usersAreReadPageByPage()
{
    UserModel model(twoPages, [] { return Now; });
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);

    model.show({});
    QTRY_COMPARE(model.rowCount(), 3);
    QVERIFY(model.canFetchMore({}));
    model.fetchMore({});
    QTRY_COMPARE(model.rowCount(), 6);

    QVERIFY(!model.canFetchMore({}));
    QCOMPARE(model.index(5, UserModel::User).data().toString(), u"userb2"_s);
    QCOMPARE(model.index(5, UserModel::Sessions).data().toString(), u"3"_s);
}

void TestListModels::usersOfNobodyAreEmpty()
{
    UserModel model(
        [](const TenantId &, const QByteArray &) {
            return QtFuture::makeReadyValueFuture(Result<UserPage>(UserPage()));
        },
        [] { return Now; });

    model.show({});

    QTRY_COMPARE(model.state(), UserModel::State::Empty);
}

void TestListModels::usersThatCannotBeReadSayWhy()
{
    UserModel model(
        [](const TenantId &, const QByteArray &) {
            return QtFuture::makeReadyValueFuture(
                Result<UserPage>(std::unexpected(Error(ErrorCode::Unavailable, u"The store is away"_s))));
        },
        [] { return Now; });

    model.show({});

    QTRY_COMPARE(model.state(), UserModel::State::Failed);
    QCOMPARE(model.error()->code(), ErrorCode::Unavailable);
}

void TestListModels::eventsAreToldInWords()
{
    EventModel model([] { return Now; });
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Event revoked;
    revoked.at = Now - 120'000;
    revoked.kind = EventKind::Revoked;
    revoked.detail = u"Device lost"_s;

    model.setEvents({revoked});

    QCOMPARE(model.index(0, EventModel::What).data().toString(), u"Logged out by an operator"_s);
    QCOMPARE(model.index(0, EventModel::Detail).data().toString(), u"Device lost"_s);
    QVERIFY(model.index(0, EventModel::When).data().toString().startsWith(u"2 min ago"_s));
}

void TestListModels::everyEndHasWordsOfItsOwn()
{
    EventModel model([] { return Now; });
    QSet<QString> words;
    for (int reason = 0; reason <= int(EndReason::Mismatch); ++reason) {
        Event ended;
        ended.kind = EventKind::Ended;
        ended.endReason = EndReason(reason);
        model.setEvents({ended});
        words.insert(model.index(0, EventModel::What).data().toString());
    }

    QCOMPARE(words.size(), int(EndReason::Mismatch) + 1);
}

QTEST_MAIN(TestListModels)
#include "tst_listmodels.moc"
