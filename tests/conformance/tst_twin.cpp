// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "decoratedconnection.h"
#include "environment.h"
#include "freshbackends.h"
#include "twinstores.h"

#include "storage/memorybackend_p.h"
#include "storage/storageaccess_p.h"
#include "storage/twinconnection_p.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Two stores of which one leads, as while sessions move: the leader answers as it would by itself, and the
/// follower holds the same sessions.
///
/// The backend leads once and follows once. Other than the engine, these random calls use ids again after
/// they have ended: then the follower's tombstone stands against the leader's row, which has to be noted.
class TwinConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void whoFollowsHoldsWhatTheLeaderHolds_data();
    void whoFollowsHoldsWhatTheLeaderHolds();
    void generationsAreFollowed();
    void aFollowerThatWasNotToldIsNoted();
    void whatEndedBehindTheFollowersBackStaysEnded(); // Promise: 1

private:
    static constexpr int Sequences = 5;
    static constexpr int Calls = 50;

    /// A store that leads, the backend or one in memory, and the other one as its follower.
    void pair(bool backendLeads);
    QString runSequence(TwinStores &twins);
    QString compareStores();
    /// What was noted since the stores were paired.
    TwinNote takeNote();
    QHash<SessionId, SealedRow> rowsOf(StorageConnection &connection);

    std::shared_ptr<ConnectionFactory> m_memory;
    std::unique_ptr<StorageAccess> m_follower;
    std::shared_ptr<Twin> m_twin;
    TwinNote m_noted;
    std::unique_ptr<StorageConnection> m_leader;
    std::unique_ptr<StorageConnection> m_reader; ///< The follower's, past the pair.
};

/// A store whose ended sessions nobody can install again, as those of one that leads.
class BuryingConnection final : public DecoratedConnection
{
public:
    using DecoratedConnection::DecoratedConnection;

    Result<QList<WriteOutcome>> create(std::span<const NewRow> rows, const Horizon &horizon) override
    {
        return buried(DecoratedConnection::create(rows, horizon));
    }
    Result<QList<WriteOutcome>> update(std::span<const RowUpdate> updates, const Horizon &horizon) override
    {
        return buried(DecoratedConnection::update(updates, horizon));
    }
    Result<QList<RemovedRow>> remove(std::span<const Removal> removals) override
    {
        QList<SessionId> ids;
        for (const Removal &removal : removals)
            ids.append(removal.id);
        auto removed = DecoratedConnection::remove(removals);
        return buried(ids).transform([&] { return *removed; });
    }
    Result<QList<RemovedRow>> removeExpired(const Horizon &horizon, int limit) override
    {
        auto removed = DecoratedConnection::removeExpired(horizon, limit);
        QList<SessionId> ids;
        for (const RemovedRow &row : *removed)
            ids.append(row.id);
        return buried(ids).transform([&] { return *removed; });
    }

private:
    Result<void> buried(const QList<SessionId> &ids)
    {
        return bury(ids, std::numeric_limits<qint64>::max() / 2);
    }
    Result<QList<WriteOutcome>> buried(const Result<QList<WriteOutcome>> &outcomes)
    {
        QList<SessionId> displaced;
        for (const WriteOutcome &outcome : outcomes.value_or(QList<WriteOutcome>()))
            displaced += outcome.displaced;
        return buried(displaced).and_then([&] { return outcomes; });
    }
};

void TwinConformance::cleanup()
{
    m_reader.reset();
    m_leader.reset();
    m_twin.reset();
    m_follower.reset();
    m_memory.reset();
    ConformanceTest::cleanup();
}

void TwinConformance::pair(bool backendLeads)
{
    m_memory = createMemoryBackend()->factory({}, AccessMode::ReadWrite).value();
    const std::shared_ptr<ConnectionFactory> backend(&factory(), [](ConnectionFactory *) { });
    const auto leader = backendLeads ? backend : m_memory;
    const auto follower = backendLeads ? m_memory : backend;
    m_follower = std::make_unique<StorageAccess>(follower);
    m_twin = std::make_shared<Twin>(*m_follower,
                                    Twin::Settings {.document = u"pair/1"_s,
                                                    .heldDocuments = {u"value/"_s},
                                                    .clock = std::make_shared<SystemClock>()});
    m_twin->setMode(TwinMode::Lenient);
    m_noted = {};
    const Deadline deadline = Deadline::in(30s);
    m_leader = TwinFactory(leader, m_twin).connect(deadline).value();
    m_reader = follower->connect(deadline).value();
    for (auto *connection : {m_leader.get(), m_reader.get()})
        connection->setDeadline(Deadline::in(60s));
}

void TwinConformance::whoFollowsHoldsWhatTheLeaderHolds_data()
{
    QTest::addColumn<bool>("backendLeads");
    QTest::addColumn<quint64>("seed");
    const quint64 stores = quint64(numberFrom("AXESS_DIFFERENTIAL_STORES", 3));
    for (quint64 seed = 1; seed <= stores; ++seed) {
        QTest::addRow("leads, seed %d", int(seed)) << true << seed;
        QTest::addRow("follows, seed %d", int(seed)) << false << seed;
    }
}

void TwinConformance::whoFollowsHoldsWhatTheLeaderHolds()
{
    QFETCH(bool, backendLeads);
    QFETCH(quint64, seed);
    pair(backendLeads);
    TAKE(plainFactory, createMemoryBackend()->factory({}, AccessMode::ReadWrite));
    TAKE(open, plainFactory->connect(Deadline::in(10s)));
    const auto plain = std::make_unique<BuryingConnection>(std::move(open));

    qint64 time = now();
    for (int sequence = 0; sequence < Sequences; ++sequence) {
        TwinStores twins(*plain, *m_leader, seed * Sequences + quint64(sequence), time);
        const QString difference = runSequence(twins);
        if (!difference.isEmpty())
            QFAIL(qPrintable(u"seed %1, sequence %2, %3"_s.arg(seed).arg(sequence).arg(difference)));
        time = twins.now();
    }
}

QString TwinConformance::runSequence(TwinStores &twins)
{
    for (int call = 0; call < Calls; ++call) {
        m_leader->setDeadline(Deadline::in(60s));
        const QString difference = twins.step();
        if (!difference.isEmpty())
            return u"call %1: %2"_s.arg(call).arg(difference);
    }
    m_reader->setDeadline(Deadline::in(60s));
    const QString apart = compareStores();
    const QString difference = apart.isEmpty() ? twins.compareAll() : apart;
    return difference.isEmpty() ? difference : u"at the end: "_s + difference;
}

QHash<SessionId, SealedRow> TwinConformance::rowsOf(StorageConnection &connection)
{
    QHash<SessionId, SealedRow> rows;
    PageRequest request;
    request.limit = 64;
    do {
        const auto page = connection.page(request).value();
        const QList<SessionId> ids = idsOf(page.rows);
        const QList<SealedRow> loaded = connection.load(all(ids)).value();
        for (const SealedRow &row : loaded)
            rows.insert(row.id, row);
        request.cursor = page.next;
    } while (!request.cursor.isEmpty());
    return rows;
}

// The notes are taken out: the plain store beside the leader has none.
TwinNote TwinConformance::takeNote()
{
    const auto document = m_leader->document(u"pair/1"_s).value();
    if (document && m_leader->removeDocument(document->name, document->revision)) {
        const TwinNote note = TwinNote::fromBytes(document->bytes);
        m_noted.written |= note.written;
        m_noted.dirty |= note.dirty;
    }
    return m_noted;
}

QString TwinConformance::compareStores()
{
    const TwinNote note = takeNote();
    const auto leader = rowsOf(*m_leader);
    const auto follower = rowsOf(*m_reader);
    for (auto it = leader.cbegin(); it != leader.cend(); ++it) {
        if (!note.written.contains(it.key().bucket()))
            return u"a bucket was written without a note"_s;
        if (!note.dirty.contains(it.key().bucket()) && follower.value(it.key()) != it.value())
            return u"the follower has another row"_s;
    }
    for (auto it = follower.cbegin(); it != follower.cend(); ++it) {
        if (!leader.contains(it.key()))
            return u"the follower has a row that ended"_s;
    }
    return {};
}

void TwinConformance::generationsAreFollowed()
{
    pair(true);
    const TenantId tenant = tenantOf(u"shop"_s);
    const UserId ann = userOf(u"ann"_s);
    TAKE(raised, m_leader->raiseUser(tenant, ann));
    QCOMPARE(raised, 1ULL);
    VERIFY_OK(m_leader->putUserGeneration(tenant, ann, 7));
    TAKE(generation, m_reader->userGeneration(tenant, ann));
    QCOMPARE(generation, 7ULL);
}

void TwinConformance::aFollowerThatWasNotToldIsNoted()
{
    pair(false);
    const RowBuilder row = aRow();
    // A tombstone: the follower will not take the row.
    VERIFY_OK(m_reader->bury(only(row.row().id), now() + Hour));
    TAKE(outcomes, m_leader->create(only(row.entry()), horizon()));
    QCOMPARE(outcomes.constFirst().status, WriteStatus::Stored);
    const TwinNote note = takeNote();
    QVERIFY(note.dirty.contains(row.row().id.bucket()));
    QCOMPARE(note.dirty.count(), 1);
}

void TwinConformance::whatEndedBehindTheFollowersBackStaysEnded()
{
    pair(false);
    const RowBuilder row = aRow();
    TAKE(created, m_leader->create(only(row.entry()), horizon()));
    QCOMPARE(created.constFirst().status, WriteStatus::Stored);
    TAKE(copied, m_leader->load(only(row.row().id)));
    // Taken away by the store itself, as by its own expiry; then somebody signs out.
    const Removal removal {row.row().id, EndReason::SignedOut, {}, now()};
    TAKE(past, m_memory->connect(Deadline::in(10s)));
    VERIFY_OK(past->remove(only(removal)));
    TAKE(removed, m_leader->remove(only(removal)));
    QVERIFY(removed.isEmpty());
    // A copy that was under way.
    TAKE(installed, m_reader->install(all(copied)));
    QCOMPARE(installed, QList {InstallStatus::Buried});
}

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    FreshBackends backends;
    TwinConformance test;
    test.setBackends(backends);
    return QTest::qExec(&test, argc, argv);
}

#include "tst_twin.moc"
