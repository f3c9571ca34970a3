// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"

#include "session/datamerge_p.h"

using namespace Axess;
using namespace Qt::StringLiterals;

class TestDataMerge : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void changesOfBothSidesStay();
    void theSameNameChangedTwiceIsMine();
    void whatIRemovedGoesEvenIfTheyChangedIt();
    void whatTheyRemovedStaysAwayUnlessIChangedIt();
    void withoutChangesOfMineTheirsStand();
};

namespace {

SessionData with(std::initializer_list<std::pair<QString, int>> entries)
{
    SessionData data;
    for (const auto &[name, value] : entries)
        data.insert(name, value);
    return data;
}

} // namespace

void TestDataMerge::changesOfBothSidesStay()
{
    const SessionData result = merged(with({{u"a"_s, 1}}), with({{u"a"_s, 1}, {u"mine"_s, 2}}),
                                      with({{u"a"_s, 3}, {u"theirs"_s, 4}}));

    QCOMPARE(result, with({{u"a"_s, 3}, {u"mine"_s, 2}, {u"theirs"_s, 4}}));
}

void TestDataMerge::theSameNameChangedTwiceIsMine()
{
    QCOMPARE(merged(with({{u"a"_s, 1}}), with({{u"a"_s, 2}}), with({{u"a"_s, 3}})), with({{u"a"_s, 2}}));
}

void TestDataMerge::whatIRemovedGoesEvenIfTheyChangedIt()
{
    QCOMPARE(merged(with({{u"a"_s, 1}}), {}, with({{u"a"_s, 3}, {u"b"_s, 4}})), with({{u"b"_s, 4}}));
}

void TestDataMerge::whatTheyRemovedStaysAwayUnlessIChangedIt()
{
    QCOMPARE(merged(with({{u"a"_s, 1}}), with({{u"a"_s, 1}}), {}), SessionData());
    QCOMPARE(merged(with({{u"a"_s, 1}}), with({{u"a"_s, 2}}), {}), with({{u"a"_s, 2}}));
}

void TestDataMerge::withoutChangesOfMineTheirsStand()
{
    const SessionData theirs = with({{u"a"_s, 9}, {u"b"_s, 8}});

    QCOMPARE(merged(with({{u"a"_s, 1}}), with({{u"a"_s, 1}}), theirs), theirs);
}

QTEST_GUILESS_MAIN(TestDataMerge)
#include "tst_datamerge.moc"
