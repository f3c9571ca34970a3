// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"

#include <axess/result.h>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestError : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void everyCodeHasItsOwnName();
    void anErrorSaysNotAppliedUnlessTold();
    void contextGoesBeforeTheSentence();
    void theOutcomeCanBeCorrected();
    void damageIsOfTheStoreUnlessKnownBetter();
};

void TestError::everyCodeHasItsOwnName()
{
    QSet<QString> names;
    for (int code = int(ErrorCode::Unavailable); code <= int(ErrorCode::Unsupported); ++code)
        names.insert(errorCodeName(ErrorCode(code)));
    QCOMPARE(names.size(), 12);
    QVERIFY(!names.contains(QString()));
    QCOMPARE(errorCodeName(ErrorCode::ClockSkew), u"ClockSkew"_s);
}

void TestError::anErrorSaysNotAppliedUnlessTold()
{
    const Error error(ErrorCode::Conflict, u"Somebody was faster"_s);
    QCOMPARE(error.code(), ErrorCode::Conflict);
    QCOMPARE(error.outcome(), Outcome::NotApplied);
    QCOMPARE(error.message(), u"Somebody was faster"_s);
}

void TestError::contextGoesBeforeTheSentence()
{
    const Error error(ErrorCode::Unavailable, u"no answer"_s, Outcome::Unknown);
    const Error told = error.within(u"Saving"_s);
    QCOMPARE(told.message(), u"Saving: no answer"_s);
    QCOMPARE(told.code(), ErrorCode::Unavailable);
    QCOMPARE(told.outcome(), Outcome::Unknown);
}

void TestError::theOutcomeCanBeCorrected()
{
    const Error error(ErrorCode::Unavailable, u"no answer"_s);
    QVERIFY(error.withOutcome(Outcome::Unknown)
            == Error(ErrorCode::Unavailable, u"no answer"_s, Outcome::Unknown));
    QVERIFY(error != error.withOutcome(Outcome::Unknown));
}

void TestError::damageIsOfTheStoreUnlessKnownBetter()
{
    const Error error(ErrorCode::Corrupt, u"altered"_s);
    QCOMPARE(error.damage(), Damage::Store);
    const Error told = error.inOneSession().within(u"Loading"_s).withOutcome(Outcome::Unknown);
    QCOMPARE(told.damage(), Damage::OneSession);
    QCOMPARE(told.code(), ErrorCode::Corrupt);
}

QTEST_GUILESS_MAIN(TestError)
#include "tst_error.moc"
