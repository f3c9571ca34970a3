// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "session/storecore_p.h"

#include "axesstest.h"
#include "decoratedconnection.h"
#include "storefixture.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Epochs, and the copy of the control document that answers rest on.
class TestControlCopy : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aRaisedStoreEpochEndsEverythingOlderOnEveryInstance(); // Promise: 5
    void aRaisedTenantEpochEndsThatTenantOnly();
    void aTicketOfAnOlderEpochDoesNotAdmit();
    void aRaisedEpochIsInTheLog();
    void theLagIsWaitedOutWithinTheDeadline();
    void theSweepTakesWhatAnEpochEnded();
    void aCopyIsUsedUntilItsLagIsOver();
    void halfWayThroughOneCallerRenewsTheCopy();
    void anOlderControlDocumentIsNotTakenAndTheNewerPutBack();
    void epochsThatWereRaisedApartAllHold_data();
    void epochsThatWereRaisedApartAllHold();
    void aRemovedControlDocumentIsPutBack();
    void anAlteredControlDocumentIsCorrupt();
    void anOlderRingIsNotTakenAndTheNewerPutBack();
    void ringsThatWentApartAreMerged();
    void anUnknownKeyHasTheRingReadAgain();
};

namespace {

SessionRow savedIn(SessionStore &store, const QString &tenant)
{
    SessionRow row = guestRow();
    row.tenant = tenantNamed(tenant);
    return store.save(row).value();
}

/// Notes how much time calls have that put a document.
class TimedFactory final : public ConnectionFactory
{
public:
    explicit TimedFactory(std::shared_ptr<ConnectionFactory> inner)
        : m_inner(std::move(inner))
    { }

    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &deadline) override
    {
        return m_inner->connect(deadline).transform([this](std::unique_ptr<StorageConnection> connection) {
            return std::unique_ptr<StorageConnection>(new Connection(std::move(connection), longest));
        });
    }
    int concurrentWriters() const override { return m_inner->concurrentWriters(); }
    int defaultPoolSize() const override { return m_inner->defaultPoolSize(); }

    std::chrono::milliseconds longest = 0ms;

private:
    class Connection final : public DecoratedConnection
    {
    public:
        Connection(std::unique_ptr<StorageConnection> inner, std::chrono::milliseconds &longest)
            : DecoratedConnection(std::move(inner))
            , m_longest(longest)
        { }
        void setDeadline(const Deadline &deadline) override
        {
            m_deadline = deadline;
            DecoratedConnection::setDeadline(deadline);
        }
        Result<quint64> putDocument(const QString &name, const QByteArray &bytes, quint64 revision) override
        {
            m_longest = std::max(m_longest, m_deadline.remaining());
            return DecoratedConnection::putDocument(name, bytes, revision);
        }

    private:
        std::chrono::milliseconds &m_longest;
        Deadline m_deadline = Deadline::in(0ms);
    };

    std::shared_ptr<ConnectionFactory> m_inner;
};

bool isLive(SessionStore &store, const SessionRow &row)
{
    return store.load(row.token).value().has_value();
}

} // namespace

void TestControlCopy::aRaisedStoreEpochEndsEverythingOlderOnEveryInstance()
{
    StoreFixture fixture;
    TAKE(first, fixture.open());
    TAKE(second, fixture.open());
    const SessionRow before = savedIn(*second, u"shop"_s);
    TAKE(epoch, first->raiseStoreEpoch(u"keys were stolen"_s));
    QCOMPARE(epoch, 1u);
    for (const auto &store : {first, second}) {
        QVERIFY(!isLive(*store, before));
        VERIFY_FAILS(store->save(before), ErrorCode::Gone);
        VERIFY_FAILS(store->touch(before), ErrorCode::Gone);
        TAKE(page, store->page({}));
        QCOMPARE(page.sessions.first().life, Life::Expired);
    }
    const SessionRow after = savedIn(*second, u"shop"_s);
    QVERIFY(isLive(*first, after));
    TAKE(third, fixture.open());
    QVERIFY(!isLive(*third, before));
    QVERIFY(isLive(*third, after));
}

void TestControlCopy::aRaisedTenantEpochEndsThatTenantOnly()
{
    StoreFixture fixture;
    TAKE(first, fixture.open());
    TAKE(second, fixture.open());
    const SessionRow shop = savedIn(*first, u"shop"_s);
    const SessionRow bank = savedIn(*first, u"bank"_s);
    VERIFY_OK(second->raiseTenantEpoch(tenantNamed(u"shop"_s), u"contract ended"_s));
    QVERIFY(!isLive(*first, shop));
    QVERIFY(isLive(*first, bank));
    TAKE(again, second->raiseTenantEpoch(tenantNamed(u"shop"_s), u"once more"_s));
    QCOMPARE(again, 2u);
}

void TestControlCopy::aTicketOfAnOlderEpochDoesNotAdmit()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    TAKE(ticket, store->ticket(userNamed(u"ada"_s)));
    VERIFY_OK(store->raiseStoreEpoch(u"x"_s));
    SessionRow row = guestRow();
    row.user = ticket.user;
    VERIFY_FAILS(store->save(row, SignIn {ticket}), ErrorCode::Gone);
}

void TestControlCopy::aRaisedEpochIsInTheLog()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    VERIFY_OK(store->raiseTenantEpoch(tenantNamed(u"shop"_s), u"contract ended"_s));
    TAKE(events, store->events(0));
    QCOMPARE(events.size(), 1);
    QCOMPARE(events.first().kind, EventKind::EpochRaised);
    QCOMPARE(events.first().tenant, tenantNamed(u"shop"_s));
    QCOMPARE(events.first().detail, u"contract ended"_s);
}

void TestControlCopy::theLagIsWaitedOutWithinTheDeadline()
{
    StoreFixture fixture;
    VERIFY_OK(fixture.open());
    const auto timed = std::make_shared<TimedFactory>(fixture.options.factory);
    fixture.options.factory = timed;
    fixture.options.callDeadline = 60s;
    fixture.options.controlLag = 20ms;
    TAKE(store, fixture.open());
    VERIFY_OK(store->raiseStoreEpoch(u"x"_s));
    QCOMPARE_GT(timed->longest, 50s);
    QCOMPARE_LE(timed->longest, 60s - 20ms);
}

void TestControlCopy::theSweepTakesWhatAnEpochEnded()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    savedIn(*store, u"shop"_s);
    fixture.clock->advance(1ms);
    VERIFY_OK(store->raiseStoreEpoch(u"x"_s));
    TAKE(early, store->cleanupExpired());
    QCOMPARE(early, 0);
    fixture.clock->advance(1min + 1ms);
    TAKE(swept, store->cleanupExpired());
    QCOMPARE(swept, 1);
}

void TestControlCopy::aCopyIsUsedUntilItsLagIsOver()
{
    StoreFixture fixture;
    TAKE(other, fixture.open());
    fixture.options.controlLag = 900ms;
    TAKE(store, fixture.open());
    const SessionRow row = savedIn(*store, u"shop"_s);
    // The other's lag is nothing: it does not wait until everybody must have seen the change.
    VERIFY_OK(other->raiseStoreEpoch(u"x"_s));
    QVERIFY(isLive(*store, row));
    const quint64 documents = store->metrics().of(Verb::Document).calls;
    fixture.clock->advance(400ms);
    QVERIFY(isLive(*store, row));
    QCOMPARE(store->metrics().of(Verb::Document).calls, documents);
    fixture.clock->advance(500ms);
    QVERIFY(!isLive(*store, row));
}

void TestControlCopy::halfWayThroughOneCallerRenewsTheCopy()
{
    StoreFixture fixture;
    fixture.options.controlLag = 900ms;
    TAKE(store, fixture.open());
    const SessionRow row = savedIn(*store, u"shop"_s);
    const quint64 documents = store->metrics().of(Verb::Document).calls;
    fixture.clock->advance(450ms);
    QVERIFY(isLive(*store, row));
    QCOMPARE(store->metrics().of(Verb::Document).calls, documents + 1);
    QVERIFY(isLive(*store, row));
    QCOMPARE(store->metrics().of(Verb::Document).calls, documents + 1);
}

void TestControlCopy::anOlderControlDocumentIsNotTakenAndTheNewerPutBack()
{
    StoreFixture fixture;
    fixture.rootKey = RootKey::none();
    TAKE(store, fixture.open());
    const SessionRow row = savedIn(*store, u"shop"_s);
    const auto connection = fixture.connection();
    const QString name = DocumentName::Control.toString();
    TAKE(before, connection->document(name));
    VERIFY_OK(store->raiseStoreEpoch(u"x"_s));

    // A store that lost an acknowledged write.
    TAKE(after, connection->document(name));
    VERIFY_OK(connection->putDocument(name, before->bytes, after->revision));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("older control document")));
    QVERIFY(!isLive(*store, row));
    TAKE(putBack, connection->document(name));
    QCOMPARE(putBack->bytes, after->bytes);
}

void TestControlCopy::epochsThatWereRaisedApartAllHold_data()
{
    QTest::addColumn<int>("raises");
    QTest::newRow("as many as were lost") << 1;
    QTest::newRow("more than were lost") << 2;
}

void TestControlCopy::epochsThatWereRaisedApartAllHold()
{
    QFETCH(const int, raises);
    StoreFixture fixture;
    fixture.rootKey = RootKey::none();
    TAKE(first, fixture.open());
    const SessionRow shop = savedIn(*first, u"shop"_s);
    const SessionRow bank = savedIn(*first, u"bank"_s);
    const SessionRow pub = savedIn(*first, u"pub"_s);
    const auto connection = fixture.connection();
    const QString name = DocumentName::Control.toString();
    TAKE(backup, connection->document(name));
    VERIFY_OK(first->raiseTenantEpoch(tenantNamed(u"shop"_s), u"contract ended"_s));

    // A backup is put back, and an instance that began on it raises another epoch.
    TAKE(lost, connection->document(name));
    VERIFY_OK(connection->putDocument(name, backup->bytes, lost->revision));
    TAKE(second, fixture.open());
    for (int i = 0; i < raises; ++i)
        VERIFY_OK(second->raiseTenantEpoch(tenantNamed(u"bank"_s), u"contract ended"_s));
    QVERIFY(isLive(*second, shop));

    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("older control document")));
    for (const auto &store : {first, second}) {
        QVERIFY(!isLive(*store, shop));
        QVERIFY(!isLive(*store, bank));
        QVERIFY(isLive(*store, pub));
    }
}

void TestControlCopy::aRemovedControlDocumentIsPutBack()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    const SessionRow row = savedIn(*store, u"shop"_s);
    VERIFY_OK(store->raiseStoreEpoch(u"x"_s));
    const auto connection = fixture.connection();
    const QString name = DocumentName::Control.toString();
    TAKE(document, connection->document(name));
    VERIFY_OK(connection->removeDocument(name, document->revision));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("older control document")));
    QVERIFY(!isLive(*store, row));
    TAKE(another, fixture.open());
    QVERIFY(!isLive(*another, row));
}

void TestControlCopy::anAlteredControlDocumentIsCorrupt()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    const SessionRow row = savedIn(*store, u"shop"_s);
    const auto connection = fixture.connection();
    const QString name = DocumentName::Control.toString();
    TAKE(document, connection->document(name));
    // The same bytes at another revision are a replay.
    VERIFY_OK(connection->putDocument(name, document->bytes, document->revision));
    VERIFY_FAILS(store->load(row.token), ErrorCode::Corrupt);
    QByteArray altered = document->bytes;
    altered[altered.size() / 2] = char(altered[altered.size() / 2] ^ 1);
    VERIFY_OK(connection->putDocument(name, altered, document->revision + 1));
    VERIFY_FAILS(store->load(row.token), ErrorCode::Corrupt);
    VERIFY_FAILS(fixture.open(), ErrorCode::Corrupt);
}

void TestControlCopy::anOlderRingIsNotTakenAndTheNewerPutBack()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    const auto connection = fixture.connection();
    const QString name = DocumentName::Ring.toString();
    TAKE(older, connection->document(name));
    TAKE(current, store->core().ring().ring());
    TAKE(next, current->withStaged(KeyPurpose::Envelope, fixture.clock->now(), *fixture.random));
    TAKE(sealed, sealRing(next, *fixture.random));
    VERIFY_OK(connection->putDocument(name, sealed, older->revision));
    TAKE(keys, store->keys());
    QCOMPARE(keys.size(), 5);

    VERIFY_OK(connection->putDocument(name, older->bytes, older->revision + 1));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("older key ring")));
    TAKE(still, store->keys());
    QCOMPARE(still.size(), 5);
    TAKE(other, fixture.open());
    TAKE(theirs, other->keys());
    QCOMPARE(theirs.size(), 5);
}

void TestControlCopy::ringsThatWentApartAreMerged()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    const auto connection = fixture.connection();
    const QString name = DocumentName::Ring.toString();
    TAKE(ring, store->core().ring().ring());
    const auto rotated = [&](int more) {
        KeyRing next = *ring;
        for (int i = 0; i < more; ++i)
            next = next.withStaged(KeyPurpose::Cookie, fixture.clock->now(), *fixture.random).value();
        return sealRing(next, *fixture.random).value();
    };
    VERIFY_OK(connection->putDocument(name, rotated(1), 1));
    TAKE(keys, store->keys());

    // The store loses that write, and another program makes other keys.
    for (const int more : {1, 2}) {
        TAKE(document, connection->document(name));
        VERIFY_OK(connection->putDocument(name, rotated(more), document->revision));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("older key ring")));
        TAKE(all, store->keys());
        QCOMPARE(all.size(), keys.size() + more);
        TAKE(other, fixture.open());
        TAKE(theirs, other->keys());
        QCOMPARE(theirs.size(), all.size());
        keys = all;
    }
}

void TestControlCopy::anUnknownKeyHasTheRingReadAgain()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    const auto connection = fixture.connection();
    TAKE(ring, store->core().ring().ring());
    TAKE(staged, ring->withStaged(KeyPurpose::Envelope, fixture.clock->now(), *fixture.random));
    quint32 fresh = 0;
    for (const DataKey &key : staged.keys())
        fresh = key.state == KeyState::Staged ? key.id : fresh;
    TAKE(active, staged.withActivated(fresh, fixture.clock->now()));
    TAKE(sealed, sealRing(active, *fixture.random));
    VERIFY_OK(connection->putDocument(DocumentName::Ring.toString(), sealed, 1));

    TAKE(rotated, fixture.open());
    const SessionRow row = savedIn(*rotated, u"shop"_s);
    QCOMPARE(row.keyId, fresh);
    QVERIFY(isLive(*store, row));
    // What was sealed by the key before still opens.
    const SessionRow old = savedIn(*store, u"shop"_s);
    QVERIFY(isLive(*rotated, old));
}

QTEST_GUILESS_MAIN(TestControlCopy)
#include "tst_controlcopy.moc"
