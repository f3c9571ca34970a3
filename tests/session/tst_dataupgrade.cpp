// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "storefixture.h"
#include "verify.h"

using namespace Axess;
using namespace Qt::StringLiterals;

/// Application data whose shape changes from version to version.
class TestDataUpgrade : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void olderDataIsLiftedStepByStep();
    void whatWasLiftedIsSavedInTheNewSchema();
    void newerDataIsTooNewAndKept();
    void aMissingStepIsUnsupported();
    void aStepThatFailsFailsTheLoad();
    void operatorsSeeTheDataAsItIsStored();

private:
    std::shared_ptr<SessionStore> openAt(quint32 schema, const QList<DataUpgrade> &steps);

    std::unique_ptr<StoreFixture> m_fixture;
    QList<DataUpgrade> m_steps;
};

namespace {

Result<SessionData> addCurrency(SessionData data)
{
    data.insert(u"currency"_s, u"EUR"_s);
    return data;
}

Result<SessionData> renameBasket(SessionData data)
{
    data.insert(u"cart"_s, data.value(u"basket"_s));
    data.remove(u"basket"_s);
    return data;
}

} // namespace

void TestDataUpgrade::init()
{
    AxessTest::init();
    m_fixture = std::make_unique<StoreFixture>();
    m_steps = {{1, renameBasket}, {0, addCurrency}};
}

std::shared_ptr<SessionStore> TestDataUpgrade::openAt(quint32 schema, const QList<DataUpgrade> &steps)
{
    m_fixture->options.dataSchema = schema;
    m_fixture->options.dataUpgrades = steps;
    return m_fixture->open().value();
}

void TestDataUpgrade::olderDataIsLiftedStepByStep()
{
    TAKE(row, openAt(0, {})->save(guestRow()));
    TAKE(loaded, openAt(2, m_steps)->load(row.token));
    QCOMPARE(loaded->dataSchema, 2u);
    QCOMPARE(loaded->data.names(), (QStringList {u"cart"_s, u"currency"_s}));
    QCOMPARE(loaded->data.value(u"cart"_s), QCborValue(4711));
}

void TestDataUpgrade::whatWasLiftedIsSavedInTheNewSchema()
{
    TAKE(row, openAt(0, {})->save(guestRow()));
    const auto store = openAt(2, m_steps);
    TAKE(loaded, store->load(row.token));
    VERIFY_OK(store->save(*loaded));
    TAKE(again, openAt(2, {})->load(row.token));
    QCOMPARE(again->data, loaded->data);
}

void TestDataUpgrade::newerDataIsTooNewAndKept()
{
    TAKE(row, openAt(2, m_steps)->save(guestRow()));
    const QByteArray payload = m_fixture->stored(row.id).payload;
    const auto older = openAt(1, m_steps);
    VERIFY_FAILS(older->load(row.token), ErrorCode::TooNew);
    QCOMPARE(m_fixture->stored(row.id).payload, payload);
    VERIFY_OK(openAt(2, m_steps)->load(row.token));
}

void TestDataUpgrade::aMissingStepIsUnsupported()
{
    TAKE(row, openAt(0, {})->save(guestRow()));
    VERIFY_FAILS(openAt(2, {{1, renameBasket}})->load(row.token), ErrorCode::Unsupported);
}

void TestDataUpgrade::aStepThatFailsFailsTheLoad()
{
    TAKE(row, openAt(0, {})->save(guestRow()));
    const auto fail = [](const SessionData &) -> Result<SessionData> {
        return std::unexpected(Error(ErrorCode::Corrupt, u"no basket"_s));
    };
    VERIFY_FAILS(openAt(1, {{0, fail}})->load(row.token), ErrorCode::Corrupt);
}

void TestDataUpgrade::operatorsSeeTheDataAsItIsStored()
{
    TAKE(row, openAt(2, m_steps)->save(guestRow()));
    TAKE(found, openAt(0, {})->find(row.id));
    QCOMPARE(found->row.dataSchema, 2u);
    QCOMPARE(found->row.data, row.data);
}

QTEST_GUILESS_MAIN(TestDataUpgrade)
#include "tst_dataupgrade.moc"
