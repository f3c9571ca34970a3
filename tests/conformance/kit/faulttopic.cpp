// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "crew.h"
#include "decoratedconnection.h"
#include "faultproxy.h"
#include "kittopics.h"
#include "storefixture.h"
#include "urlbackends.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QProcess>
#include <QtCore/QRandomGenerator>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <QtCore/QTemporaryDir>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// Ends calls that others make, at moments that nobody chose.
class Interrupter final : public ConnectionFactory
{
public:
    explicit Interrupter(std::shared_ptr<ConnectionFactory> factory)
        : m_factory(std::move(factory))
    { }

    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &deadline) override
    {
        return m_factory->connect(deadline).transform([this](std::unique_ptr<StorageConnection> connection) {
            return std::unique_ptr<StorageConnection>(
                std::make_unique<Victim>(std::move(connection), m_victims));
        });
    }
    int concurrentWriters() const override { return m_factory->concurrentWriters(); }
    int defaultPoolSize() const override { return m_factory->defaultPoolSize(); }

    void interruptOne() { m_victims->interruptOne(); }

private:
    class Victims
    {
    public:
        void add(StorageConnection *connection)
        {
            const std::scoped_lock lock(m_mutex);
            m_connections.append(connection);
        }
        void remove(StorageConnection *connection)
        {
            const std::scoped_lock lock(m_mutex);
            m_connections.removeOne(connection);
        }
        void interruptOne()
        {
            const std::scoped_lock lock(m_mutex);
            if (!m_connections.isEmpty())
                m_connections[QRandomGenerator::global()->bounded(m_connections.size())]->interrupt();
        }

    private:
        std::mutex m_mutex;
        QList<StorageConnection *> m_connections;
    };

    class Victim final : public DecoratedConnection
    {
    public:
        Victim(std::unique_ptr<StorageConnection> inner, std::shared_ptr<Victims> victims)
            : DecoratedConnection(std::move(inner))
            , m_victims(std::move(victims))
        {
            m_victims->add(this);
        }
        ~Victim() override { m_victims->remove(this); }

    private:
        std::shared_ptr<Victims> m_victims;
    };

    std::shared_ptr<ConnectionFactory> m_factory;
    std::shared_ptr<Victims> m_victims = std::make_shared<Victims>();
};

// What a killed writer had been told, by the lines that it wrote.
struct Acknowledged
{
    QMap<QByteArray, int> living; ///< Token and value; the last one may have come further.
    QSet<QByteArray> dead;
    QByteArray last;

    void read(const QByteArray &line)
    {
        const QByteArrayList words = line.trimmed().split(' ');
        if (words.size() != 3)
            return;
        if (words[0] == "lives") {
            living[words[1]] = words[2].toInt();
            last = words[1];
        } else {
            living.remove(words[1]);
            dead.insert(words[1]);
        }
    }
};

} // namespace

/// Calls that end before they are done, and processes that do.
class FaultConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void interruptedCallsLoseNothing();
    void aCutConnectionLosesNothing();
    void aCallInShortTimeTellsWhatItDid();
    void aKilledProcessLosesNothing();
    void itsMetadataSaysWhetherAStoreOutlivesItsProcess();

protected:
    // Of connections that are thrown away.
    bool mayWarn() const override { return true; }

private:
    static constexpr int Turns = 20; ///< So often each of the callers has had a write acknowledged.
    static constexpr int Kills = 8;

    void expectKept(const Acknowledged &acknowledged, SessionStore &store);

    QTemporaryDir m_folder;
    QString m_keyFile;
};

void FaultConformance::init()
{
    ConformanceTest::init();
    m_keyFile = m_folder.filePath(u"root.key"_s);
    SystemRandom random;
    if (!QFile::exists(m_keyFile))
        VERIFY_OK(RootKey::generate(random, m_keyFile));
}

void FaultConformance::cleanup()
{
    ConformanceTest::cleanup();
}

void FaultConformance::interruptedCallsLoseNothing()
{
    const auto interrupter = std::make_shared<Interrupter>(sharedFactory());
    StoreOptions options;
    options.factory = interrupter;
    options.callDeadline = 10s;
    TAKE(store, SessionStore::initialise(backend().url(), RootKey::fromFile(m_keyFile), options));
    Crew crew(store, options.callDeadline);
    for (int turn = 0; turn < Turns;) {
        interrupter->interruptOne();
        std::this_thread::sleep_for(2ms);
        turn += crew.allWork();
    }
    crew.finish();
    const Verdict verdict = crew.judge();
    QVERIFY2(verdict.isInnocent(), qPrintable(verdict.text()));
}

// Between the engine and a server of this machine.
void FaultConformance::aCutConnectionLosesNothing()
{
    const QList<StoreUrl::Host> &hosts = backend().url().hosts();
    const QStringList near {u"127.0.0.1"_s, u"localhost"_s};
    if (hosts.size() != 1 || hosts[0].port == 0 || !near.contains(hosts[0].name))
        QSKIP("its URL names no server of this machine by its port, so there is no connection to cut");
    FaultProxy proxy(hosts[0].port);
    QString text = backend().text();
    text.replace(QRegularExpression(u":%1(?=[/?]|$)"_s.arg(hosts[0].port)), u":%1"_s.arg(proxy.port()));
    StoreOptions options;
    options.callDeadline = 10s;
    const RootKey key = RootKey::fromFile(m_keyFile);
    VERIFY_OK(SessionStore::initialise(backend().url(), key, options));
    TAKE(store, SessionStore::open(text, key, options));
    Crew crew(store, options.callDeadline);
    for (int turn = 0; turn < Turns; ++turn) {
        proxy.cutAll();
        while (!crew.allWork())
            std::this_thread::sleep_for(5ms);
    }
    crew.finish();
    QVERIFY(proxy.accepted() > Turns);
    const Verdict verdict = crew.judge();
    QVERIFY2(verdict.isInnocent(), qPrintable(verdict.text()));
}

void FaultConformance::aCallInShortTimeTellsWhatItDid()
{
    auto hurried = connection();
    for (int i = 0; hurried && i < 200; ++i) {
        const NewRow entry = aRow().payload(QByteArray(4096, 'x')).entry();
        hurried->setDeadline(Deadline::in(std::chrono::milliseconds(i % 3)));
        const auto created = hurried->create(only(entry), horizon());
        if (hurried->isBroken())
            hurried = connection();
        if (created)
            QVERIFY(exists(entry.row.id));
        else if (created.error().outcome() == Outcome::NotApplied)
            QVERIFY(!exists(entry.row.id));
        if (!created)
            QCOMPARE(created.error().code(), ErrorCode::Unavailable);
    }
}

void FaultConformance::expectKept(const Acknowledged &acknowledged, SessionStore &store)
{
    for (const auto &[token, value] : acknowledged.living.asKeyValueRange()) {
        const auto loaded = store.load(SessionToken::fromText(token).value_or(SessionToken()));
        const bool isLast = token == acknowledged.last;
        // What was under way may have happened: a save, a cycle, a sign-out.
        if (isLast && ((loaded && !*loaded) || (!loaded && loaded.error().code() == ErrorCode::Superseded)))
            continue;
        VERIFY_OK(loaded);
        QVERIFY2(*loaded, "a session that nobody ended is not there");
        const int found = int((*loaded)->data.value(u"value"_s).toInteger());
        QVERIFY2(found == value || (isLast && found == value + 1), "an acknowledged save is not there");
    }
    for (const QByteArray &token : acknowledged.dead) {
        const auto loaded = store.load(SessionToken::fromText(token).value_or(SessionToken()));
        QVERIFY2(loaded || loaded.error().code() == ErrorCode::Superseded,
                 "a dead token could not be looked at");
        QVERIFY2(!loaded || !*loaded, "a session that had ended, or a dead token, opens");
    }
}

void FaultConformance::aKilledProcessLosesNothing()
{
    if (!UrlBackends::isPersistent())
        QSKIP("a store does not outlive its process, so there is nothing to be lost");
    StoreOptions options;
    options.callDeadline = 30s;
    options.factory = sharedFactory();
    TAKE(store, SessionStore::initialise(backend().url(), RootKey::fromFile(m_keyFile), options));
    for (int kill = 0; kill < Kills; ++kill) {
        QProcess writer;
        writer.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        qputenv("AXESS_KIT_STORE", backend().text().toUtf8());
        writer.start(QCoreApplication::applicationFilePath(), {u"--write"_s, m_keyFile});
        Acknowledged acknowledged;
        // Never twice behind the same call.
        for (int lines = 5 + kill * 3; lines > 0; --lines) {
            while (!writer.canReadLine())
                QVERIFY2(writer.waitForReadyRead(30'000), "a further process does not write");
            const QByteArray line = writer.readLine();
            QVERIFY2(!line.startsWith("failed"), line.constData());
            acknowledged.read(line);
        }
        writer.kill();
        QVERIFY(writer.waitForFinished());
        while (writer.canReadLine())
            acknowledged.read(writer.readLine());
        expectKept(acknowledged, *store);
        if (QTest::currentTestFailed())
            return;
    }
}

void FaultConformance::itsMetadataSaysWhetherAStoreOutlivesItsProcess()
{
    const bool says = UrlBackends::fromEnvironment().saysPersistent();
    QVERIFY2(says || !UrlBackends::isPersistent(),
             "a process found what another one had left, and the metadata does not say persistent");
    QVERIFY2(!says || UrlBackends::isPersistent(),
             "the metadata says persistent, and a process did not find what another one had left");
}

std::unique_ptr<ConformanceTest> makeTopic_faults()
{
    return std::make_unique<FaultConformance>();
}

#include "faulttopic.moc"
