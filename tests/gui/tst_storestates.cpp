// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "freshstore.h"
#include "harmedstore.h"
#include "storefixture.h"
#include "verify.h"

#include "app/storewindow.h"
#include "keys/keyspage.h"
#include "pages/inspector.h"
#include "pages/sessionactions.h"
#include "pages/sessiondataview.h"
#include "pages/sessionspage.h"
#include "widgets/environmentband.h"
#include "widgets/messagestrip.h"
#include "widgets/statepanel.h"

#include <QtCore/qsettings.h>
#include <QtGui/qaction.h>
#include <QtWidgets/qabstractbutton.h>
#include <QtWidgets/qlabel.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What the window says while its server is stopped, killed, restarted, strained, or gives no right.
class TestStoreStates : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { } // The harm is warned of, as it should be.
    void cleanup();
    void cleanupTestCase();
    void anEmptyStoreSaysSo();
    void aServerThatStandsStillIsWaitedForInWords();
    void aKilledServerLeavesWhatIsShown();
    void eachPageSaysThatItIsAway_data();
    void eachPageSaysThatItIsAway();
    void withoutTheRightToReadItIsSaid();
    void withoutTheKeyDataStaysShut();
    void whatIsReadOnlySaysSo();
    void aServerThatIsSetUpBadlyIsStrainedOrRefused();

private:
    bool isPostgres() const { return m_setUp == "postgres"_L1; }
    Result<void> administer(const QString &statement, const QByteArrayList &command);
    Result<void> addSession();
    Result<void> restart();
    bool open(bool withKey = true, ConsoleMode mode = ConsoleMode::Operator);
    SessionsPage &page() const { return m_window->sessions(); }
    StatePanel *panel() const { return page().tab().findChild<StatePanel *>(); }
    MessageStrip *strip(const char *name) const
    {
        return m_window->findChild<MessageStrip *>(QString::fromLatin1(name));
    }
    QString stateText() const { return m_window->findChild<QLabel *>(u"stateLabel"_s)->text(); }

    QString m_setUp;
    std::unique_ptr<HarmedStore> m_place;
    std::shared_ptr<SessionStore> m_application;
    std::unique_ptr<Appearance> m_appearance;
    std::unique_ptr<StoreWindow> m_window;
};

void TestStoreStates::initTestCase()
{
    QCoreApplication::setOrganizationName(u"AxessTest"_s);
    QSettings().clear();
    m_setUp = FreshStore::asked(u"postgres"_s).constFirst();
    TAKE(place, HarmedStore::start(m_setUp));
    m_place = std::move(place);
    VERIFY_OK(m_place->initialise());
    VERIFY_OK(m_place->useApplication());
    TAKE(application, m_place->open());
    m_application = application;
    m_appearance = std::make_unique<Appearance>();
}

void TestStoreStates::cleanup()
{
    m_window.reset();
}

void TestStoreStates::cleanupTestCase()
{
    m_application.reset();
    m_place.reset();
}

Result<void> TestStoreStates::administer(const QString &statement, const QByteArrayList &command)
{
    if (isPostgres())
        return m_place->administer(statement);
    return m_place->administer(command).transform([](const QByteArray &) { });
}

// A Valkey that was killed has forgotten the users who stand in no file of it.
Result<void> TestStoreStates::restart()
{
    return m_place->server().restart(PrivateServer::Data::Kept).and_then([this] {
        return isPostgres() ? Result<void>() : m_place->useApplication();
    });
}

Result<void> TestStoreStates::addSession()
{
    SessionRow row = guestRow();
    row.user = userNamed(u"ann"_s);
    row.tenant = tenantNamed(u"acme"_s);
    row.level = SessionLevel::Authenticated;
    row.idleTimeout = 12h;
    return m_application->ticket(row.user, row.tenant)
        .and_then([&](const SignInTicket &ticket) { return m_application->save(row, SignIn {ticket}); })
        .transform([](const SessionRow &) {});
}

bool TestStoreStates::open(bool withKey, ConsoleMode mode)
{
    const auto url = StoreUrl::parse(m_place->url());
    StoreOptions options = m_place->options();
    options.access = mode == ConsoleMode::Viewer ? AccessMode::ReadOnly : AccessMode::ReadWrite;
    const auto store = withKey ? m_place->open() : SessionStore::openKeyless(*url, options);
    if (!store) {
        qWarning("%s", qPrintable(store.error().message()));
        return false;
    }
    m_window = std::make_unique<StoreWindow>(*store, StoreAddress {m_place->url(), {}}, *m_appearance, mode);
    m_window->show();
    m_window->showPage(SessionsPageNumber);
    return QTest::qWaitFor([this] { return m_window->isSettled(); }, 20'000);
}

void TestStoreStates::anEmptyStoreSaysSo()
{
    QVERIFY(open());
    QCOMPARE(panel()->title(), u"No sessions found"_s);
    QVERIFY(!page().actions().logOut->isEnabled());
    VERIFY_OK(addSession());
    page().refresh();
    QTRY_COMPARE_WITH_TIMEOUT(page().model().rowCount(), 1, 20'000);
    QVERIFY(!panel()->isVisible());
}

void TestStoreStates::aServerThatStandsStillIsWaitedForInWords()
{
    QVERIFY(open());
    VERIFY_OK(m_place->server().freeze());
    page().search(u"tenant:acme"_s);
    QCOMPARE(page().model().state(), SessionModel::State::Loading);
    QVERIFY(panel()->isVisible());
    QCOMPARE(panel()->title(), u"Reading sessions…"_s);

    QTRY_COMPARE_WITH_TIMEOUT(panel()->title(), u"The store does not answer"_s, 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(strip("outageStrip")->isVisible(), 30'000);
    QVERIFY2(strip("outageStrip")->text().contains("What is shown is as of "_L1),
             qPrintable(strip("outageStrip")->text()));
    QCOMPARE(stateText(), u"Disconnected"_s);
    QVERIFY(!page().actions().logOut->isEnabled());

    VERIFY_OK(m_place->server().thaw());
    QTRY_VERIFY_WITH_TIMEOUT(!strip("outageStrip")->isVisible(), 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(page().model().rowCount(), 1, 30'000);
    QCOMPARE(strip("messageStrip")->text(), u"The store answers again."_s);
}

void TestStoreStates::aKilledServerLeavesWhatIsShown()
{
    QVERIFY(open());
    QCOMPARE(page().model().rowCount(), 1);
    page().select({page().model().session(0).row.id});
    QVERIFY(page().actions().logOut->isEnabled());

    VERIFY_OK(m_place->server().kill());
    page().refresh();
    QTRY_VERIFY_WITH_TIMEOUT(strip("waitingStrip")->text().startsWith("Not refreshed. "_L1), 30'000);
    QCOMPARE(page().model().rowCount(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(strip("outageStrip")->isVisible(), 30'000);
    QVERIFY(!page().actions().logOut->isEnabled());

    VERIFY_OK(restart());
    QTRY_VERIFY_WITH_TIMEOUT(!strip("outageStrip")->isVisible(), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(page().actions().logOut->isEnabled(), 30'000);
    QCOMPARE(page().model().rowCount(), 1);
}

void TestStoreStates::eachPageSaysThatItIsAway_data()
{
    QTest::addColumn<bool>("isKilled");
    QTest::newRow("stopped") << false;
    QTest::newRow("killed") << true;
}

// Pages that were never shown before have nothing to keep.
void TestStoreStates::eachPageSaysThatItIsAway()
{
    QFETCH(const bool, isKilled);
    QVERIFY(open());
    VERIFY_OK(isKilled ? m_place->server().kill() : m_place->server().freeze());
    const auto settles = [this] { return QTest::qWaitFor([this] { return m_window->isSettled(); }, 60'000); };
    const std::pair<int, QString> pages[] {{UsersPageNumber, u"The users could not be read"_s},
                                           {KeysPageNumber, u"The ring could not be read"_s}};
    for (const auto &[page, title] : pages) {
        m_window->showPage(page);
        QVERIFY2(settles(), qPrintable(title));
        auto *panel = m_window->currentPage()->findChild<StatePanel *>();
        QTRY_COMPARE_WITH_TIMEOUT(panel->title(), title, 30'000);
        QVERIFY(panel->isVisible());
    }
    m_window->showPage(OverviewPageNumber);
    QVERIFY(settles());
    QTRY_VERIFY_WITH_TIMEOUT(strip("outageStrip")->isVisible(), 30'000);
    QVERIFY(!m_window->findChild<QAbstractButton *>(u"keyRotate"_s)->isEnabled());

    VERIFY_OK(isKilled ? restart() : m_place->server().thaw());
    QTRY_VERIFY_WITH_TIMEOUT(!strip("outageStrip")->isVisible(), 60'000);
    for (const auto &[page, title] : pages) {
        m_window->showPage(page);
        QVERIFY(settles());
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->currentPage()->findChild<StatePanel *>()->isVisible(), 30'000);
    }
    QVERIFY(m_window->keys().model().rowCount() > 0);
}

void TestStoreStates::withoutTheRightToReadItIsSaid()
{
    QVERIFY(open());
    VERIFY_OK(
        administer(u"REVOKE SELECT ON axess_session FROM shop"_s, {"ACL", "SETUSER", "shop", "-@read"}));
    page().search(u"tenant:acme"_s);
    QTRY_COMPARE_WITH_TIMEOUT(panel()->title(), u"This account may not read sessions"_s, 30'000);
    QVERIFY(panel()->isVisible());

    VERIFY_OK(administer(u"GRANT SELECT ON axess_session TO shop"_s, {"ACL", "SETUSER", "shop", "+@all"}));
    panel()->findChild<QAbstractButton *>()->click();
    QTRY_COMPARE_WITH_TIMEOUT(page().model().rowCount(), 1, 30'000);
}

void TestStoreStates::withoutTheKeyDataStaysShut()
{
    QVERIFY(open(false));
    QCOMPARE(page().model().rowCount(), 1);
    QCOMPARE(m_window->findChild<EnvironmentBand *>()->accessText(), u"Without key: data stays shut"_s);
    page().select({page().model().session(0).row.id});
    m_window->inspector().data().unlock();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->inspector().data().sentence().contains("key"_L1), 20'000);
    QVERIFY(!m_window->inspector().data().isOpen());
    QVERIFY2(m_window->findChild<QLabel *>(u"sessionsFooter"_s)->text().contains("without the key"_L1),
             qPrintable(m_window->findChild<QLabel *>(u"sessionsFooter"_s)->text()));
}

void TestStoreStates::whatIsReadOnlySaysSo()
{
    QVERIFY(open(false, ConsoleMode::Viewer));
    QCOMPARE(page().model().rowCount(), 1);
    QCOMPARE(m_window->findChild<EnvironmentBand *>()->accessText(), u"Read-only"_s);
    page().select({page().model().session(0).row.id});
    QVERIFY(!page().actions().logOut->isEnabled());
    m_window->showPage(KeysPageNumber);
    QCOMPARE(m_window->currentPage()->findChild<StatePanel *>()->title(), u"The ring stays shut"_s);
}

void TestStoreStates::aServerThatIsSetUpBadlyIsStrainedOrRefused()
{
    VERIFY_OK(administer(u"ALTER SYSTEM SET fsync = off"_s, {"CONFIG", "SET", "maxmemory", "200mb"}));
    VERIFY_OK(administer(u"SELECT pg_reload_conf()"_s, {"CONFIG", "SET", "maxmemory-policy", "allkeys-lru"}));
    // An eviction policy that could take the ring away is no strain: no window opens.
    if (!isPostgres()) {
        const auto refused = m_place->open();
        QVERIFY(!refused);
        QVERIFY2(refused.error().message().contains("maxmemory-policy"_L1),
                 qPrintable(refused.error().message()));
        return;
    }
    // A window that is opened now looks at the server anew.
    QVERIFY(open());
    QTRY_VERIFY_WITH_TIMEOUT(stateText().startsWith("Connected, strained: "_L1), 30'000);
    QCOMPARE(page().model().rowCount(), 1);
    QVERIFY(!strip("outageStrip")->isVisible());
}

QTEST_MAIN(TestStoreStates)
#include "tst_storestates.moc"
