// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "session/canonicalcbor_p.h"
#include "session/controlcopy_p.h"
#include "session/storeidentity_p.h"

#include "axesstest.h"
#include "sequencerandom.h"
#include "verify.h"

#include <QtCore/qcborarray.h>
#include <QtCore/qcbormap.h>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestControlFormat : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenIsRead();
    void aMoveIsWrittenAndRead();
    void aLaterVersionIsTooNewAndWhatIsNoneIsCorrupt();
    void eachTruncationIsCorrupt();
    void noRaiseIsLostWhenStatesAreMerged();
    void anIdentityIsReadAsItWasWritten();
    void anIdentityOfALaterVersionIsTooNew();
};

namespace {

ControlState state()
{
    ControlState state;
    state.serial = 7;
    state.store = {3, 1'772'366'400'000};
    state.tenants.insert(TenantId::fromText(u"shop"_s).value(), {2, 5});
    state.tenants.insert(TenantId(), {1, 4});
    state.ringRevision = 9;
    return state;
}

QByteArray changed(const QByteArray &bytes, const QString &name, const QCborValue &value)
{
    QCborMap map = CanonicalCbor::decode(bytes)->toMap();
    map.insert(name, value);
    return CanonicalCbor::encode(map).value();
}

} // namespace

void TestControlFormat::whatIsWrittenIsRead()
{
    TAKE(decoded, decodeControl(encodeControl(state())));
    QCOMPARE(decoded, state());
}

void TestControlFormat::aMoveIsWrittenAndRead()
{
    ControlState moving = state();
    moving.move = {7, MovePhase::HandingOver, QByteArray(16, 's'), QByteArray(16, 't')};
    const QByteArray bytes = encodeControl(moving);
    TAKE(decoded, decodeControl(bytes));
    QCOMPARE(decoded, moving);
    VERIFY_FAILS(decodeControl(changed(bytes, u"from"_s, QByteArray("short"))), ErrorCode::Corrupt);
    VERIFY_FAILS(decodeControl(changed(bytes, u"step"_s, 0)), ErrorCode::Corrupt);
    // Whatever else one of two states knows, of the move the later step holds.
    ControlState later = state();
    later.serial = moving.serial + 5;
    QCOMPARE(merged(later, moving).move, moving.move);
    later.move = moving.move;
    later.move.step = 8;
    later.move.phase = MovePhase::TargetStrict;
    QCOMPARE(merged(moving, later).move, later.move);
}

void TestControlFormat::aLaterVersionIsTooNewAndWhatIsNoneIsCorrupt()
{
    const QByteArray bytes = encodeControl(state());
    VERIFY_FAILS(decodeControl(changed(bytes, u"version"_s, 2)), ErrorCode::TooNew);
    VERIFY_FAILS(decodeControl(changed(bytes, u"phase"_s, 9)), ErrorCode::TooNew);
    // A phase without the stores between which the sessions move.
    VERIFY_FAILS(decodeControl(changed(bytes, u"phase"_s, 1)), ErrorCode::Corrupt);
    VERIFY_FAILS(decodeControl(changed(bytes, u"phase"_s, u"x"_s)), ErrorCode::Corrupt);
    VERIFY_FAILS(decodeControl(changed(bytes, u"serial"_s, -1)), ErrorCode::Corrupt);
    VERIFY_FAILS(decodeControl(changed(bytes, u"store"_s, QCborArray {1})), ErrorCode::Corrupt);
    VERIFY_FAILS(decodeControl(changed(bytes, u"tenants"_s, QCborMap {{1, 2}})), ErrorCode::Corrupt);
}

void TestControlFormat::eachTruncationIsCorrupt()
{
    const QByteArray bytes = encodeControl(state());
    for (qsizetype size = 0; size < bytes.size(); ++size)
        VERIFY_FAILS(decodeControl(QByteArrayView(bytes).first(size)), ErrorCode::Corrupt);
}

void TestControlFormat::noRaiseIsLostWhenStatesAreMerged()
{
    const TenantId shop = TenantId::fromText(u"shop"_s).value();
    QCOMPARE(merged(state(), state()), state());
    QCOMPARE(merged(state(), ControlState()), state());
    QCOMPARE(merged(ControlState(), state()), state());

    // Went apart from one state: the one raised a tenant, the other the store and another tenant, and more.
    ControlState left = state();
    left.tenants[shop] = {3, 60};
    left.serial = 8;
    ControlState right = state();
    right.store = {4, 70};
    right.tenants[TenantId()] = {9, 70};
    right.ringRevision = 10;
    right.serial = 12;
    const ControlState both = merged(left, right);
    QCOMPARE(both.store, right.store);
    QCOMPARE(both.tenants.value(shop), left.tenants.value(shop));
    QCOMPARE(both.tenants.value(TenantId()), right.tenants.value(TenantId()));
    QCOMPARE(both.ringRevision, 10u);
    QCOMPARE(both.serial, 13u);
    QCOMPARE(merged(right, left), both);
    QCOMPARE(merged(both, left), both);
    QCOMPARE(merged(right, both), both);

    // Two raises to one value: sessions of either are older than the other.
    right.tenants[shop] = {3, 90};
    QCOMPARE(merged(left, right).tenants.value(shop), (Epoch {4, 90}));
}

void TestControlFormat::anIdentityIsReadAsItWasWritten()
{
    SequenceRandom random;
    for (const auto sealing : {StoreIdentity::Sealing::Clear, StoreIdentity::Sealing::Sealed}) {
        TAKE(identity, StoreIdentity::random(sealing, random));
        TAKE(decoded, StoreIdentity::fromBytes(identity.bytes()));
        QCOMPARE(decoded, identity);
    }
}

void TestControlFormat::anIdentityOfALaterVersionIsTooNew()
{
    SequenceRandom random;
    TAKE(identity, StoreIdentity::random(StoreIdentity::Sealing::Sealed, random));
    const QByteArray bytes = identity.bytes();
    VERIFY_FAILS(StoreIdentity::fromBytes(changed(bytes, u"version"_s, 2)), ErrorCode::TooNew);
    VERIFY_FAILS(StoreIdentity::fromBytes(changed(bytes, u"identity"_s, QByteArray("short"))),
                 ErrorCode::Corrupt);
    VERIFY_FAILS(StoreIdentity::fromBytes(changed(bytes, u"sealed"_s, 1)), ErrorCode::Corrupt);
    VERIFY_FAILS(StoreIdentity::fromBytes({}), ErrorCode::Corrupt);
}

QTEST_APPLESS_MAIN(TestControlFormat)
#include "tst_controlformat.moc"
