// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "session/storecore_p.h"

#include "axesstest.h"
#include "freshstore.h"
#include "storefixture.h"
#include "verify.h"

#include <functional>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

using Alter = std::function<void(SealedRow &)>;
Q_DECLARE_METATYPE(Alter)

/// What somebody who can write to the store alters there does not open: never data, never "absent".
/// On each set-up in AXESS_TEST_BACKENDS.
class TestTampering : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();

    void anAlteredColumnIsCorruptForEveryVerbThatOpens_data();
    void anAlteredColumnIsCorruptForEveryVerbThatOpens(); // Promise: 7
    void aColumnThatOnlyShortensALifeMayBeAltered();
    void eachBitOfManyPayloadsIsGuarded(); // Promise: 7
    void payloadsOfEachPairAreBoundToTheirRows(); // Promise: 7
    void aRowOfAnotherStoreDoesNotOpen(); // Promise: 7
    void aRowThatWasWrittenInTheClearDoesNotOpen(); // Promise: 7
    void aCorruptRowIsCountedAndLeftForInspection();
    void anUnreadableFormatIsTooNewAndKept(); // Promise: 7

private:
    SessionRow signedIn();

    BackendRegistry m_registry;
    std::unique_ptr<FreshStore> m_place;
    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<SessionStore> m_store;
};

void TestTampering::initTestCase_data()
{
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : FreshStore::asked(QStringLiteral(AXESS_TEST_EMBEDDED)))
        QTest::addRow("%s", qPrintable(setUp)) << setUp;
}

void TestTampering::init()
{
    AxessTest::init();
    QFETCH_GLOBAL(const QString, setUp);
    TAKE(place, FreshStore::make(setUp));
    m_place = std::move(place);
    m_fixture = std::make_unique<StoreFixture>();
    if (m_place->url() != m_fixture->url) {
        m_fixture->url = m_place->url();
        TAKE(factory, m_registry.factory(m_fixture->url, AccessMode::ReadWrite));
        m_fixture->options.factory = factory;
        // A server that expires rows itself does so by its own clock.
        m_fixture->clock->setNow(SystemClock().now());
    }
    TAKE(store, m_fixture->initialise());
    m_store = store;
}

void TestTampering::cleanup()
{
    m_store.reset();
    m_fixture.reset();
    m_place.reset();
}

SessionRow TestTampering::signedIn()
{
    SessionRow row = guestRow();
    row.tenant = tenantNamed(u"shop"_s);
    row.user = userNamed(u"ada"_s);
    return m_store->save(row).value();
}

void TestTampering::anAlteredColumnIsCorruptForEveryVerbThatOpens_data()
{
    QTest::addColumn<Alter>("alter");
    const auto add = [](const char *name, const Alter &alter) { QTest::newRow(name) << alter; };
    add("tenant", [](SealedRow &r) { r.tenant = tenantNamed(u"bank"_s); });
    add("user", [](SealedRow &r) { r.user = userNamed(u"root"_s); });
    add("level", [](SealedRow &r) { r.level = SessionLevel::SteppedUp; });
    add("created", [](SealedRow &r) { r.created -= 1; });
    add("authenticated at", [](SealedRow &r) { r.authenticatedAt += 1; });
    add("absolute deadline, later", [](SealedRow &r) { r.absoluteDeadline += 1; });
    add("absolute deadline, past", [](SealedRow &r) { r.absoluteDeadline = r.idleDeadline = r.created + 1; });
    add("store epoch", [](SealedRow &r) { r.storeEpoch += 1; });
    add("tenant epoch", [](SealedRow &r) { r.tenantEpoch += 1; });
    add("revision", [](SealedRow &r) { r.revision += 1; });
    add("write id", [](SealedRow &r) { r.writeId = "abcdefgh"; });
    add("token hash", [](SealedRow &r) { r.tokenHash = QByteArray(32, 'h'); });
    add("key id", [](SealedRow &r) { r.keyId += 1; });
    add("payload emptied", [](SealedRow &r) { r.payload.clear(); });
    add("payload cut", [](SealedRow &r) { r.payload.chop(1); });
    add("payload longer", [](SealedRow &r) { r.payload.append('x'); });
}

void TestTampering::anAlteredColumnIsCorruptForEveryVerbThatOpens()
{
    QFETCH(const Alter, alter);
    const SessionRow row = signedIn();
    SealedRow altered = m_fixture->stored(row.id);
    alter(altered);
    altered.payloadBytes = altered.payload.size();
    m_fixture->overwrite(altered);

    VERIFY_FAILS(m_store->load(row.token), ErrorCode::Corrupt);
    VERIFY_FAILS(m_store->find(row.id), ErrorCode::Corrupt);
    TAKE(to, m_store->renewed(row.token));
    VERIFY_FAILS(m_store->cycle(row.token, to, row), ErrorCode::Corrupt);
    QCOMPARE(m_store->metrics().of(Counter::CorruptRows), 3u);
    // Lists and ends go by the clear columns and still work.
    TAKE(page, m_store->page({}));
    QCOMPARE(page.sessions.size(), 1);
    VERIFY_OK(m_store->remove(row.id));
}

void TestTampering::aColumnThatOnlyShortensALifeMayBeAltered()
{
    const SessionRow row = signedIn();
    SealedRow altered = m_fixture->stored(row.id);
    altered.idleDeadline = m_fixture->clock->now();
    m_fixture->overwrite(altered);
    TAKE(loaded, m_store->load(row.token));
    QVERIFY(!loaded);

    // Moved out, it still ends at the absolute deadline, which is sealed.
    altered.idleDeadline = altered.absoluteDeadline;
    altered.change += 1;
    m_fixture->overwrite(altered);
    m_fixture->clock->advance(12h);
    TAKE(ended, m_store->load(row.token));
    QVERIFY(!ended);
}

void TestTampering::eachBitOfManyPayloadsIsGuarded()
{
    const Deadline deadline = Deadline::in(1min);
    qint64 refused = 0;
    for (int i = 0; i < 200; ++i) {
        const SealedRow row = m_fixture->stored(signedIn().id);
        for (qsizetype bit = i % 7; bit < row.payload.size() * 8; bit += 7) {
            SealedRow altered = row;
            altered.payload[bit / 8] = char(altered.payload[bit / 8] ^ (1 << (bit % 8)));
            const auto content = m_store->core().openRow(altered, deadline);
            QVERIFY2(!content, QByteArray::number(bit).constData());
            const bool isFormat = bit / 8 == 2 || bit / 8 == 3;
            QCOMPARE(content.error().code(), isFormat ? ErrorCode::TooNew : ErrorCode::Corrupt);
            ++refused;
        }
    }
    qInfo("%lld flipped bits, none opened", static_cast<long long>(refused));
}

void TestTampering::payloadsOfEachPairAreBoundToTheirRows()
{
    QList<SealedRow> rows;
    for (int i = 0; i < 100; ++i)
        rows.append(m_fixture->stored(signedIn().id));
    for (const SealedRow &row : std::as_const(rows)) {
        for (const SealedRow &other : std::as_const(rows)) {
            SealedRow exchanged = row;
            exchanged.payload = other.payload;
            const auto content = m_store->core().openRow(exchanged, Deadline::in(1min));
            QCOMPARE(content.has_value(), row.id == other.id);
            if (!content)
                QCOMPARE(content.error().code(), ErrorCode::Corrupt);
        }
    }
}

void TestTampering::aRowOfAnotherStoreDoesNotOpen()
{
    StoreFixture theirs;
    theirs.rootKey = m_fixture->rootKey;
    // Another random sequence: two stores never have the same keys.
    VERIFY_OK(theirs.random->bytes<64>());
    TAKE(other, theirs.open());
    TAKE(row, other->save(guestRow()));
    SealedRow moved = theirs.stored(row.id);
    VERIFY_OK(m_fixture->connection()->install(std::span(&moved, 1)));
    VERIFY_FAILS(m_store->load(row.token), ErrorCode::KeyMissing);
}

void TestTampering::aRowThatWasWrittenInTheClearDoesNotOpen()
{
    const SessionRow row = signedIn();
    SealedRow forged = m_fixture->stored(row.id);
    RowContent content {30min, 12h, {}, 0, QByteArray::fromHex("a0")};
    VERIFY_OK(RowSealer::seal(forged, content, nullptr, *m_fixture->random));
    m_fixture->overwrite(forged);
    VERIFY_FAILS(m_store->load(row.token), ErrorCode::Corrupt);
}

void TestTampering::aCorruptRowIsCountedAndLeftForInspection()
{
    const SessionRow row = signedIn();
    SealedRow altered = m_fixture->stored(row.id);
    altered.payload[60] = char(altered.payload[60] ^ 1);
    m_fixture->overwrite(altered);
    VERIFY_FAILS(m_store->load(row.token), ErrorCode::Corrupt);
    QCOMPARE(m_store->metrics().of(Counter::CorruptRows), 1u);
    QCOMPARE(m_fixture->stored(row.id).payload, altered.payload);
}

void TestTampering::anUnreadableFormatIsTooNewAndKept()
{
    const SessionRow row = signedIn();
    SealedRow later = m_fixture->stored(row.id);
    later.payload[2] = 2;
    m_fixture->overwrite(later);
    VERIFY_FAILS(m_store->load(row.token), ErrorCode::TooNew);
    QCOMPARE(m_fixture->stored(row.id).payload, later.payload);
}

QTEST_GUILESS_MAIN(TestTampering)
#include "tst_tampering.moc"
