// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "promises.h"

#include <QtCore/QHash>

#include <array>

using namespace Qt::StringLiterals;

namespace {

struct Promise
{
    const char *title;
    const char *meaning;
};

constexpr std::array<Promise, Promises::Count> All {{
    {"No resurrection", "what has ended stays ended, and no id is inserted twice"},
    {"No lost update", "of two writes from one revision one wins, and the other is told"},
    {"Cycle is atomic", "a new token in one conditional step, and the old one is dead"},
    {"An outage is never a log-out", "what could not be done is said, and nothing is dropped"},
    {"Dead is dead at once", "deadlines, epochs and marks count from their moment, swept or not"},
    {"Nothing replayable is stored", "no token, no key and no data in the clear"},
    {"What was altered does not open", "bytes come back as they were, or not at all"},
    {"Same on every backend", "the same calls under the same clock, the same answers"},
    {"Bounded", "every call ends, every list has pages, every sweep a batch"},
    {"Honest", "what is refused, cannot be or was not done is said, never an empty list"},
}};

// Topics, and the cases in them that try another promise than their topic does.
struct Line
{
    const char *topic;
    int promise;
    const char *functions; ///< Null: all that are not named elsewhere.
};

constexpr Line Lines[] = {
    {"connection", 8, nullptr},
    {"connection", 9,
     "aCallWhoseTimeIsUpIsNotApplied theNextDeadlineCounts interruptingAnIdleConnectionIsHarmless "
     "aFullBatchTakesFewRoundTrips "
     "aUsersSessionsAreListedInTwoRoundTrips aBatchThatIsTooLargeIsRefused"},
    {"connection", 10,
     "inspectingNamesTheBackend aRefusedBatchAppliesNothing aReadOnlyConnectionReadsAndDoesNotWrite"},
    {"create", 8, nullptr},
    {"create", 1,
     "aTakenIdIsNotReplaced theIdOfADeadRowIsTakenToo aTakenIdWritesNoEvent "
     "inABatchOnlyTheTakenOneIsRefused"},
    {"create", 10,
     "revisionsOtherThanOneAreRefused aRevokedRowIsRefused anIdleDeadlineBeyondTheAbsoluteOneIsRefused "
     "aTokenHashOfAnotherSizeIsRefused theNullIdIsRefused"},
    {"load", 8, nullptr},
    {"load", 9, "sixtyFiveIdsAreRefused"},
    {"load", 2, "aSettledWriteIsAnsweredAsItStands"},
    {"update", 2, nullptr},
    {"update", 1,
     "anAbsentRowIsGoneAndStaysAbsent aRemovedRowStaysRemoved aMarkInTheRowIsNotWritten "
     "aRevokedRowIsGoneEvenWithinItsGrace"},
    {"update", 5, "anExpiredRowIsGone"},
    {"update", 10, "aRevisionThatDoesNotFollowIsRefused aRowTwiceInABatchIsRefused"},
    {"touch", 8, nullptr},
    {"touch", 1, "anAbsentRowIsGone"},
    {"touch", 2, "revisionAndWriteIdStay theSaveThatWasUnderWayStillFits"},
    {"touch", 5, "aTouchEndsAtTheAbsoluteDeadline aRowIsGoneFromTheMomentItsIdleTimeIsUp aRevokedRowIsGone"},
    {"cycle", 3, nullptr},
    {"cycle", 1, "aCycleOfARemovedRowBringsNothingBack aCycleOfARevokedRowBringsNothingBack"},
    {"cycle", 8,
     "signingInBindsTheGuestToTheUser signingInMovesTheRowToTheUsersList aCycleWritesItsEvent "
     "aConflictWritesNoEvent"},
    {"cycle", 2, "theSameWriteIdSentAgainIsAConflictThatShowsItself"},
    {"admission", 8, nullptr},
    {"admission", 1,
     "anOlderGenerationIsGone aGenerationToComeIsGone aRaisedUserRefusesTheSignInOfAGuest goneWinsOverTaken "
     "aTakenIdDisplacesNobody"},
    {"admission", 10, "anAdmissionWithoutAUserIsRefused aNegativeLimitIsRefused"},
    {"generations", 1, nullptr},
    {"revocation", 1, nullptr},
    {"revocation", 5, "anEndedRowIsGone"},
    {"revocation", 10, "aMarkOfAnotherSizeIsRefused aReasonThatIsTooLongIsRefused"},
    {"removal", 1, nullptr},
    {"removal", 8, "removingWritesItsEvent"},
    {"removal", 10, "aDetailThatIsTooLongIsRefused"},
    {"sweep", 5, nullptr},
    {"sweep", 9, "aBatchEndsAtItsLimit fewerThanTheLimitMeansDone limitsOutsideTheRangeAreRefused"},
    {"epochs", 5, nullptr},
    {"epochs", 1, "anOutdatedRowIsNotRestored"},
    {"reseal", 2, nullptr},
    {"reseal", 10, "aWriteIdOfAnotherSizeIsRefused"},
    {"pages", 8, nullptr},
    {"pages", 9,
     "pagesFollowOneAnother theBudgetEndsAPageEarly aBudgetPagesToTheEndAllTheSame cursorsAreBounded "
     "limitsOutsideTheRangeAreRefused"},
    {"pages", 10,
     "theCursorOfAnotherFilterIsRefused theCursorOfTheOtherOrderIsRefused aDamagedCursorIsRefused"},
    {"filters", 8, nullptr},
    {"filters", 10, "aFullPageHasANextOnlyIfMoreMatches"},
    {"registry", 8, nullptr},
    {"registry", 5, "deadAndRevokedOnesAreLeftOut"},
    {"registry", 9,
     "sessionsComeInPages usersComeInPages tenantsComeInPages limitsOutsideTheRangeAreRefused"},
    {"documents", 8, nullptr},
    {"documents", 2,
     "aDocumentIsReplacedFromItsRevision anotherRevisionIsAConflict ofTwoNewOnesOneWins "
     "removingNeedsTheRevision"},
    {"documents", 7, "bytesComeBackAsTheyWere"},
    {"documents", 9, "listsComeInPages"},
    {"documents", 10, "aCursorOfAnotherPrefixIsRefused namesOutsideTheRulesAreRefused"},
    {"events", 8, nullptr},
    {"events", 9, "aLimitCutsTheOldestFirst trimmingEndsAtItsLimit"},
    {"events", 10, "callsOutsideTheRulesAreRefused positionsAreNotGivenAgainAfterTrimming"},
    {"follower", 8, nullptr},
    {"follower", 1,
     "aTombstoneWins anAbsentRowIsBuriedToo aTombstoneStandsUntilASweepInItsTime "
     "ofTwoTombstonesTheLaterHolds "
     "buryingRemovesTheRow"},
    {"follower", 2, "theHigherChangeWins theSameChangeIsOlder aLowerChangeIsOlder"},
    {"verify", 8, nullptr},
    {"verify", 10, "callsThatCannotBeAreRefused"},
    {"hostile", 8, nullptr},
    {"hostile", 10, "clientTextsBeyond512BytesAreRefused nulInATextIsRefused"},
    {"differential", 8, nullptr},
    {"concurrency", 2, nullptr},
    {"concurrency", 1,
     "ofEightCreatesOfOneIdOneWins nothingInFlightBringsARemovedRowBack nothingInFlightOutlivesARevocation "
     "aRaisedUserHasNoSessionOfAnOlderTicket"},
    {"concurrency", 3, "ofEightCyclesFromOneTokenOneWins"},
    {"concurrency", 8, "aRowIsRemovedOnce expiredRowsAreSweptOnce noUserHasMoreSessionsThanTheLimit"},
    {"engine", 8, nullptr},
    {"engine", 1,
     "whoIsSignedOutIsAbsent whoIsSignedOutEverywhereIsAbsent aSignInFromBeforeTheLogOutIsRefused "
     "aRevokedSessionDoesNotLoadAndARestoredOneDoes"},
    {"engine", 2, "aSaveOverASaveIsAConflict"},
    {"engine", 3, "theOldTokenIsDeadWhenACycleReturns"},
    {"engine", 5, "whatHasExpiredDoesNotLoadThoughNobodySwept aRaisedEpochEndsEverySession"},
    {"engine", 6, "whatIsStoredHoldsNeitherTokenNorData"},
    {"engine", 7, "anAlteredRowIsCorrupt aPayloadOfAnotherSessionIsCorrupt"},
    {"races", 1, nullptr},
    {"races", 2, "ofSeveralSavesOneWins"},
    {"races", 3, "ofSeveralCyclesOneWins theOldTokenCarriesNothingOver"},
    {"races", 8, "theLimitHoldsInACrowd"},
    {"faults", 4, nullptr},
    {"faults", 10, "aCallInShortTimeTellsWhatItDid itsMetadataSaysWhetherAStoreOutlivesItsProcess"},
};

QString keyOf(const QString &topic, const QString &function)
{
    return topic + u'.' + function;
}

QHash<QString, int> table()
{
    QHash<QString, int> numbers;
    for (const Line &line : Lines) {
        const QString topic = QLatin1StringView(line.topic);
        const QStringList functions = QString::fromLatin1(line.functions).split(u' ', Qt::SkipEmptyParts);
        if (!line.functions)
            numbers.insert(topic, line.promise);
        for (const QString &function : functions)
            numbers.insert(keyOf(topic, function), line.promise);
    }
    return numbers;
}

} // namespace

QString Promises::title(int promise)
{
    return QLatin1StringView(All[std::size_t(promise - 1)].title);
}

QString Promises::meaning(int promise)
{
    return QLatin1StringView(All[std::size_t(promise - 1)].meaning);
}

int Promises::of(const QString &topic, const QString &function)
{
    static const QHash<QString, int> numbers = table();
    return numbers.value(keyOf(topic, function), numbers.value(topic));
}

QStringList Promises::named()
{
    QStringList names = table().keys();
    names.removeIf([](const QString &name) { return !name.contains(u'.'); });
    names.sort();
    return names;
}
