// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "report.h"

#include "promises.h"

#include <axess/version.h>

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QMap>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

QString nameOf(const CaseResult &result)
{
    return result.topic + u'.' + result.name;
}

QString reasonOf(const CaseResult &result)
{
    QString reason = result.message.simplified();
    if (!result.row.isEmpty())
        reason = result.row + u": "_s + reason;
    return result.place.isEmpty() ? reason : u"%1 (%2)"_s.arg(reason, result.place);
}

QString verdictName(CaseResult::Verdict verdict)
{
    switch (verdict) {
    case CaseResult::Verdict::Kept:
        return u"kept"_s;
    case CaseResult::Verdict::Broken:
        return u"broken"_s;
    case CaseResult::Verdict::Partly:
        return u"partly"_s;
    case CaseResult::Verdict::NotTried:
        break;
    }
    return u"not tried"_s;
}

} // namespace

Report::Report(const QString &backend, const QString &url)
    : m_backend(backend)
    , m_url(url)
{ }

bool Report::isKept() const
{
    return count(m_results, Verdict::Broken) == 0;
}

bool Report::isComplete() const
{
    return m_isAllAsked && count(m_results, Verdict::Partly) == 0 && count(m_results, Verdict::NotTried) == 0;
}

QList<CaseResult> Report::of(int promise) const
{
    QList<CaseResult> results;
    std::ranges::copy_if(m_results, std::back_inserter(results), [&](const CaseResult &result) {
        return Promises::of(result.topic, result.name) == promise;
    });
    return results;
}

qsizetype Report::count(const QList<CaseResult> &results, Verdict verdict)
{
    return std::ranges::count(results, verdict, &CaseResult::verdict);
}

QString Report::textOf(int promise) const
{
    const QList<CaseResult> results = of(promise);
    const auto kept = count(results, Verdict::Kept);
    const auto broken = count(results, Verdict::Broken);
    const auto partly = count(results, Verdict::Partly);
    const auto notTried = count(results, Verdict::NotTried);
    QString state = broken > 0 ? u"BROKEN: %1 of %2 cases"_s.arg(broken).arg(broken + kept + partly)
        : kept > 0             ? u"kept in %1 %2"_s.arg(kept).arg(kept == 1 ? u"case"_s : u"cases"_s)
        : partly > 0           ? u"kept in part"_s
                               : u"not tried"_s;
    if (partly > 0)
        state += u", %1 tried in part"_s.arg(partly);
    if (notTried > 0 && (broken > 0 || kept > 0 || partly > 0))
        state += u", %1 not tried"_s.arg(notTried);
    QString text = u"%1  %2  %3\n"_s.arg(promise, 2).arg(Promises::title(promise), -31).arg(state);
    if (broken > 0)
        text += u"      (%1)\n"_s.arg(Promises::meaning(promise));
    for (const CaseResult &result : results) {
        if (result.verdict == Verdict::Broken)
            text += u"      %1\n          %2\n"_s.arg(nameOf(result), reasonOf(result));
    }
    return text;
}

QString Report::notTried() const
{
    QMap<QString, QStringList> casesByReason;
    for (const CaseResult &result : m_results) {
        if (result.verdict == Verdict::Kept || result.verdict == Verdict::Broken)
            continue;
        const QString reason = result.message.isEmpty() ? u"nothing says why"_s : result.message;
        casesByReason[(result.row.isEmpty() ? QString() : result.row + u": "_s) + reason].append(
            nameOf(result));
    }
    QString text;
    for (const auto &[reason, cases] : casesByReason.asKeyValueRange())
        text += u"\nNot tried: %1\n      %2\n"_s.arg(reason, cases.join(u"\n      "_s));
    return text;
}

QStringList Report::broken() const
{
    QStringList numbers;
    for (int promise = 1; promise <= Promises::Count; ++promise) {
        if (count(of(promise), Verdict::Broken) > 0)
            numbers.append(QString::number(promise));
    }
    return numbers;
}

QString Report::text(qint64 seconds) const
{
    QString text = u"axess-conformance %1: %2, %3\n\n"_s.arg(QLatin1StringView(AXESS_VERSION_STRING),
                                                             m_backend, m_url);
    for (int promise = 1; promise <= Promises::Count; ++promise)
        text += textOf(promise);
    text += notTried();
    if (!m_isAllAsked)
        text += u"\nNot tried: topics that --only leaves out\n"_s;
    if (!m_remaining.isEmpty())
        text += u"\n%1 stores remain:\n      %2\n"_s.arg(m_remaining.size())
                    .arg(m_remaining.join(u"\n      "_s));
    text += u"\n%1 cases, %2 broken, %3 tried in part, %4 not tried, in %5 s. "_s.arg(m_results.size())
                .arg(count(m_results, Verdict::Broken))
                .arg(count(m_results, Verdict::Partly))
                .arg(count(m_results, Verdict::NotTried))
                .arg(seconds);
    const QStringList numbers = broken();
    return text
        + (numbers.isEmpty() && isComplete() ? u"Every promise is kept.\n"_s
               : numbers.isEmpty()
               ? u"What was tried is kept; not all was tried.\n"_s
               : u"Broken: %1 %2.\n"_s.arg(numbers.size() == 1 ? u"promise"_s : u"promises"_s,
                                           numbers.join(u", "_s)));
}

QByteArray Report::json(qint64 seconds) const
{
    QJsonArray promises;
    for (int promise = 1; promise <= Promises::Count; ++promise) {
        const QList<CaseResult> results = of(promise);
        QJsonArray cases;
        for (const CaseResult &result : results) {
            QJsonObject entry {{u"name"_s, nameOf(result)},
                               {u"verdict"_s, verdictName(result.verdict)},
                               {u"milliseconds"_s, result.milliseconds}};
            if (!result.message.isEmpty())
                entry.insert(u"reason"_s, reasonOf(result));
            cases.append(entry);
        }
        promises.append(QJsonObject {{u"number"_s, promise},
                                     {u"title"_s, Promises::title(promise)},
                                     {u"kept"_s, count(results, Verdict::Kept)},
                                     {u"partly"_s, count(results, Verdict::Partly)},
                                     {u"broken"_s, count(results, Verdict::Broken)},
                                     {u"notTried"_s, count(results, Verdict::NotTried)},
                                     {u"cases"_s, cases}});
    }
    const QJsonObject report {{u"version"_s, QLatin1StringView(AXESS_VERSION_STRING)},
                              {u"backend"_s, m_backend},
                              {u"url"_s, m_url},
                              {u"kept"_s, isKept()},
                              {u"complete"_s, isComplete()},
                              {u"remaining"_s, QJsonArray::fromStringList(m_remaining)},
                              {u"cases"_s, m_results.size()},
                              {u"seconds"_s, seconds},
                              {u"promises"_s, promises}};
    return QJsonDocument(report).toJson();
}
