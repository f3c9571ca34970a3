// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "caseresult.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace {

struct Remark
{
    QString type;
    QString place;
    QString row;
    QString text;
};

// An Incident or a Message, from its start to its end.
Remark readRemark(QXmlStreamReader &xml)
{
    Remark remark;
    const auto attributes = xml.attributes();
    remark.type = attributes.value("type"_L1).toString();
    const QString file = QFileInfo(attributes.value("file"_L1).toString()).fileName();
    if (!file.isEmpty())
        remark.place = file + u':' + attributes.value("line"_L1).toString();
    while (xml.readNextStartElement()) {
        const bool isTag = xml.name() == "DataTag"_L1;
        (isTag ? remark.row : remark.text) = xml.readElementText();
    }
    // There is one global row only, which says nothing.
    remark.row = remark.row == "store"_L1    ? QString()
        : remark.row.startsWith("store:"_L1) ? remark.row.sliced(6)
                                             : remark.row;
    return remark;
}

void judge(CaseResult &result, const Remark &remark)
{
    using Verdict = CaseResult::Verdict;
    const bool isBroken = remark.type == "fail"_L1 || remark.type == "xpass"_L1;
    const bool isSkipped = remark.type == "skip"_L1;
    if (!isBroken && !isSkipped)
        return;
    if (!result.message.isEmpty() && (!isBroken || result.verdict == Verdict::Broken))
        return;
    if (isBroken)
        result.verdict = Verdict::Broken;
    result.message = remark.text;
    result.row = remark.row;
    result.place = remark.place;
}

} // namespace

RunRecord RunRecord::read(const QString &topic, const QString &file)
{
    RunRecord record;
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly))
        return record;
    QXmlStreamReader xml(&source);
    CaseResult current;
    bool hasPassed = false;
    while (!xml.atEnd()) {
        const auto token = xml.readNext();
        const QStringView name = xml.name();
        if (token == QXmlStreamReader::StartElement && name == "TestFunction"_L1) {
            record.open = xml.attributes().value("name"_L1).toString();
            hasPassed = false;
            current = {.topic = topic, .name = record.open, .message = {}, .row = {}, .place = {}};
        } else if (token == QXmlStreamReader::StartElement
                   && (name == "Incident"_L1 || name == "Message"_L1)) {
            const Remark remark = readRemark(xml);
            if (remark.type == "qfatal"_L1)
                record.fatal = remark.text;
            hasPassed |= remark.type == "pass"_L1;
            judge(current, remark);
        } else if (token == QXmlStreamReader::StartElement && name == "Duration"_L1) {
            current.milliseconds = xml.attributes().value("msecs"_L1).toDouble();
        } else if (token == QXmlStreamReader::EndElement && name == "TestFunction"_L1) {
            if (current.verdict == CaseResult::Verdict::Kept && !hasPassed)
                current.verdict = CaseResult::Verdict::NotTried;
            else if (current.verdict == CaseResult::Verdict::Kept && !current.message.isEmpty())
                current.verdict = CaseResult::Verdict::Partly;
            record.cases.append(current);
            record.open.clear();
        }
    }
    return record;
}
