// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessionsearch.h>

namespace Axess {

/// Divides a search's text into words; what is wrong with a word as such is a problem.
struct SearchWords
{
    static SearchWords of(QStringView text);

    QList<SearchWord> words;
    QList<SearchProblem> problems;
};

/// Whether a character cannot be seen where it stands: control, format and line characters, half surrogates.
bool isInvisible(QStringView text, qsizetype position);
/// At most 40 characters, the invisible ones as U+202E.
QString visibleText(QStringView text);

} // namespace Axess
