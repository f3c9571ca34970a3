// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "session/storecore_p.h"

#include "axesstest.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/rootkey.h>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestStoreOpener : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyEmbeddedStoreIsMade();
    void createNoMakesNothing();
    void anOperatorMakesNothing();
    void anEmptyStoreInMemoryIsRefusedAtOnce();
    void twoInstancesShareOneStore();
    void initialisingTwiceChangesNothing();
    void anotherRootKeyOpensNothing();
    void aSealedStoreStaysShutWithoutItsKey(); // Promise: 7
    void aStoreInTheClearRefusesARootKey();
    void rowsWithoutIdentityAreKeyMissing();
    void rowsWithoutARingAreKeyMissing();
    void anInterruptedInitialisingIsFinished();
    void rowsWithoutAControlDocumentAreCorrupt();
    void aRingOlderThanTheControlDocumentSaysIsCorrupt(); // Promise: 7
    void documentsOfAnotherStoreDoNotOpen();
    void nothingIsPutBackIntoAnEmptiedStore();
    void aLaterIdentityIsTooNew();
    void theUrlMayInsistOnSealing();
    void capabilitiesSayWhatTheStoreIs(); // Promise: 10

private:
    void replaceDocument(StoreFixture &fixture, QStringView name, const std::optional<QByteArray> &bytes);
    QByteArray document(StoreFixture &fixture, QStringView name);
};

void TestStoreOpener::replaceDocument(StoreFixture &fixture, QStringView name,
                                      const std::optional<QByteArray> &bytes)
{
    const auto connection = fixture.connection();
    TAKE(before, connection->document(name.toString()));
    const quint64 revision = before ? before->revision : 0;
    if (bytes)
        VERIFY_OK(connection->putDocument(name.toString(), *bytes, revision));
    else
        VERIFY_OK(connection->removeDocument(name.toString(), revision));
}

QByteArray TestStoreOpener::document(StoreFixture &fixture, QStringView name)
{
    return fixture.connection()->document(name.toString()).value().value_or(StoredDocument()).bytes;
}

void TestStoreOpener::anEmptyEmbeddedStoreIsMade()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    for (const auto name : {DocumentName::Identity, DocumentName::Ring, DocumentName::Control})
        QVERIFY2(!document(fixture, name).isEmpty(), qPrintable(name.toString()));
    TAKE(keys, store->keys());
    QCOMPARE(keys.size(), 4);
}

void TestStoreOpener::createNoMakesNothing()
{
    StoreFixture fixture;
    fixture.url = fixture.url.withOption(u"create"_s, u"no"_s);
    VERIFY_FAILS(fixture.open(), ErrorCode::InvalidArgument);
    QVERIFY(document(fixture, DocumentName::Identity).isEmpty());
    VERIFY_OK(fixture.initialise());
    VERIFY_OK(fixture.open());
}

void TestStoreOpener::anOperatorMakesNothing()
{
    StoreFixture fixture;
    VERIFY_FAILS(fixture.openKeyless(), ErrorCode::InvalidArgument);
}

void TestStoreOpener::anEmptyStoreInMemoryIsRefusedAtOnce()
{
    QElapsedTimer timer;
    timer.start();
    const StoreUrl url = StoreUrl::parse(u"memory:"_s).value();
    StoreOptions options;
    for (const AccessMode access : {AccessMode::ReadWrite, AccessMode::ReadOnly}) {
        options.access = access;
        VERIFY_FAILS(SessionStore::openKeyless(url, options), ErrorCode::InvalidArgument);
    }
    // Far below the time that opening may take.
    QVERIFY2(timer.elapsed() < 5000, QByteArray::number(timer.elapsed()).constData());
}

void TestStoreOpener::twoInstancesShareOneStore()
{
    StoreFixture fixture;
    TAKE(first, fixture.open());
    TAKE(second, fixture.open());
    TAKE(row, first->save(guestRow()));
    TAKE(loaded, second->load(row.token));
    QVERIFY(loaded);
    QCOMPARE(loaded->data, row.data);
}

void TestStoreOpener::initialisingTwiceChangesNothing()
{
    StoreFixture fixture;
    VERIFY_OK(fixture.initialise());
    const QByteArray ring = document(fixture, DocumentName::Ring);
    VERIFY_OK(fixture.initialise());
    QCOMPARE(document(fixture, DocumentName::Ring), ring);
}

void TestStoreOpener::anotherRootKeyOpensNothing()
{
    StoreFixture fixture;
    VERIFY_OK(fixture.open());
    fixture.rootKey = RootKey::fromBytes(SecretBytes::random(*fixture.random, RootKey::Size).value());
    VERIFY_FAILS(fixture.open(), ErrorCode::KeyMissing);
    VERIFY_FAILS(fixture.initialise(), ErrorCode::KeyMissing);
}

void TestStoreOpener::aSealedStoreStaysShutWithoutItsKey()
{
    StoreFixture fixture;
    VERIFY_OK(fixture.open());
    TAKE(keyless, fixture.openKeyless());
    QVERIFY(!keyless->capabilities().hasKey);
    fixture.rootKey = RootKey::none();
    VERIFY_FAILS(fixture.open(), ErrorCode::KeyMissing);
    VERIFY_FAILS(fixture.initialise(), ErrorCode::KeyMissing);
}

void TestStoreOpener::aStoreInTheClearRefusesARootKey()
{
    StoreFixture fixture;
    const RootKey key = std::exchange(fixture.rootKey, RootKey::none());
    VERIFY_OK(fixture.open());
    fixture.rootKey = key;
    VERIFY_FAILS(fixture.open(), ErrorCode::KeyMissing);
    VERIFY_FAILS(fixture.initialise(), ErrorCode::KeyMissing);
}

void TestStoreOpener::rowsWithoutIdentityAreKeyMissing()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    VERIFY_OK(store->save(guestRow()));
    replaceDocument(fixture, DocumentName::Identity, {});
    VERIFY_FAILS(fixture.open(), ErrorCode::KeyMissing);
    VERIFY_FAILS(fixture.initialise(), ErrorCode::KeyMissing);
}

void TestStoreOpener::rowsWithoutARingAreKeyMissing()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    VERIFY_OK(store->save(guestRow()));
    replaceDocument(fixture, DocumentName::Ring, {});
    VERIFY_FAILS(fixture.open(), ErrorCode::KeyMissing);
    VERIFY_FAILS(fixture.initialise(), ErrorCode::KeyMissing);
}

void TestStoreOpener::anInterruptedInitialisingIsFinished()
{
    StoreFixture fixture;
    VERIFY_OK(fixture.open());
    replaceDocument(fixture, DocumentName::Control, {});
    VERIFY_OK(fixture.open());
    replaceDocument(fixture, DocumentName::Control, {});
    replaceDocument(fixture, DocumentName::Ring, {});
    VERIFY_OK(fixture.open());
}

void TestStoreOpener::rowsWithoutAControlDocumentAreCorrupt()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    VERIFY_OK(store->save(guestRow()));
    store.reset();
    replaceDocument(fixture, DocumentName::Control, {});
    VERIFY_FAILS(fixture.open(), ErrorCode::Corrupt);
}

void TestStoreOpener::aRingOlderThanTheControlDocumentSaysIsCorrupt()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    VERIFY_OK(store->core().control().change([](ControlState &state) { state.ringRevision = 2; },
                                             Deadline::in(std::chrono::seconds(5))));
    VERIFY_FAILS(fixture.open(), ErrorCode::Corrupt);
}

void TestStoreOpener::documentsOfAnotherStoreDoNotOpen()
{
    StoreFixture mine;
    StoreFixture theirs;
    theirs.rootKey = mine.rootKey;
    VERIFY_OK(mine.open());
    VERIFY_OK(theirs.open());
    const QByteArray control = document(mine, DocumentName::Control);
    replaceDocument(mine, DocumentName::Control, document(theirs, DocumentName::Control));
    const auto withTheirControl = mine.open();
    QVERIFY(!withTheirControl);
    replaceDocument(mine, DocumentName::Ring, document(theirs, DocumentName::Ring));
    VERIFY_FAILS(mine.open(), ErrorCode::Corrupt);
}

void TestStoreOpener::nothingIsPutBackIntoAnEmptiedStore()
{
    StoreFixture fixture;
    TAKE(store, fixture.open());
    TAKE(row, store->save(guestRow()));
    for (const auto name : {DocumentName::Control, DocumentName::Identity})
        replaceDocument(fixture, name, std::nullopt);
    VERIFY_FAILS(store->load(row.token), ErrorCode::Unavailable);
    VERIFY_FAILS(store->save(guestRow()), ErrorCode::Unavailable);
    QVERIFY(document(fixture, DocumentName::Control).isEmpty());
}

void TestStoreOpener::aLaterIdentityIsTooNew()
{
    StoreFixture fixture;
    VERIFY_OK(fixture.open());
    QByteArray identity = document(fixture, DocumentName::Identity);
    const qsizetype version = identity.indexOf("version") + 7;
    identity[version] = 2;
    replaceDocument(fixture, DocumentName::Identity, identity);
    VERIFY_FAILS(fixture.open(), ErrorCode::TooNew);
    replaceDocument(fixture, DocumentName::Identity, QByteArray("junk"));
    VERIFY_FAILS(fixture.open(), ErrorCode::Corrupt);
}

void TestStoreOpener::theUrlMayInsistOnSealing()
{
    StoreFixture fixture;
    fixture.url = fixture.url.withOption(u"seal"_s, u"sealed"_s);
    VERIFY_OK(fixture.open());
    VERIFY_OK(fixture.openKeyless());
    StoreFixture clear;
    clear.url = fixture.url;
    clear.rootKey = RootKey::none();
    VERIFY_FAILS(clear.open(), ErrorCode::KeyMissing);
}

void TestStoreOpener::capabilitiesSayWhatTheStoreIs()
{
    StoreFixture fixture;
    TAKE(sealed, fixture.open());
    QVERIFY(sealed->capabilities().sealed && sealed->capabilities().hasKey
            && !sealed->capabilities().readOnly);
    QCOMPARE(sealed->capabilities().backend, u"memory"_s);
    TAKE(keyless, fixture.openKeyless());
    QVERIFY(keyless->capabilities().sealed && !keyless->capabilities().hasKey);
    VERIFY_FAILS(keyless->keys(), ErrorCode::KeyMissing);

    StoreFixture other;
    other.rootKey = RootKey::none();
    TAKE(clear, other.open());
    QVERIFY(!clear->capabilities().sealed);
    TAKE(keys, clear->keys());
    QVERIFY(keys.isEmpty());
}

QTEST_GUILESS_MAIN(TestStoreOpener)
#include "tst_storeopener.moc"
