// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "scrape.h"
#include "shopprocess.h"
#include "verify.h"

#include "live/livechart.h"
#include "live/livepage.h"

#include <QtCore/qfile.h>
#include <QtCore/qlocale.h>
#include <QtCore/qsettings.h>
#include <QtTest/qsignalspy.h>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString created = u"axess_sessions_created_total{backend=\"sqlite\"}"_s;
const QString missed = u"axess_loads_missed_total{backend=\"sqlite\"}"_s;

QString calls(const QString &verb)
{
    return u"axess_call_duration_seconds_count{backend=\"sqlite\",verb=\"%1\"}"_s.arg(verb);
}

QString failures(const QString &verb)
{
    return u"axess_call_failures_total{backend=\"sqlite\",verb=\"%1\"}"_s.arg(verb);
}

QString ended(const QString &reason)
{
    return u"axess_sessions_ended_total{backend=\"sqlite\",reason=\"%1\"}"_s.arg(reason);
}

} // namespace

/// Two shops on one store, and the console's charts beside what the shops tell Prometheus.
class TestShopsLive : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void chartsEqualTheScrapes();
    void aShopThatEndsLeavesNoNegativeRate();

private:
    using Series = QMap<QString, double>;
    struct Shop
    {
        ShopProcess process;
        Series before;
        Series after;
    };

    static Series scraped(const Shop &shop);
    static double increase(const Shop &shop, const QStringList &series);
    void visitAll();
    void awaitQuiet();
    bool look();
    /// Looks once both have renewed their documents from now on.
    bool lookWhenRenewed();
    const LivePoint &newest() const { return *m_page->sampler().history().newest(); }
    /// What a chart must show: each shop's increase by the time between the two documents that were seen.
    double expected(const QStringList &added, const QStringList &subtracted = {}) const;

    std::array<Shop, 2> m_shops;
    std::shared_ptr<SessionStore> m_store;
    std::unique_ptr<Console> m_console;
    std::unique_ptr<LivePage> m_page;
    QHash<QString, qint64> m_renewed; ///< By instance, as of the first look.
};

void TestShopsLive::initTestCase()
{
    QCoreApplication::setOrganizationName(u"AxessTest"_s);
    QCoreApplication::setApplicationName(u"shopslive"_s);
    QSettings().clear();
    QLocale::setDefault(QLocale::c());
    ShopProcess &first = m_shops[0].process;
    ShopProcess &second = m_shops[1].process;
    QVERIFY2(first.start({}, {u"--metrics"_s}), qPrintable(first.complaint()));
    const QString url = u"sqlite:"_s + first.storeFile();
    QVERIFY(QFile::copy(first.rootKeyFile(), second.rootKeyFile()));
    QVERIFY2(second.start(url, {u"--metrics"_s}), qPrintable(second.complaint()));

    StoreOptions options;
    options.access = AccessMode::ReadOnly;
    options.callDeadline = 20s;
    TAKE(parsed, StoreUrl::parse(url));
    TAKE(store, SessionStore::openKeyless(parsed, options));
    m_store = store;
    m_console = std::make_unique<Console>(store, StoreAddress {url, {}}, ConsoleMode::Viewer);
    m_page = std::make_unique<LivePage>(*m_console);
}

void TestShopsLive::cleanupTestCase()
{
    m_page.reset();
    m_console.reset();
    QCOMPARE(m_shops[0].process.stop(), std::optional(0));
}

TestShopsLive::Series TestShopsLive::scraped(const Shop &shop)
{
    const Scrape scrape(httpGet(shop.process.url().resolved(QUrl(u"metrics"_s))).body);
    Series series;
    QStringList names {created, missed, ended(u"signed_out"_s)};
    for (const QString &verb : {u"create"_s, u"load"_s, u"update"_s, u"touch"_s, u"remove"_s})
        names += {calls(verb), failures(verb)};
    for (const QString &name : std::as_const(names))
        series.insert(name, scrape.value(name).value_or(0));
    return series;
}

double TestShopsLive::increase(const Shop &shop, const QStringList &series)
{
    double sum = 0;
    for (const QString &name : series)
        sum += shop.after.value(name) - shop.before.value(name);
    return sum;
}

// More at one than at the other, so that it is seen whose numbers are whose.
void TestShopsLive::visitAll()
{
    for (std::size_t number = 0; number < m_shops.size(); ++number) {
        for (std::size_t i = 0; i < 4 + 5 * number; ++i) {
            WaitingClient visitor(m_shops[number].process);
            QCOMPARE(visitor.visit(u"/"_s).status, 200);
            QCOMPARE(visitor.signIn(u"ada"_s).user, u"ada"_s);
            const QByteArray cookie = visitor.browser().cookie();
            QCOMPARE(visitor.visit(u"/account"_s).user, u"ada"_s);
            if (i % 2 == 0)
                continue;
            QCOMPARE(visitor.submit(u"/sign-out"_s).status, 200);
            // Whoever comes with a cookie of before is met by nobody.
            visitor.browser().setCookie(cookie);
            QVERIFY(visitor.visit(u"/account"_s).user.isEmpty());
        }
    }
}

// What is done behind an answer is counted, too.
void TestShopsLive::awaitQuiet()
{
    const auto all = [this] { return std::pair(scraped(m_shops[0]), scraped(m_shops[1])); };
    auto last = all();
    const auto isQuiet = [&] {
        QTest::qWait(500);
        return std::exchange(last, all()) == last;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isQuiet(), 60'000);
}

// By hand: a look in between would cut the interval into two.
bool TestShopsLive::look()
{
    QSignalSpy asked(&m_page->sampler(), &LiveSampler::asked);
    m_page->sampler().askNow();
    return (!asked.isEmpty() || asked.wait(60'000)) && !m_page->sampler().failure();
}

bool TestShopsLive::lookWhenRenewed()
{
    const qint64 since = m_store->now();
    const auto areRenewed = [&] {
        const auto infos = instances(*m_store);
        return infos && infos->size() == 2
            && std::ranges::all_of(*infos, [&](const InstanceInfo &info) { return info.renewed > since; });
    };
    return QTest::qWaitFor(areRenewed, 60'000) && look();
}

double TestShopsLive::expected(const QStringList &added, const QStringList &subtracted) const
{
    double sum = 0;
    for (const Shop &shop : m_shops) {
        const QList<InstanceSample> &seen = m_page->sampler().last()->instances;
        const auto same = std::ranges::find_if(seen, [&](const InstanceSample &instance) {
            return double(instance.metrics.of(Counter::SessionsCreated)) == shop.after.value(created);
        });
        if (same == seen.end())
            return std::nan("");
        const double seconds = double(same->renewed - m_renewed.value(same->id)) / 1000;
        sum += (increase(shop, added) - increase(shop, subtracted)) / seconds;
    }
    return sum;
}

void TestShopsLive::chartsEqualTheScrapes()
{
    awaitQuiet();
    QVERIFY(lookWhenRenewed());
    for (const InstanceSample &instance : m_page->sampler().last()->instances)
        m_renewed.insert(instance.id, instance.renewed);
    for (Shop &shop : m_shops)
        shop.before = scraped(shop);

    visitAll();
    awaitQuiet();
    QVERIFY(lookWhenRenewed());
    for (Shop &shop : m_shops)
        shop.after = scraped(shop);

    QCOMPARE(m_page->statusText(), u"From 2 of 2 instance(s)."_s);
    const LivePoint &point = newest();
    QCOMPARE_GT(increase(m_shops[1], {created}), increase(m_shops[0], {created}));
    const auto shows = [&](LiveValue value, double rate, bool isSome = true) {
        QVERIFY2(!std::isnan(rate), "Nobody's document tells what a shop was scraped for.");
        QVERIFY2(
            std::abs(point.of(value) - rate) < 1e-6 && (!isSome || rate > 0),
            qPrintable(u"%1 is %2, scraped %3"_s.arg(liveValueName(value)).arg(point.of(value)).arg(rate)));
    };
    shows(LiveValue::Created, expected({created}));
    shows(LiveValue::EndedByUser, expected({ended(u"signed_out"_s)}));
    shows(LiveValue::LoadsMissed, expected({missed}));
    shows(LiveValue::LoadsHit, expected({calls(u"load"_s)}, {missed, failures(u"load"_s)}));
    shows(LiveValue::Saves, expected({calls(u"create"_s), calls(u"update"_s)}));
    shows(LiveValue::Removals, expected({calls(u"remove"_s)}));
    shows(LiveValue::Touches, expected({calls(u"touch"_s)}), false);
    QVERIFY(point.knows(LiveValue::LatencyP95));

    // The chart draws what the point says.
    const LiveChart *loads = m_page->findChild<LiveChart *>(u"chart-loads"_s);
    const QList<double> drawn = loads->drawn(LiveValue::LoadsHit);
    QCOMPARE(drawn.constLast(), point.of(LiveValue::LoadsHit));
}

void TestShopsLive::aShopThatEndsLeavesNoNegativeRate()
{
    QCOMPARE(m_shops[1].process.stop(), std::optional(0));
    QVERIFY(look());
    QCOMPARE(m_page->statusText(), u"From 1 of 1 instance(s)."_s);
    for (const LiveChart *chart : m_page->charts()) {
        for (const LiveLine &line : chart->kind().lines) {
            for (const double value : chart->drawn(line.value))
                QVERIFY2(std::isnan(value) || value >= 0, qPrintable(liveValueName(line.value)));
        }
    }
}

QTEST_MAIN(TestShopsLive)
#include "tst_shopslive.moc"
