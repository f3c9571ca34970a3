// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "session/documentbox_p.h"

#include "managerfixture.h"
#include "storefixture.h"

#include <QtCore/QRegularExpression>

using namespace Axess;
using namespace Qt::StringLiterals;

/// Damage is told apart: of one row its visitor is a guest, of the store nobody loses a cookie.
class TestDamagedStore : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aDamagedRowGivesItsVisitorAGuest();
    void aDamagedControlDocumentIsNoGuest(); // Promise: 4
    void aDamagedRingIsNoGuest(); // Promise: 4

private:
    void damage(QStringView document);

    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<SessionStore> m_store;
    std::unique_ptr<SessionManager> m_manager;
    Browser m_browser;
    SessionId m_id;
};

void TestDamagedStore::init()
{
    AxessTest::init();
    m_manager.reset();
    m_store.reset();
    m_fixture = std::make_unique<StoreFixture>();
    TAKE(store, m_fixture->open());
    m_store = store;
    m_manager = std::make_unique<SessionManager>(m_store);
    Session guest = m_manager->start();
    guest.insert(u"basket"_s, 1);
    TAKE(saved, m_manager->save(guest));
    m_browser.receive(saved);
    m_id = saved.id();
}

void TestDamagedStore::damage(QStringView document)
{
    const QString name = document.toString();
    auto connection = m_fixture->connection();
    TAKE(stored, connection->document(name));
    QByteArray bytes = stored->bytes;
    bytes.back() = char(bytes.back() ^ 1);
    VERIFY_OK(connection->putDocument(name, bytes, stored->revision));
}

void TestDamagedStore::aDamagedRowGivesItsVisitorAGuest()
{
    SealedRow altered = m_fixture->stored(m_id);
    altered.payload.back() = char(altered.payload.back() ^ 1);
    m_fixture->overwrite(altered);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"is left alone"_s));

    TAKE(guest, m_manager->load(m_browser.header()));

    QVERIFY(!guest.isStored() && !guest.setCookie());
    // No cookie of a damaged row ever opens anything again: a new one may take its place.
    guest.insert(u"basket"_s, 2);
    TAKE(saved, m_manager->save(guest));
    m_browser.receive(saved);
    TAKE(next, m_manager->load(m_browser.header()));
    QCOMPARE(next.value(u"basket"_s), QCborValue(2));
    QCOMPARE(m_fixture->stored(m_id).payload, altered.payload);
}

void TestDamagedStore::aDamagedControlDocumentIsNoGuest()
{
    damage(DocumentName::Control);

    VERIFY_FAILS(m_manager->load(m_browser.header()), ErrorCode::Corrupt);
    QCOMPARE(m_store->metrics().of(Counter::CorruptRows), 0u);
}

void TestDamagedStore::aDamagedRingIsNoGuest()
{
    damage(DocumentName::Ring);
    SealedRow row = m_fixture->stored(m_id);
    // A key that this instance has not seen yet: the ring is read anew.
    row.keyId ^= 1;
    row.payload[7] = char(row.payload[7] ^ 1);
    m_fixture->overwrite(row);

    VERIFY_FAILS(m_manager->load(m_browser.header()), ErrorCode::Corrupt);
    QCOMPARE(m_store->metrics().of(Counter::CorruptRows), 0u);
}

QTEST_GUILESS_MAIN(TestDamagedStore)
#include "tst_damagedstore.moc"
