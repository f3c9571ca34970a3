// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/event.h>
#include <axess/sessionquery.h>

#include <QtCore/qcoreapplication.h>

namespace Axess {

/// How much a thing deserves the eye; always shown together with a word or an icon.
enum class Tone : quint8 { Neutral, Good, Info, Attention, Danger };

/// The engine's values in the words of the people who use the console.
class Texts
{
    Q_DECLARE_TR_FUNCTIONS(Axess::Texts)

public:
    static QString level(SessionLevel level);
    static QString life(Life life);
    /// The same, and of a live one what a search would find it by: idle, or soon to end.
    static QString state(const ListedSession &session, qint64 now);
    static Tone lifeTone(Life life);
    static QString userName(const UserId &user); ///< "Guest" for none.
    static QString tenantName(const TenantId &tenant); ///< "No tenant" for none.
    static QString event(const Event &event);
    static Tone eventTone(const Event &event);
    static QString endReason(EndReason reason);
    static QString verification(Verification verification);
    static QString shortId(const SessionId &id); ///< For tables; the whole id stands in the tool tip.
    static QString keyId(quint32 id); ///< Empty for a row that is not sealed.
    static QString keyState(const QString &state);

    /// What a person can do about it, without the technical text.
    static QString problem(const Error &error);
    /// Of what must not be done without an entry in the audit trail.
    static QString notRecorded(const Error &error);
};

} // namespace Axess
