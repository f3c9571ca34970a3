// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/operations.h>
#include <axess/sessionlisting.h>

// How events and findings look as JSON and as words. Times are UTC milliseconds in JSON.

QJsonObject toJson(const Axess::Event &event);
QJsonObject toJson(const Axess::RevokeReport &report);

QString keyIdText(quint32 keyId); ///< Eight hexadecimal digits.
QString eventWord(const Axess::Event &event); ///< `ended (signed out)`, …
QString severityWord(Axess::Severity severity);
std::optional<Axess::Life> lifeFromWord(const QString &word);
std::optional<Axess::SessionLevel> levelFromWord(const QString &word);
