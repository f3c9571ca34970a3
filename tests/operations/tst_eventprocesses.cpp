// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "freshstore.h"
#include "jobworker.h"
#include "privateserver.h"
#include "verify.h"

#include <axess/eventfeed.h>

#include <QtCore/qfile.h>
#include <QtCore/qhash.h>
#include <QtCore/qprocess.h>
#include <QtCore/qtemporarydir.h>

#include <mutex>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A reader that keeps what it was told by session, and its cursor as text. Thread-safe.
class Reader
{
public:
    EventFeed::Handler handler()
    {
        return [this](const EventNotice &notice) {
            const std::scoped_lock lock(m_mutex);
            for (const Event &event : notice.events)
                m_told[event.session].append(event);
            m_gaps += notice.gap ? 1 : 0;
            m_cursor = notice.cursor.text();
            return Result<void>();
        };
    }
    EventCursor cursor() const
    {
        const std::scoped_lock lock(m_mutex);
        return EventCursor::fromText(m_cursor).value();
    }
    int gaps() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_gaps;
    }
    QList<Event> of(const SessionId &id) const
    {
        const std::scoped_lock lock(m_mutex);
        return m_told.value(id);
    }

private:
    mutable std::mutex m_mutex;
    QHash<SessionId, QList<Event>> m_told;
    QString m_cursor = u"beginning"_s;
    int m_gaps = 0;
};

bool isEnd(const Event &event)
{
    return event.kind == EventKind::Ended;
}

} // namespace

/// Four processes end sessions, another one is told of each end, and in order, whatever happens to it.
class TestEventProcesses : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init() { } // While a server is away there are warnings, by several threads.
    void everyEndIsTold_data() { setUps(u"sqlite"_s); }
    void everyEndIsTold();
    void aServerMayComeAndGo_data();
    void aServerMayComeAndGo();

private:
    using Writers = std::vector<std::unique_ptr<QProcess>>;

    static void setUps(const QString &byDefault);
    static Result<std::shared_ptr<SessionStore>> initialised(const StoreUrl &url);
    Writers started(const QString &url, int sessions);
    static bool areDone(const Writers &writers);
    QList<SessionId> acknowledged() const;
    void judge(const Reader &reader) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestEventProcesses::setUps(const QString &byDefault)
{
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : FreshStore::asked(byDefault))
        QTest::newRow(qPrintable(setUp)) << setUp;
}

Result<std::shared_ptr<SessionStore>> TestEventProcesses::initialised(const StoreUrl &url)
{
    StoreOptions options;
    options.callDeadline = 10s;
    return SessionStore::initialise(url, KilledJobs::rootKey(), options);
}

TestEventProcesses::Writers TestEventProcesses::started(const QString &url, int sessions)
{
    m_folder = std::make_unique<QTemporaryDir>();
    Writers writers;
    for (int i = 0; i < 4; ++i) {
        auto process = std::make_unique<QProcess>();
        process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process->start(QString::fromLatin1(AXESS_EVENTWRITER),
                       {url, m_folder->filePath(QString::number(i)), QString::number(sessions)});
        writers.push_back(std::move(process));
    }
    return writers;
}

bool TestEventProcesses::areDone(const Writers &writers)
{
    return std::ranges::all_of(writers,
                               [](const auto &writer) { return writer->state() == QProcess::NotRunning; });
}

QList<SessionId> TestEventProcesses::acknowledged() const
{
    QList<SessionId> ended;
    for (int i = 0; i < 4; ++i) {
        QFile log(m_folder->filePath(QString::number(i)));
        if (!log.open(QIODevice::ReadOnly))
            return {};
        for (const QByteArray &line : log.readAll().split('\n')) {
            if (const auto id = SessionId::fromText(QString::fromLatin1(line)))
                ended.append(*id);
        }
    }
    return ended;
}

void TestEventProcesses::judge(const Reader &reader) const
{
    const QList<SessionId> ended = acknowledged();
    QVERIFY(!ended.isEmpty());
    const auto isTold = [&](const SessionId &id) { return std::ranges::any_of(reader.of(id), isEnd); };
    QTRY_VERIFY_WITH_TIMEOUT(std::ranges::all_of(ended, isTold), 60'000);
    for (const SessionId &id : ended) {
        // What comes again comes behind what was told: the first of each position counts.
        QList<Event> first;
        for (const Event &event : reader.of(id)) {
            if (!first.contains(event))
                first.append(event);
        }
        QVERIFY(std::ranges::is_sorted(first, {}, &Event::position));
        QCOMPARE(first.constFirst().kind, EventKind::Created);
        QCOMPARE(first.constLast().kind, EventKind::Ended);
        QCOMPARE(first.constLast().endReason, EndReason::SignedOut);
        QVERIFY(std::ranges::contains(first, EventKind::SignedIn, &Event::kind));
    }
    QTextStream(stdout) << ended.size() << " ends were acknowledged, and told" << Qt::endl;
}

void TestEventProcesses::everyEndIsTold()
{
    QFETCH(const QString, setUp);
    TAKE(fresh, FreshStore::make(setUp));
    TAKE(store, initialised(fresh->url()));
    Reader reader;
    Writers writers = started(fresh->text(), 60);
    // The reader is started anew again and again, and goes on from what it kept.
    int turns = 0;
    do {
        EventFeed feed(store, reader.cursor(), reader.handler(), {.lookEvery = 50ms, .atOnce = 20});
        VERIFY_OK(feed.start());
        QTest::qWait(100);
    } while (++turns < 600 && !areDone(writers));
    for (const auto &writer : writers) {
        QTRY_COMPARE_WITH_TIMEOUT(writer->state(), QProcess::NotRunning, 60'000);
        QCOMPARE(writer->exitCode(), 0);
    }
    QCOMPARE(acknowledged().size(), 4 * 60);
    EventFeed feed(store, reader.cursor(), reader.handler(), {.lookEvery = 50ms});
    VERIFY_OK(feed.start());
    judge(reader);
    QCOMPARE(reader.gaps(), 0);
}

void TestEventProcesses::aServerMayComeAndGo_data()
{
    QTest::addColumn<QString>("kind");
    for (const QString &setUp : FreshStore::asked(u"none"_s)) {
        // A Valkey of the tests keeps nothing on disk.
        if (setUp == "postgres"_L1 || setUp == "mysql"_L1)
            QTest::newRow(qPrintable(setUp)) << setUp;
    }
}

void TestEventProcesses::aServerMayComeAndGo()
{
    if (!QTest::currentDataTag())
        return;
    QFETCH(const QString, kind);
    const QStringList durable
        = kind == "mysql"_L1 ? QStringList {u"--innodb-flush-log-at-trx-commit=1"_s} : QStringList();
    TAKE(server, PrivateServer::start(kind, durable));
    TAKE(url, server->url());
    TAKE(parsed, StoreUrl::parse(url));
    TAKE(store, initialised(parsed));
    Reader reader;
    EventFeed feed(store, reader.cursor(), reader.handler(), {.lookEvery = 100ms});
    VERIFY_OK(feed.start());
    Writers writers = started(url, 60);
    QTRY_VERIFY_WITH_TIMEOUT(acknowledged().size() > 20, 60'000);
    VERIFY_OK(server->kill());
    QTRY_VERIFY_WITH_TIMEOUT(feed.state().failure, 60'000);
    VERIFY_OK(server->restart(PrivateServer::Data::Kept));
    for (const auto &writer : writers) {
        QTRY_COMPARE_WITH_TIMEOUT(writer->state(), QProcess::NotRunning, 120'000);
        QCOMPARE(writer->exitCode(), 0);
    }
    QTRY_VERIFY_WITH_TIMEOUT(!feed.state().failure, 60'000);
    judge(reader);
    // Nothing is lost by a server's death alone.
    QCOMPARE(reader.gaps(), 0);
}

QTEST_GUILESS_MAIN(TestEventProcesses)
#include "tst_eventprocesses.moc"
