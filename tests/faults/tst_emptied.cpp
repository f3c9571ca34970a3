// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "trial.h"

#include "storefixture.h"
#include "verify.h"

#include <QtCore/QTextStream>

using namespace Axess;
using namespace Qt::StringLiterals;

/// A server that comes back without its data, or is emptied, knows of no session: for those who work on it
/// that is an outage and not the end of their sessions.
class TestEmptied : public Trial
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addSetUps(u"postgres,mysql,valkey"_s); }
    void init() { start(); }
    void cleanup() { stop(); }

    void theServerComesBackEmpty(); // Promise: 4
    void theDatabaseIsFlushed(); // Promise: 4

private:
    void goThroughTheEnd(const std::function<void()> &harm);
};

void TestEmptied::goThroughTheEnd(const std::function<void()> &harm)
{
    SessionToken token;
    {
        TAKE(store, place().open());
        TAKE(row, store->save(guestRow()));
        token = row.token;
        // For a moment the server is there and its database is not.
        Crew crew(store, HarmedStore::CallDeadline, {ErrorCode::Unavailable, ErrorCode::InvalidArgument});
        QVERIFY(QTest::qWaitFor([&] { return crew.allWork(); }, 60'000));
        harm();
        const qint64 before = crew.refused();
        QVERIFY(QTest::qWaitFor([&] { return crew.refused() > before + 20 * Crew::Callers; }, 60'000));
        const auto isOutage
            = [](const auto &answer) { return !answer && answer.error().code() == ErrorCode::Unavailable; };
        QTRY_VERIFY_WITH_TIMEOUT(isOutage(store->load(token)), 30'000);
        QVERIFY(isOutage(store->save(guestRow())));
        crew.finish();
        const Verdict verdict = crew.sum();
        QTextStream(stdout) << QTest::currentTestFunction() << ": " << verdict.text() << Qt::endl;
        for (const QStringList &sentences : std::as_const(verdict.sentences))
            QTextStream(stdout) << "  " << sentences.join(u"\n  "_s) << Qt::endl;
        QVERIFY(verdict.isInnocent());
    }
    // Nothing was written into what shall become another store, which knows none of them.
    TAKE(anew, place().initialise());
    TAKE(page, anew->page({}));
    QCOMPARE(page.sessions.size(), 0);
    TAKE(loaded, anew->load(token));
    QVERIFY(!loaded);
    VERIFY_OK(anew->save(guestRow()));
}

void TestEmptied::theServerComesBackEmpty()
{
    goThroughTheEnd([this] { VERIFY_OK(place().server().restart(PrivateServer::Data::Empty)); });
}

void TestEmptied::theDatabaseIsFlushed()
{
    // Within the control lag a session may still be found absent: nobody said that the data are gone.
    TAKE(store, place().open());
    TAKE(row, store->save(guestRow()));
    VERIFY_OK(place().administer(QByteArrayList {"FLUSHALL"}));
    QTRY_VERIFY_WITH_TIMEOUT(!store->load(row.token).has_value(), 30'000);
    VERIFY_FAILS(store->load(row.token), ErrorCode::Unavailable);
    VERIFY_FAILS(store->save(guestRow()), ErrorCode::Unavailable);
}

QTEST_GUILESS_MAIN(TestEmptied)
#include "tst_emptied.moc"
