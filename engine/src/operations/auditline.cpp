// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "auditline_p.h"

#include "crypto/auditcode_p.h"

#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr qsizetype codeSize = 64;
constexpr qsizetype longestName = 64;
constexpr qsizetype longestText = 512;
constexpr std::array phases {AuditPhase::Intent, AuditPhase::Done, AuditPhase::Failed};

std::unexpected<Error> noEntry()
{
    return std::unexpected(Error(ErrorCode::Corrupt, u"This is no entry of an audit trail"_s));
}

} // namespace

QString auditPhaseName(AuditPhase phase)
{
    switch (phase) {
    case AuditPhase::Intent:
        return u"intent"_s;
    case AuditPhase::Done:
        return u"done"_s;
    case AuditPhase::Failed:
        break;
    }
    return u"failed"_s;
}

Result<AuditLine> AuditLine::make(const AuditEntry &entry, const QByteArray &previous, const KeyRing *ring)
{
    AuditLine line;
    line.entry = entry;
    line.previous = previous;
    line.entry.key = ring ? ring->activeKey(KeyPurpose::Audit).id : 0;
    const QJsonObject object {
        {u"number"_s, qint64(entry.number)},
        {u"at"_s, entry.at},
        {u"phase"_s, auditPhaseName(entry.phase)},
        {u"intent"_s, qint64(entry.intent)},
        {u"act"_s, entry.act.left(longestName)},
        {u"by"_s, entry.by.left(longestName)},
        {u"what"_s, entry.what.left(longestText)},
        {u"reason"_s, entry.reason.left(longestText)},
        {u"result"_s, entry.result.left(longestText)},
        {u"key"_s, qint64(line.entry.key)},
        {u"previous"_s, QString::fromLatin1(previous)},
    };
    line.text = QJsonDocument(object).toJson(QJsonDocument::Compact);
    return auditCode(ring, line.entry.key, line.text).transform([&](const QByteArray &code) {
        line.code = code;
        return line;
    });
}

Result<AuditLine> AuditLine::parse(QByteArrayView bytes)
{
    if (bytes.size() <= codeSize + 1 || bytes[codeSize] != ' ')
        return noEntry();
    AuditLine line;
    line.code = bytes.first(codeSize).toByteArray();
    line.text = bytes.sliced(codeSize + 1).toByteArray();
    const QJsonObject object = QJsonDocument::fromJson(line.text).object();
    const auto phase = std::ranges::find(phases, object.value(u"phase"_s).toString(), auditPhaseName);
    line.entry.number = quint64(object.value(u"number"_s).toInteger());
    if (phase == phases.end() || line.entry.number == 0)
        return noEntry();
    line.entry.phase = *phase;
    line.entry.at = object.value(u"at"_s).toInteger();
    line.entry.intent = quint64(object.value(u"intent"_s).toInteger());
    line.entry.act = object.value(u"act"_s).toString();
    line.entry.by = object.value(u"by"_s).toString();
    line.entry.what = object.value(u"what"_s).toString();
    line.entry.reason = object.value(u"reason"_s).toString();
    line.entry.result = object.value(u"result"_s).toString();
    line.entry.key = quint32(object.value(u"key"_s).toInteger());
    line.previous = object.value(u"previous"_s).toString().toLatin1();
    return line;
}

Result<bool> AuditLine::isGenuine(const KeyRing *ring) const
{
    return auditCode(ring, entry.key, text).transform([&](const QByteArray &right) { return right == code; });
}

} // namespace Axess
