// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/texts.h"

#include <axess/sessionsearch.h>

namespace Axess {

using namespace Qt::StringLiterals;

QString Texts::level(SessionLevel level)
{
    switch (level) {
    case SessionLevel::Guest:
        return tr("Guest");
    case SessionLevel::Authenticated:
        return tr("Signed in");
    case SessionLevel::SteppedUp:
        return tr("Stepped up");
    }
    return tr("Unknown");
}

QString Texts::life(Life life)
{
    switch (life) {
    case Life::Live:
        return tr("Live");
    case Life::Revoked:
        return tr("Logged out");
    case Life::Expired:
        return tr("Expired");
    }
    return tr("Unknown");
}

QString Texts::state(const ListedSession &session, qint64 now)
{
    if (session.life == Life::Live && isExpiring(session.row, now))
        return tr("Expiring");
    if (session.life == Life::Live && isIdle(session.row, now))
        return tr("Idle");
    return life(session.life);
}

Tone Texts::lifeTone(Life life)
{
    switch (life) {
    case Life::Live:
        return Tone::Good;
    case Life::Revoked:
        return Tone::Danger;
    case Life::Expired:
        return Tone::Neutral;
    }
    return Tone::Neutral;
}

QString Texts::userName(const UserId &user)
{
    return user.isEmpty() ? tr("Guest") : user.text();
}

QString Texts::tenantName(const TenantId &tenant)
{
    return tenant.isEmpty() ? tr("No tenant") : tenant.text();
}

QString Texts::event(const Event &event)
{
    switch (event.kind) {
    case EventKind::Created:
        return tr("Session began");
    case EventKind::SignedIn:
        return tr("Signed in");
    case EventKind::SteppedUp:
        return tr("Confirmed identity again");
    case EventKind::Cycled:
        return tr("Token renewed");
    case EventKind::Revoked:
        return tr("Logged out by an operator");
    case EventKind::Restored:
        return tr("Log-out was undone");
    case EventKind::Ended:
        return endReason(event.endReason);
    case EventKind::FingerprintMismatch:
        return tr("Used from a client that looks different");
    case EventKind::WrongTenant:
        return tr("Shown to another tenant");
    case EventKind::Vanished:
        return tr("Lost by the store");
    case EventKind::EpochRaised:
        return tr("Everybody was logged out");
    }
    return tr("Something this version does not know");
}

Tone Texts::eventTone(const Event &event)
{
    switch (event.kind) {
    case EventKind::SignedIn:
    case EventKind::SteppedUp:
    case EventKind::Restored:
        return Tone::Good;
    case EventKind::Revoked:
    case EventKind::EpochRaised:
        return Tone::Danger;
    case EventKind::FingerprintMismatch:
    case EventKind::WrongTenant:
    case EventKind::Vanished:
        return Tone::Attention;
    case EventKind::Created:
    case EventKind::Cycled:
        return Tone::Info;
    case EventKind::Ended:
        return Tone::Neutral;
    }
    return Tone::Neutral;
}

QString Texts::endReason(EndReason reason)
{
    switch (reason) {
    case EndReason::None:
        return tr("Ended");
    case EndReason::SignedOut:
        return tr("Signed out by the user");
    case EndReason::SignedOutEverywhere:
        return tr("Signed out everywhere by the user");
    case EndReason::IdleDeadline:
        return tr("Ended: not used for too long");
    case EndReason::AbsoluteDeadline:
        return tr("Ended: longest allowed time reached");
    case EndReason::EpochRaised:
        return tr("Ended: everybody was logged out");
    case EndReason::Revoked:
        return tr("Ended: logged out by an operator");
    case EndReason::Displaced:
        return tr("Ended: made room for a newer sign-in");
    case EndReason::Withdrawn:
        return tr("Taken back: the sign-in was never confirmed");
    case EndReason::Mismatch:
        return tr("Ended: used from a client that looks different");
    }
    return tr("Ended");
}

QString Texts::verification(Verification verification)
{
    switch (verification) {
    case Verification::NotVerified:
        return tr("Not verified: listed without opening its data");
    case Verification::Verified:
        return tr("Verified: what is shown equals what is sealed");
    case Verification::NotSealed:
        return tr("Not sealed: this store does not encrypt");
    }
    return {};
}

QString Texts::shortId(const SessionId &id)
{
    return id.text().first(8);
}

QString Texts::keyId(quint32 id)
{
    return id == 0 ? QString() : u"%1"_s.arg(id, 8, 16, QChar(u'0'));
}

QString Texts::keyState(const QString &state)
{
    if (state == "staged"_L1)
        return tr("staged");
    if (state == "active"_L1)
        return tr("active");
    if (state == "decrypt-only"_L1)
        return tr("decrypt-only");
    if (state == "retired"_L1)
        return tr("retired");
    if (state == "compromised"_L1)
        return tr("compromised");
    return state;
}

QString Texts::problem(const Error &error)
{
    switch (error.code()) {
    case ErrorCode::Unavailable:
        return error.outcome() == Outcome::Unknown
            ? tr("The store stopped answering. The change may have been made: look before you repeat it.")
            : tr("The store does not answer at the moment. Nothing was changed. Try again.");
    case ErrorCode::Conflict:
        return tr("Somebody else changed this at the same time. Refresh and try again.");
    case ErrorCode::Gone:
        return tr("The session has ended already.");
    case ErrorCode::Superseded:
        return tr("The session continues under a newer token.");
    case ErrorCode::Corrupt:
        return tr("Corrupt: what is stored was altered or damaged. It is not shown and was not changed.");
    case ErrorCode::KeyMissing:
        return tr("The key that opens this is not here. Choose the store's root key file.");
    case ErrorCode::TooNew:
        return tr("This was written by a later version of Axess. Update the console.");
    case ErrorCode::Full:
        return tr("The store has no room left. Tell your operators.");
    case ErrorCode::Denied:
        return tr("The store refuses this: the rights are missing.");
    case ErrorCode::ClockSkew:
        return tr("The store's clock has jumped. Tell your operators.");
    case ErrorCode::InvalidArgument:
        return tr("This cannot be right. Check what was entered.");
    case ErrorCode::Unsupported:
        return tr("This kind of store cannot do that.");
    }
    return error.message();
}

QString Texts::notRecorded(const Error &error)
{
    return tr("The audit trail cannot be written, and without it this must not be done. %1")
        .arg(problem(error));
}

} // namespace Axess
