// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/callcombiner_p.h"

using namespace Qt::StringLiterals;

namespace Axess::CombinerErrors {

Error queueIsFull()
{
    return Error(ErrorCode::Full, u"Too many calls wait for the store already; this one was not begun"_s);
}

Error timeUpWaiting()
{
    return Error(ErrorCode::Unavailable, u"All connections to the store were busy during the call's time"_s);
}

Error timeUpTaken(Verb verb)
{
    const Outcome outcome = isWrite(verb) ? Outcome::Unknown : Outcome::NotApplied;
    return Error(ErrorCode::Unavailable, u"The store did not answer within the call's time"_s, outcome);
}

Error wrongAnswerCount()
{
    return Error(ErrorCode::Unavailable,
                 u"The store's backend answered another number of rows than it was asked for"_s,
                 Outcome::Unknown);
}

Error notReached()
{
    return Error(ErrorCode::Unavailable,
                 u"The batch was rolled back, and its time or its connection ended before this row's turn "
                 "came"_s);
}

bool isWorthRepeatingByRow(const Error &error)
{
    return error.outcome() == Outcome::NotApplied && error.code() != ErrorCode::Unavailable;
}

bool isRepeatable(const Error &error, Verb verb)
{
    return error.code() == ErrorCode::Unavailable
        && (!isWrite(verb) || error.outcome() == Outcome::NotApplied);
}

} // namespace Axess::CombinerErrors
