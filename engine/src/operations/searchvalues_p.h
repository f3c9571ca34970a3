// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessionsearch.h>

namespace Axess {

/// The values of a search's fields, read from text and written as text. Nothing = it is no such value.
namespace SearchValues {

std::optional<SearchTime> time(QStringView text);
QString text(const SearchTime &time);
std::optional<SessionLevel> level(QStringView text);
QString text(SessionLevel level);
std::optional<SearchState> state(QStringView text);
QString text(SearchState state);
std::optional<quint32> key(QStringView text);
QString keyText(quint32 key);
bool isIdPrefix(QStringView text); ///< 1 to 31 hexadecimal digits.

const QStringList &levels();
const QStringList &states();

} // namespace SearchValues

} // namespace Axess
