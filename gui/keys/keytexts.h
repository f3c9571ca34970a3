// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/texts.h"

#include <axess/keys.h>
#include <axess/operations.h>
#include <axess/rotationprogress.h>

namespace Axess {

/// Keys and what is done to them, in words.
class KeyTexts
{
    Q_DECLARE_TR_FUNCTIONS(Axess::KeyTexts)

public:
    static QString purpose(const QString &purpose);
    static QString state(const QString &state); ///< As a word that begins a cell.
    static Tone stateTone(const QString &state);
    static QString phase(RotationPhase phase);
    static QString phaseSentence(RotationPhase phase);
    static QString rotationTitle(const JobInfo &job);
    static QString rotationProgress(const JobInfo &job);
    static QString rotationResult(const JobInfo &job);
    static QString verification(const KeyVerification &report);
    static QString revocationProgress(const JobInfo &job);
    static QString revocationResult(const JobInfo &job);
    static QString instance(const InstanceInfo &instance);
};

} // namespace Axess
