// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "manualclock.h"
#include "privateserver.h"
#include "storefixture.h"
#include "valkeyclient.h"
#include "verify.h"

#include "app/appearance.h"
#include "app/storewindow.h"
#include "live/livechart.h"
#include "live/livepage.h"

#include <QtCore/qlocale.h>
#include <QtCore/qsettings.h>
#include <QtTest/qsignalspy.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int Users = 60;
constexpr qint64 PayloadBytes = 20'000;
constexpr auto patience = 20s;

} // namespace

/// A Valkey that becomes full and evicts sessions, seen from the console.
class TestLiveEvictions : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theConsoleShowsEvictionsAndWhatWasLost();

private:
    Result<std::shared_ptr<SessionStore>> open(const std::shared_ptr<const Clock> &clock = {}) const;
    Result<SessionRow> signedIn(SessionStore &store, const QString &user) const;
    qint64 info(const QByteArray &field) const;
    void configure(const QByteArray &name, const QByteArray &value) const;
    void look(LivePage &page) const;
    static QString readings(StoreWindow &window, const char *chart);
    static QString warning(StoreWindow &window, const char *chart);

    std::unique_ptr<PrivateServer> m_server;
    std::unique_ptr<ValkeyClient> m_client;
    std::shared_ptr<SessionStore> m_watched; ///< By the console.
    QString m_url;
    RootKey m_rootKey = StoreFixture().rootKey;
};

void TestLiveEvictions::initTestCase()
{
    QCoreApplication::setOrganizationName(u"AxessTest"_s);
    QCoreApplication::setApplicationName(u"liveevictions"_s);
    QSettings().clear();
    QLocale::setDefault(QLocale::c());
    TAKE(server, PrivateServer::start(u"valkey"_s));
    m_server = std::move(server);
    TAKE(url, m_server->url());
    m_url = url;
    TAKE(parsed, StoreUrl::parse(url));
    TAKE(client, ValkeyClient::connect(parsed, parsed.hosts().constFirst()));
    m_client = std::move(client);
    configure("maxmemory-policy", "volatile-lru");
    configure("maxmemory", "256mb");
    VERIFY_OK(SessionStore::initialise(parsed, m_rootKey));
}

Result<std::shared_ptr<SessionStore>> TestLiveEvictions::open(const std::shared_ptr<const Clock> &clock) const
{
    StoreOptions options;
    options.callDeadline = patience;
    options.clock = clock;
    return SessionStore::open(m_url, m_rootKey, options);
}

Result<SessionRow> TestLiveEvictions::signedIn(SessionStore &store, const QString &user) const
{
    SessionRow row = guestRow();
    row.user = userNamed(user);
    row.tenant = tenantNamed(u"acme"_s);
    row.level = SessionLevel::Authenticated;
    row.data.insert(u"much"_s, QString(PayloadBytes, u'm'));
    return store.ticket(row.user, row.tenant).and_then([&](const SignInTicket &ticket) {
        return store.save(row, SignIn {ticket});
    });
}

qint64 TestLiveEvictions::info(const QByteArray &field) const
{
    const auto reply = m_client->call({"INFO"});
    const QByteArray start = "\n" + field + ":";
    const qsizetype at = reply ? reply->text.indexOf(start) : -1;
    return at < 0 ? -1 : reply->text.sliced(at + start.size()).split('\r').constFirst().toLongLong();
}

void TestLiveEvictions::configure(const QByteArray &name, const QByteArray &value) const
{
    VERIFY_OK(m_client->call({"CONFIG", "SET", name, value}));
}

void TestLiveEvictions::look(LivePage &page) const
{
    QTRY_VERIFY_WITH_TIMEOUT(!page.sampler().isAsking() && !page.tail().isAsking(), 60'000);
    // While the measured clocks come together the store's time may stand: a moment later it is another one.
    QTRY_VERIFY(m_watched->now() > page.sampler().lastPoint().at);
    QSignalSpy asked(&page.tail(), &EventTail::asked);
    page.sampler().askNow();
    QVERIFY(!asked.isEmpty() || asked.wait(60'000));
    QVERIFY(!page.sampler().failure() && !page.tail().failure());
}

QString TestLiveEvictions::readings(StoreWindow &window, const char *chart)
{
    return window.findChild<LiveChart *>(u"chart-"_s + QLatin1StringView(chart))->readings();
}

QString TestLiveEvictions::warning(StoreWindow &window, const char *chart)
{
    return window.findChild<LiveChart *>(u"chart-"_s + QLatin1StringView(chart))->warning();
}

void TestLiveEvictions::theConsoleShowsEvictionsAndWhatWasLost()
{
    TAKE(store, open());
    QHash<SessionId, SessionRow> rows;
    for (int i = 0; i < Users; ++i) {
        TAKE(row, signedIn(*store, u"user%1"_s.arg(i)));
        rows.insert(row.id, row);
    }
    TAKE(parsed, StoreUrl::parse(m_url));
    StoreOptions readOnly;
    readOnly.access = AccessMode::ReadOnly;
    readOnly.callDeadline = patience;
    TAKE(watched, SessionStore::openKeyless(parsed, readOnly));
    m_watched = watched;
    Appearance appearance;
    StoreWindow window(watched, StoreAddress {m_url, {}}, appearance, ConsoleMode::Viewer);
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.show();
    LivePage &page = window.live();
    // The test looks by hand.
    page.sampler().begin(24h);
    window.showPage(LivePageNumber);
    QTRY_VERIFY_WITH_TIMEOUT(page.isSettled(), 60'000);
    look(page);
    QVERIFY2(readings(window, "evictions").startsWith("Evicted 0 /s"_L1),
             qPrintable(readings(window, "evictions")));
    QCOMPARE(warning(window, "evictions"), QString());
    QVERIFY2(readings(window, "memory").endsWith("Limit 256 MiB"_L1), qPrintable(readings(window, "memory")));

    configure("maxmemory", QByteArray::number(info("used_memory") - 400'000));
    const auto evicts = [&] { return store->save(guestRow()).has_value() && info("evicted_keys") > 0; };
    QTRY_VERIFY_WITH_TIMEOUT(evicts(), 60'000);
    look(page);
    QVERIFY2(warning(window, "evictions").startsWith("Evicted: above 0"_L1),
             qPrintable(readings(window, "evictions")));
    QVERIFY2(warning(window, "memory").startsWith("Used: above "_L1), qPrintable(readings(window, "memory")));
    configure("maxmemory", "256mb");

    // Whose they were is asked for each user, once they cannot be on their way into the store any more.
    const auto later = std::make_shared<ManualClock>(SystemClock().now() + 120'000);
    TAKE(looker, open(later));
    QSet<SessionId> lost;
    for (const SessionRow &row : std::as_const(rows)) {
        TAKE(loaded, store->load(row.token));
        TAKE(vanished, looker->vanishedSessionsOf(row.user, row.tenant));
        QCOMPARE(vanished, loaded ? QList<SessionId>() : QList<SessionId>({row.id}));
        if (!loaded)
            lost.insert(row.id);
    }
    QVERIFY(!lost.isEmpty());
    QCOMPARE_LT(lost.size(), Users);
}

QTEST_MAIN(TestLiveEvictions)
#include "tst_liveevictions.moc"
