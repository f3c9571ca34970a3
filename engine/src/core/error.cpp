// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/error.h>

using namespace Qt::StringLiterals;

namespace Axess {

QString errorCodeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Unavailable:
        return u"Unavailable"_s;
    case ErrorCode::Conflict:
        return u"Conflict"_s;
    case ErrorCode::Gone:
        return u"Gone"_s;
    case ErrorCode::Superseded:
        return u"Superseded"_s;
    case ErrorCode::Corrupt:
        return u"Corrupt"_s;
    case ErrorCode::KeyMissing:
        return u"KeyMissing"_s;
    case ErrorCode::TooNew:
        return u"TooNew"_s;
    case ErrorCode::Full:
        return u"Full"_s;
    case ErrorCode::Denied:
        return u"Denied"_s;
    case ErrorCode::ClockSkew:
        return u"ClockSkew"_s;
    case ErrorCode::InvalidArgument:
        return u"InvalidArgument"_s;
    case ErrorCode::Unsupported:
        return u"Unsupported"_s;
    }
    return {};
}

Error::Error(ErrorCode code, QString message, Outcome outcome)
    : m_code(code)
    , m_outcome(outcome)
    , m_message(std::move(message))
{ }

Error Error::within(const QString &context) const
{
    Error told = *this;
    told.m_message = context + u": "_s + m_message;
    return told;
}

Error Error::withOutcome(Outcome outcome) const
{
    Error told = *this;
    told.m_outcome = outcome;
    return told;
}

Error Error::inOneSession() const
{
    Error told = *this;
    told.m_damage = Damage::OneSession;
    return told;
}

} // namespace Axess
