// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "operations/instancedocument_p.h"
#include "session/storecore_p.h"

#include "axesstest.h"
#include "keyuses.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/keys.h>

#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>

#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What operators do to the keys of a store, step by step.
class TestKeys : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theListTellsStateAndUse();
    void aKeyIsStagedAndThenActive();
    void anotherInstanceSealsUnderTheNewKeyAtOnce();
    void activatingWarnsOfInstancesThatDoNotKnowTheKey();
    void aUsedKeyIsNotRetired();
    void aKeyIsNotRetiredWhileCallsMayBeUnderWay();
    void aRowWhoseColumnLiesKeepsItsKey();
    void aCompromisedActiveKeyIsReplaced();
    void ofTwoOperatorsOneGetsAConflict();
    void operatorsAtOnceLoseNothing();
    void verifyingReadsEveryRow();
    void theRootKeyChangesByTwoSlots();
    void aRootKeyIsNotFinishedWhileAnInstanceHasTheOldOne();
    void anInstanceFollowsItsReplacedKeyFile();
    void aRingFromABackupIsPutRight();
    void withoutTheKeyNothingIsChanged();
    void aStoreInTheClearHasNoKeys();

private:
    KeyUse use(const QString &purpose, const QString &state);
    quint32 active() { return use(u"envelope"_s, u"active"_s).key.id; }
    RootKey freshRootKey();

    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<SessionStore> m_store;
};

void TestKeys::init()
{
    m_fixture = std::make_unique<StoreFixture>();
    TAKE(store, m_fixture->open());
    m_store = store;
}

KeyUse TestKeys::use(const QString &purpose, const QString &state)
{
    return keyUse(m_store, purpose, state);
}

RootKey TestKeys::freshRootKey()
{
    return RootKey::fromBytes(SecretBytes::random(*m_fixture->random, RootKey::Size).value());
}

void TestKeys::theListTellsStateAndUse()
{
    for (int i = 0; i < 3; ++i)
        VERIFY_OK(m_store->save(guestRow()));
    TAKE(report, Keys(m_store).list());
    QCOMPARE(report.keys.size(), 4);
    QCOMPARE(report.sessions, 3);
    QCOMPARE(report.revision, 1u);
    QCOMPARE(report.rootKeys.size(), 1);
    QCOMPARE(use(u"envelope"_s, u"active"_s).sessions, 3);
    QCOMPARE(use(u"envelope"_s, u"active"_s).share, 1.0);
    QCOMPARE(use(u"cookie"_s, u"active"_s).sessions, 0);
}

void TestKeys::aKeyIsStagedAndThenActive()
{
    Keys keys(m_store);
    const quint32 old = active();
    VERIFY_FAILS(keys.stage(u"door"_s), ErrorCode::InvalidArgument);
    TAKE(staged, keys.stage(u"envelope"_s));
    QCOMPARE(use(u"envelope"_s, u"staged"_s).key.id, staged.id);
    VERIFY_FAILS(keys.activate(staged.id + 1), ErrorCode::InvalidArgument);
    TAKE(changed, keys.activate(staged.id));
    QVERIFY(changed.warnings.isEmpty());
    QCOMPARE(active(), staged.id);
    QCOMPARE(use(u"envelope"_s, u"decrypt-only"_s).key.id, old);
    TAKE(again, keys.activate(staged.id));
    QCOMPARE(again.revision, changed.revision);
    VERIFY_FAILS(keys.activate(old), ErrorCode::InvalidArgument);
    // Who opens the store later finds it so.
    TAKE(later, m_fixture->open());
    QCOMPARE(later->core().ring().current()->activeKey(KeyPurpose::Envelope).id, staged.id);
}

void TestKeys::anotherInstanceSealsUnderTheNewKeyAtOnce()
{
    m_fixture->options.controlLag = 900ms;
    TAKE(other, m_fixture->open());
    TAKE(before, other->save(guestRow()));
    TAKE(staged, Keys(m_store).stage(u"envelope"_s));
    VERIFY_OK(Keys(m_store).activate(staged.id));
    m_fixture->clock->advance(901ms);
    TAKE(row, other->save(guestRow()));
    QCOMPARE(m_fixture->stored(row.id).keyId, staged.id);
    TAKE(loaded, m_store->load(before.token));
    QVERIFY(loaded);
}

void TestKeys::activatingWarnsOfInstancesThatDoNotKnowTheKey()
{
    TAKE(other, m_fixture->open());
    InstanceDocument document(other->core(), u"shop"_s);
    VERIFY_OK(document.renew());
    TAKE(staged, Keys(m_store).stage(u"envelope"_s));
    QCOMPARE(use(u"envelope"_s, u"staged"_s).unaware.size(), 1);
    TAKE(changed, Keys(m_store).activate(staged.id));
    QCOMPARE(changed.warnings.size(), 1);
    QVERIFY(changed.warnings.first().startsWith(u"shop on "));
    VERIFY_OK(other->core().ring().readNow(other->core().deadline()));
    VERIFY_OK(document.renew());
    QVERIFY(use(u"envelope"_s, u"active"_s).unaware.isEmpty());
}

void TestKeys::aUsedKeyIsNotRetired()
{
    Keys keys(m_store);
    const quint32 old = active();
    VERIFY_FAILS(keys.retire(old), ErrorCode::InvalidArgument);
    TAKE(row, m_store->save(guestRow()));
    TAKE(staged, keys.stage(u"envelope"_s));
    VERIFY_OK(keys.activate(staged.id));
    m_fixture->clock->advance(1min);
    const auto refused = keys.retire(old);
    VERIFY_FAILS(refused, ErrorCode::Denied);
    QVERIFY(refused.error().message().contains(u"1 sessions"_s));
    TAKE(loaded, m_store->load(row.token));
    QVERIFY(loaded);
    VERIFY_OK(m_store->save(*loaded));
    VERIFY_OK(keys.retire(old));
    QCOMPARE(use(u"envelope"_s, u"retired"_s).key.id, old);
    VERIFY_OK(keys.retire(old));
}

void TestKeys::aKeyIsNotRetiredWhileCallsMayBeUnderWay()
{
    Keys keys(m_store);
    const quint32 old = active();
    TAKE(staged, keys.stage(u"envelope"_s));
    VERIFY_OK(keys.activate(staged.id));
    VERIFY_FAILS(keys.retire(old), ErrorCode::Denied);
    m_fixture->clock->advance(m_fixture->options.callDeadline + 2 * m_fixture->options.controlLag);
    VERIFY_OK(keys.retire(old));
}

void TestKeys::aRowWhoseColumnLiesKeepsItsKey()
{
    Keys keys(m_store);
    const quint32 old = active();
    TAKE(row, m_store->save(guestRow()));
    TAKE(staged, keys.stage(u"envelope"_s));
    VERIFY_OK(keys.activate(staged.id));
    m_fixture->clock->advance(1min);
    SealedRow lying = m_fixture->stored(row.id);
    lying.keyId = staged.id;
    m_fixture->overwrite(lying);
    TAKE(report, keys.verify());
    QCOMPARE(report.unreadable, 1);
    QVERIFY(!report.isClean());
    QCOMPARE(report.underOldKeys, 1);
    VERIFY_FAILS(keys.retire(old), ErrorCode::Denied);
    QCOMPARE(use(u"envelope"_s, u"decrypt-only"_s).key.id, old);
}

void TestKeys::aCompromisedActiveKeyIsReplaced()
{
    Keys keys(m_store);
    const quint32 old = active();
    TAKE(row, m_store->save(guestRow()));
    TAKE(changed, keys.compromise(old));
    QVERIFY(changed.id != old);
    QCOMPARE(active(), changed.id);
    QCOMPARE(use(u"envelope"_s, u"compromised"_s).key.id, old);
    TAKE(again, keys.compromise(old));
    QCOMPARE(again.revision, changed.revision);
    TAKE(loaded, m_store->load(row.token));
    QVERIFY(loaded);
    TAKE(fresh, m_store->save(guestRow()));
    QCOMPARE(m_fixture->stored(fresh.id).keyId, changed.id);
}

void TestKeys::ofTwoOperatorsOneGetsAConflict()
{
    TAKE(other, m_fixture->open());
    TAKE(first, Keys(m_store).stage(u"envelope"_s));
    TAKE(second, Keys(m_store).stage(u"envelope"_s));
    const quint32 old = active();
    // Between reading and writing of the one, the other activates.
    bool isFirst = true;
    const auto change = [&](const KeyRing &ring) -> Result<KeyRing> {
        if (std::exchange(isFirst, false))
            (void)Keys(other).activate(second.id);
        if (ring.activeKey(KeyPurpose::Envelope).id != old)
            return std::unexpected(Error(ErrorCode::InvalidArgument, u"somebody was faster"_s));
        return ring.withActivated(first.id, m_fixture->clock->now());
    };
    VERIFY_FAILS(m_store->core().ring().change(change, m_store->core().deadline()), ErrorCode::Conflict);
    QCOMPARE(active(), second.id);
}

void TestKeys::operatorsAtOnceLoseNothing()
{
    constexpr int each = 8;
    m_fixture->options.callDeadline = 60s;
    std::atomic<int> staged = 0;
    {
        std::vector<std::jthread> operators;
        for (int i = 0; i < 4; ++i) {
            TAKE(store, m_fixture->open());
            operators.emplace_back([&staged, store] {
                for (int turn = 0; turn < each; ++turn)
                    staged += Keys(store).stage(u"cookie"_s) ? 1 : 0;
            });
        }
    }
    QCOMPARE(staged.load(), 4 * each);
    TAKE(report, Keys(m_store).list());
    QCOMPARE(report.keys.size(), 4 + 4 * each);
    QCOMPARE(report.revision, quint64(1 + 4 * each));
}

void TestKeys::verifyingReadsEveryRow()
{
    Keys keys(m_store);
    for (int i = 0; i < 1200; ++i)
        VERIFY_OK(m_store->save(guestRow()));
    TAKE(clean, keys.verify());
    QCOMPARE(clean.sessions, 1200);
    QCOMPARE(clean.open, 1200);
    QVERIFY(clean.isClean());
    TAKE(staged, keys.stage(u"envelope"_s));
    VERIFY_OK(keys.activate(staged.id));
    TAKE(old, keys.verify());
    QCOMPARE(old.activeKey, staged.id);
    QCOMPARE(old.underOldKeys, 1200);
    QVERIFY(!old.isClean());
    TAKE(part, keys.verify([](qint64) { return false; }));
    QCOMPARE(part.sessions, 1000);
}

void TestKeys::theRootKeyChangesByTwoSlots()
{
    Keys keys(m_store);
    TAKE(row, m_store->save(guestRow()));
    const SealedRow before = m_fixture->stored(row.id);
    const RootKey old = m_fixture->rootKey;
    const RootKey next = freshRootKey();
    VERIFY_FAILS(keys.finishRootKey(next), ErrorCode::KeyMissing);
    VERIFY_OK(keys.addRootKey(next));
    VERIFY_OK(keys.addRootKey(next));
    VERIFY_FAILS(keys.addRootKey(freshRootKey()), ErrorCode::Full);
    for (const RootKey &key : {old, next}) {
        m_fixture->rootKey = key;
        VERIFY_OK(m_fixture->open());
    }
    VERIFY_OK(keys.finishRootKey(next));
    VERIFY_OK(Keys(m_fixture->open().value()).finishRootKey(next));
    TAKE(report, Keys(m_fixture->open().value()).list());
    QCOMPARE(report.rootKeys.size(), 1);
    QCOMPARE(m_fixture->stored(row.id), before);
    m_fixture->rootKey = old;
    VERIFY_FAILS(m_fixture->open(), ErrorCode::KeyMissing);
    // Who runs on with the old one serves what it can open.
    TAKE(loaded, m_store->load(row.token));
    QVERIFY(loaded);
}

void TestKeys::aRootKeyIsNotFinishedWhileAnInstanceHasTheOldOne()
{
    const RootKey next = freshRootKey();
    TAKE(other, m_fixture->open());
    VERIFY_OK(Keys(m_store).addRootKey(next));
    InstanceDocument document(other->core(), u"shop"_s);
    VERIFY_OK(document.renew());
    const auto refused = Keys(m_store).finishRootKey(next);
    VERIFY_FAILS(refused, ErrorCode::Denied);
    QVERIFY(refused.error().message().startsWith(u"shop on "));
    m_fixture->clock->advance(1min);
    VERIFY_OK(Keys(m_store).finishRootKey(next));
}

void TestKeys::anInstanceFollowsItsReplacedKeyFile()
{
    const QTemporaryDir folder;
    const auto write = [&](const RootKey &key) {
        QFile file(folder.filePath(u"root.key"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        const SecretBytes bytes = key.read().value();
        file.write(bytes.view().toByteArray().toHex());
    };
    const RootKey next = freshRootKey();
    write(m_fixture->rootKey);
    m_fixture->rootKey = RootKey::fromFile(folder.filePath(u"root.key"_s));
    m_fixture->options.controlLag = 900ms;
    TAKE(running, m_fixture->open());
    InstanceDocument document(running->core(), u"shop"_s);
    VERIFY_OK(Keys(m_store).addRootKey(next));
    VERIFY_OK(running->core().ring().readNow(running->core().deadline()));
    VERIFY_OK(document.renew());
    VERIFY_FAILS(Keys(m_store).finishRootKey(next), ErrorCode::Denied);
    write(next);
    VERIFY_OK(document.renew());
    VERIFY_OK(Keys(m_store).finishRootKey(next));
    TAKE(finished, m_fixture->open());
    TAKE(staged, Keys(finished).stage(u"envelope"_s));
    VERIFY_OK(Keys(finished).activate(staged.id));
    // It never began anew, and reads what was written under the new root key only.
    m_fixture->clock->advance(2s);
    TAKE(row, running->save(guestRow()));
    QCOMPARE(m_fixture->stored(row.id).keyId, staged.id);
}

void TestKeys::aRingFromABackupIsPutRight()
{
    const auto connection = m_fixture->connection();
    TAKE(backup, connection->document(DocumentName::Ring.toString()));
    QVERIFY(backup);
    TAKE(staged, Keys(m_store).stage(u"envelope"_s));
    VERIFY_OK(Keys(m_store).activate(staged.id));
    TAKE(now, connection->document(DocumentName::Ring.toString()));
    QVERIFY(now);
    VERIFY_OK(connection->putDocument(DocumentName::Ring.toString(), backup->bytes, now->revision));
    // Who knows no better stays out; who does puts the newer one back with the next change.
    VERIFY_FAILS(m_fixture->open(), ErrorCode::Corrupt);
    TAKE(another, Keys(m_store).stage(u"cookie"_s));
    TAKE(opened, m_fixture->open());
    QVERIFY(opened->core().ring().current()->key(another.id));
    QCOMPARE(opened->core().ring().current()->activeKey(KeyPurpose::Envelope).id, staged.id);
}

void TestKeys::withoutTheKeyNothingIsChanged()
{
    TAKE(keyless, m_fixture->openKeyless());
    Keys keys(keyless);
    VERIFY_FAILS(keys.list(), ErrorCode::KeyMissing);
    VERIFY_FAILS(keys.stage(u"envelope"_s), ErrorCode::KeyMissing);
    VERIFY_FAILS(keys.activate(active()), ErrorCode::KeyMissing);
    VERIFY_FAILS(keys.retire(active()), ErrorCode::KeyMissing);
    VERIFY_FAILS(keys.verify(), ErrorCode::KeyMissing);
    VERIFY_FAILS(keys.addRootKey(freshRootKey()), ErrorCode::KeyMissing);
}

void TestKeys::aStoreInTheClearHasNoKeys()
{
    StoreFixture clear;
    clear.rootKey = RootKey::none();
    TAKE(store, clear.open());
    VERIFY_FAILS(Keys(store).list(), ErrorCode::Unsupported);
    VERIFY_FAILS(Keys(store).stage(u"envelope"_s), ErrorCode::Unsupported);
    VERIFY_FAILS(Keys(store).verify(), ErrorCode::Unsupported);
}

QTEST_GUILESS_MAIN(TestKeys)
#include "tst_keys.moc"
