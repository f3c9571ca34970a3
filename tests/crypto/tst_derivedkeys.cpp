// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "crypto/derivedkeys_p.h"

#include "axesstest.h"
#include "ringfortests.h"

#include <thread>

using namespace Axess;

class TestDerivedKeys : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsKeptIsFound();
    void anotherSessionOrDataKeyIsNotFound();
    void twoSessionsOfOnePlaceDoNotAnswerForEachOther();
    void manyThreadsFindWholeKeysOnly();

private:
    static SealedBox::Key key(quint8 seed)
    {
        SealedBox::Key::Bytes bytes;
        bytes.fill(std::byte(seed));
        return SealedBox::Key(bytes);
    }
};

void TestDerivedKeys::whatIsKeptIsFound()
{
    DerivedKeys keys;
    const SessionId id = RingForTests::id(1);
    QVERIFY(!keys.find(7, id));
    keys.keep(7, id, key(3));
    const auto found = keys.find(7, id);
    QVERIFY(found);
    QVERIFY(found->bytes() == key(3).bytes());
}

void TestDerivedKeys::anotherSessionOrDataKeyIsNotFound()
{
    DerivedKeys keys;
    keys.keep(7, RingForTests::id(1), key(3));
    QVERIFY(!keys.find(8, RingForTests::id(1)));
    QVERIFY(!keys.find(7, RingForTests::id(2)));
}

void TestDerivedKeys::twoSessionsOfOnePlaceDoNotAnswerForEachOther()
{
    DerivedKeys keys;
    QByteArray bytes = RingForTests::id(1).view().toByteArray();
    const SessionId first = *SessionId::fromBytes(bytes);
    bytes.back() = char(bytes.back() ^ 1);
    const SessionId second = *SessionId::fromBytes(bytes);
    keys.keep(7, first, key(1));
    QVERIFY(!keys.find(7, second));
    keys.keep(7, second, key(2));
    QVERIFY(!keys.find(7, first));
    QVERIFY(keys.find(7, second)->bytes() == key(2).bytes());
}

void TestDerivedKeys::manyThreadsFindWholeKeysOnly()
{
    DerivedKeys keys;
    const SessionId id = RingForTests::id(1);
    std::atomic<int> torn = 0;
    std::vector<std::jthread> threads;
    for (quint8 seed = 1; seed <= 4; ++seed) {
        threads.emplace_back([&, seed] {
            for (int i = 0; i < 20'000; ++i) {
                keys.keep(7, id, key(seed));
                const auto found = keys.find(7, id);
                const auto &bytes = found->bytes();
                torn += std::ranges::count(bytes, bytes[0]) == std::ssize(bytes) ? 0 : 1;
            }
        });
    }
    threads.clear();
    QCOMPARE(torn.load(), 0);
}

QTEST_GUILESS_MAIN(TestDerivedKeys)
#include "tst_derivedkeys.moc"
