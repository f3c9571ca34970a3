// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "freshstore.h"
#include "shopprocess.h"
#include "verify.h"
#include "visitors/crowd.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The sessions of two running shops move to another store, there, back and there for good; what their
/// visitors notice.
class TestShopMove : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void nobodyIsLoggedOut_data();
    void nobodyIsLoggedOut(); // Promise: 4

private:
    struct Ended
    {
        int exitCode = -1;
        QString said;
    };
    Ended axessctl(const QStringList &command);
    void prepare(const QString &source, const QString &target);
    void startShops();
    void standAlone(ShopProcess &shop);
    void move(const QStringList &step, const QString &expected);
    void everybodyActs(const Crowd &crowd, const QString &phase);
    void moveUnder(const Crowd &crowd, WaitingClient &joan);

    static constexpr int Visitors = 24;
    static constexpr Pace pace {.shortest = 50ms, .longest = 350ms};

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FreshStore> m_source;
    std::unique_ptr<FreshStore> m_target;
    std::unique_ptr<ShopProcess> m_first;
    std::unique_ptr<ShopProcess> m_second;
};

void TestShopMove::nobodyIsLoggedOut_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("target");
    const QStringList setUps = FreshStore::asked(u"sqlite"_s);
    static const std::pair<QString, QString> pairs[] {
        {u"sqlite"_s, u"sqlite"_s}, {u"sqlite"_s, u"postgres"_s}, {u"valkey-cluster"_s, u"postgres"_s}};
    for (const auto &[source, target] : pairs) {
        if (setUps.contains(source) && setUps.contains(target))
            QTest::addRow("%s to %s", qPrintable(source), qPrintable(target)) << source << target;
    }
}

// The event loop of the visitors runs meanwhile.
TestShopMove::Ended TestShopMove::axessctl(const QStringList &command)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"AXESS_STORE"_s, m_source->text());
    environment.insert(u"AXESS_ROOT_KEY_FILE"_s, m_folder->filePath(u"root.key"_s));
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(AXESSCTL), command);
    if (!QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, 120'000)) {
        process.kill();
        process.waitForFinished();
    }
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAll())};
}

void TestShopMove::prepare(const QString &source, const QString &target)
{
    m_folder = std::make_unique<QTemporaryDir>();
    TAKE(from, FreshStore::make(source));
    TAKE(to, FreshStore::make(target));
    m_source = std::move(from);
    m_target = std::move(to);
    QCOMPARE(axessctl({u"key"_s, u"generate"_s, u"--out"_s, m_folder->filePath(u"root.key"_s)}).exitCode, 0);
    const Ended made = axessctl({u"init"_s});
    QVERIFY2(made.exitCode == 0, qPrintable(made.said));
}

// One is told of the standby by an option, one by its environment.
void TestShopMove::startShops()
{
    m_first = std::make_unique<ShopProcess>();
    m_second = std::make_unique<ShopProcess>();
    const QStringList key {u"--root-key-file"_s, m_folder->filePath(u"root.key"_s)};
    QVERIFY2(m_first->start(m_source->text(), key + QStringList {u"--standby"_s, m_target->text()}),
             qPrintable(m_first->complaint()));
    m_second->setVariable(u"AXESS_STANDBY_STORE"_s, m_target->text());
    QVERIFY2(m_second->start(m_source->text(), key), qPrintable(m_second->complaint()));
}

void TestShopMove::standAlone(ShopProcess &shop)
{
    const QString port = QString::number(shop.url().port());
    QCOMPARE(shop.stop(), std::optional(0));
    shop.setVariable(u"AXESS_STANDBY_STORE"_s, QString());
    const QStringList options {u"--root-key-file"_s, m_folder->filePath(u"root.key"_s), u"--port"_s, port};
    // A visitor's connection to the other shop may go out from this port meanwhile.
    const bool isOpen = QTest::qWaitFor([&] { return shop.start(m_target->text(), options); }, 60'000);
    QVERIFY2(isOpen, qPrintable(shop.complaint()));
}

void TestShopMove::move(const QStringList &step, const QString &expected)
{
    QElapsedTimer timer;
    timer.start();
    const Ended ended
        = axessctl(QStringList {u"migrate"_s} + step + QStringList {u"--to"_s, m_target->text()});
    qInfo("%s: %lld ms", qPrintable(step.join(u' ')), (long long)timer.elapsed());
    QVERIFY2(ended.exitCode == 0, qPrintable(ended.said));
    QVERIFY2(ended.said.contains(expected), qPrintable(ended.said));
}

// Each one finishes an errand that began in this phase, and a form.
void TestShopMove::everybodyActs(const Crowd &crowd, const QString &phase)
{
    const QList<Counts> before = crowd.countsOfEach();
    const auto haveAll = [&] {
        const QList<Counts> now = crowd.countsOfEach();
        for (qsizetype i = 0; i < now.size(); ++i) {
            if (now[i].errands < before[i].errands + 2 || now[i].forms() == before[i].forms())
                return false;
        }
        return true;
    };
    QVERIFY2(QTest::qWaitFor(haveAll, 90'000), qPrintable(phase));
    const Counts all = crowd.counts();
    qInfo("%s: %lld requests, %lld forms, %lld waits", qPrintable(phase), (long long)all.requests,
          (long long)all.forms(), (long long)all.waits);
    QVERIFY2(all.wrongs() == 0, qPrintable(phase + u": "_s + crowd.report()));
}

// There and back, there for good, and each shop anew on the target alone.
void TestShopMove::moveUnder(const Crowd &crowd, WaitingClient &joan)
{
    const QList<std::function<void()>> steps {
        [&] { everybodyActs(crowd, u"before"_s); },
        [&] { move({u"plan"_s, u"--live"_s}, u"not-begun"_s); },
        [&] { move({u"run"_s, u"--live"_s}, u"compared"_s); },
        [&] { everybodyActs(crowd, u"source leads"_s); },
        [&] { QCOMPARE(joan.submit(u"/sign-out"_s).status, 200); },
        [&] { move({u"cut-over"_s}, u"target-leads"_s); },
        [&] { everybodyActs(crowd, u"target leads"_s); },
        [&] { move({u"roll-back"_s}, u"source-leads"_s); },
        [&] { everybodyActs(crowd, u"source leads again"_s); },
        [&] { move({u"cut-over"_s}, u"target-leads"_s); },
        [&] { move({u"finish"_s}, u"moved"_s); },
        [&] { everybodyActs(crowd, u"moved"_s); },
        [&] { standAlone(*m_first); },
        [&] { standAlone(*m_second); },
        [&] { everybodyActs(crowd, u"both restarted"_s); },
    };
    for (const auto &step : steps) {
        step();
        if (QTest::currentTestFailed())
            return;
    }
}

void TestShopMove::nobodyIsLoggedOut()
{
    QFETCH(const QString, source);
    QFETCH(const QString, target);
    prepare(source, target);
    if (!QTest::currentTestFailed())
        startShops();
    if (QTest::currentTestFailed())
        return;
    // Those who do nothing meanwhile are moved, too.
    WaitingClient ada(*m_first);
    WaitingClient joan(*m_second);
    ada.submit(u"/basket/add"_s, {{u"article"_s, u"assam"_s}});
    QCOMPARE(ada.signIn(u"ada"_s).user, u"ada"_s);
    QCOMPARE(joan.signIn(u"joan"_s).user, u"joan"_s);
    const QByteArray ended = joan.browser().cookie();

    Crowd crowd(Visitors, {m_first->url(), m_second->url()}, 1, pace);
    crowd.start();
    moveUnder(crowd, joan);
    if (QTest::currentTestFailed())
        return;
    crowd.disperse();
    const Counts all = crowd.counts();
    qInfo("%s", qPrintable(crowd.report()));
    QCOMPARE(all.wrongs(), 0);
    QCOMPARE(all.refused, 0);
    // Writes were held, and somebody had to wait for that.
    QVERIFY(all.waits > 0);
    QVERIFY(all.signOuts > 0 && all.orders > 0 && all.oldCookies > 0);

    const ShopPage back = ada.visit(u"/basket"_s);
    QCOMPARE(back.user, u"ada"_s);
    QCOMPARE(back.basket, 1);
    joan.browser().setCookie(ended);
    QCOMPARE(joan.visit(u"/"_s).user, QString());
    QCOMPARE(m_first->stop(), std::optional(0));
    QCOMPARE(m_second->stop(), std::optional(0));
}

QTEST_GUILESS_MAIN(TestShopMove)
#include "tst_shopmove.moc"
