// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// An instance that writes to two stores and dies by SIGKILL between them: twinworker LEADER FOLLOWER NAME
// WHERE N. WHERE is leader-before, leader-after, follower-before or follower-after: at the N-th write there.
// Before and behind each of its calls it tells what it does, a line each: `begins remove ID`, `done remove
// ID`.

#include "twinworker.h"

#include "storage/storageaccess_p.h"
#include "storage/twinconnection_p.h"

#include "decoratedconnection.h"
#include "rowbuilder.h"

#include <axess/randomsource.h>

#include <QtCore/qcoreapplication.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <random>

#include <unistd.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Counts the writes of one store; the process dies at one of them.
class Death
{
public:
    Death(bool isHere, bool isBefore, int write)
        : m_isBefore(isBefore)
        , m_left(isHere ? write : -1)
    { }

    void begins()
    {
        if (m_left > 0 && --m_left == 0)
            m_isNow = true;
        if (m_isNow && m_isBefore)
            ::kill(::getpid(), SIGKILL);
    }
    void done() const
    {
        if (m_isNow)
            ::kill(::getpid(), SIGKILL);
    }

private:
    const bool m_isBefore;
    int m_left;
    bool m_isNow = false;
};

class MortalConnection final : public DecoratedConnection
{
public:
    MortalConnection(std::unique_ptr<StorageConnection> inner, Death &death)
        : DecoratedConnection(std::move(inner))
        , m_death(death)
    { }

protected:
    Result<void> before(QStringView, Effect effect) override
    {
        if (effect == Effect::Write)
            m_death.begins();
        return {};
    }
    Result<void> after(QStringView, Effect effect) override
    {
        if (effect == Effect::Write)
            m_death.done();
        return {};
    }

private:
    Death &m_death;
};

class MortalFactory final : public ConnectionFactory
{
public:
    MortalFactory(std::shared_ptr<ConnectionFactory> inner, Death &death)
        : m_inner(std::move(inner))
        , m_death(death)
    { }

    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &deadline) override
    {
        return m_inner->connect(deadline).transform(
            [&](std::unique_ptr<StorageConnection> inner) -> std::unique_ptr<StorageConnection> {
                return std::make_unique<MortalConnection>(std::move(inner), m_death);
            });
    }
    int concurrentWriters() const override { return m_inner->concurrentWriters(); }
    int defaultPoolSize() const override { return 1; }

private:
    const std::shared_ptr<ConnectionFactory> m_inner;
    Death &m_death;
};

void tell(const char *when, const char *verb, const SessionId &id)
{
    std::printf("%s %s %s\n", when, verb, qPrintable(id.text()));
    std::fflush(stdout);
}

/// Random calls, each about one session.
class Caller
{
public:
    explicit Caller(StorageAccess &store)
        : m_store(store)
    { }

    Result<void> call()
    {
        if (m_ids.size() < 3)
            return create();
        const SessionId id = m_ids[qsizetype(m_random() % quint64(m_ids.size()))];
        switch (m_random() % 5) {
        case 0:
            return create();
        case 1:
            m_ids.removeOne(id);
            return told("remove", id,
                        [&] { return m_store.remove({id, EndReason::SignedOut, {}, now()}, deadline()); });
        case 2:
            return told("revoke", id, [&] {
                return m_store.revoke(revocationOf(id, now(), now() + 60'000), horizon(), deadline());
            });
        default:
            return save(id);
        }
    }

private:
    static qint64 now() { return SystemClock().now(); }
    static Deadline deadline() { return Deadline::in(30s); }
    static Horizon horizon()
    {
        Horizon horizon;
        horizon.now = now();
        return horizon;
    }

    template<typename Call> Result<void> told(const char *verb, const SessionId &id, Call call)
    {
        tell("begins", verb, id);
        const auto done = call();
        if (!done)
            return std::unexpected(done.error());
        tell("done", verb, id);
        return {};
    }
    Result<void> create()
    {
        const auto id = SessionId::random(m_source);
        if (!id)
            return std::unexpected(id.error());
        m_ids.append(*id);
        const NewRow row = RowBuilder(now()).id(*id).entry();
        return told("create", *id, [&] { return m_store.create(row, horizon(), deadline()); });
    }
    Result<void> save(const SessionId &id)
    {
        const auto row = m_store.load(id, deadline());
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            return {};
        return told("save", id, [&] { return m_store.update(saveOf(**row), horizon(), deadline()); });
    }

    StorageAccess &m_store;
    SystemRandom m_source;
    std::mt19937_64 m_random {std::random_device {}()};
    QList<SessionId> m_ids;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 6)
        return 2;
    const QString &where = arguments[4];
    const bool isBefore = where.endsWith(u"before"_s);
    Death atLeader(where.startsWith(u"leader"_s), isBefore, arguments[5].toInt());
    Death atFollower(where.startsWith(u"follower"_s), isBefore, arguments[5].toInt());

    BackendRegistry registry;
    const auto leader = KilledTwins::factoryOf(registry, arguments[1]);
    const auto follower = KilledTwins::factoryOf(registry, arguments[2]);
    if (!leader || !follower)
        return 1;
    StorageAccess following(std::make_shared<MortalFactory>(*follower, atFollower));
    const auto twin
        = std::make_shared<Twin>(following,
                                 Twin::Settings {.document = KilledTwins::Notes.toString() + arguments[3],
                                                 .heldDocuments = {},
                                                 .clock = std::make_shared<SystemClock>()});
    twin->setMode(TwinMode::Lenient);
    StorageAccess leading(
        std::make_shared<TwinFactory>(std::make_shared<MortalFactory>(*leader, atLeader), twin));
    Caller caller(leading);
    for (int calls = 0; calls < 1'000; ++calls) {
        if (const auto called = caller.call(); !called) {
            std::fprintf(stderr, "%s\n", qPrintable(called.error().message()));
            return 1;
        }
    }
    return 0;
}
