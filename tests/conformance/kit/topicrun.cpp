// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "topicrun.h"

#include "kittopics.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDeadlineTimer>
#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto Slack = 20s; // Qt Test is to give up first, and says where.

QString lastWords(const QByteArray &said)
{
    const QByteArrayList lines = said.trimmed().split('\n');
    return QString::fromLocal8Bit(lines.constLast()).trimmed().left(500);
}

QString timeUp(std::chrono::seconds deadline)
{
    return u"It did not end within %1 s"_s.arg(deadline.count());
}

} // namespace

TopicRun::TopicRun(const QString &topic, std::chrono::seconds deadline)
    : m_topic(topic)
    , m_deadline(deadline)
{ }

QList<CaseResult> TopicRun::run()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"record.xml"_s);
    QList<CaseResult> results;
    QStringList left = casesOf(m_topic);
    while (!left.isEmpty()) {
        QFile::remove(file);
        const Ending ending = runProcess(left, file);
        const RunRecord record = RunRecord::read(m_topic, file);
        const auto take = [&](const CaseResult &result) {
            if (left.removeOne(result.name))
                results.append(result);
        };
        for (CaseResult result : record.cases) {
            if (result.message.startsWith("Received a fatal error"_L1))
                result.message = record.fatal.contains("timed out"_L1) ? timeUp(m_deadline) : record.fatal;
            take(result);
        }
        if (left.isEmpty()) {
            // Closing what all of them used is part of the last.
            if (!ending.why.isEmpty() && results.constLast().verdict != CaseResult::Verdict::Broken) {
                results.last().verdict = CaseResult::Verdict::Broken;
                results.last().message = u"Behind the last case: "_s + ending.why;
            }
            break;
        }
        // The one that was running, or, if none was, the next one: something must be left out each time.
        const QString guilty = left.contains(record.open) ? record.open : left.constFirst();
        QString why = record.fatal.contains("timed out"_L1) ? timeUp(m_deadline) : ending.why;
        if (why.isEmpty())
            why = u"Its process ended before it was reached"_s;
        take({.topic = m_topic,
              .name = guilty,
              .verdict = CaseResult::Verdict::Broken,
              .message = why,
              .row = {},
              .place = {}});
    }
    return results;
}

TopicRun::Ending TopicRun::runProcess(const QStringList &cases, const QString &file) const
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QCoreApplication::applicationFilePath(),
                  QStringList {u"--run-topic"_s, m_topic, u"-o"_s, file + u",xml"_s, u"-nocrashhandler"_s,
                               u"-maxwarnings"_s, u"0"_s}
                      + cases);
    QByteArray said;
    qint64 size = 0;
    QDeadlineTimer patience(m_deadline + Slack);
    while (!process.waitForFinished(200)) {
        said = (said + process.readAll()).right(4096);
        if (process.state() == QProcess::NotRunning)
            break;
        const qint64 now = QFileInfo(file).size();
        if (now != size) {
            size = now;
            patience = QDeadlineTimer(m_deadline + Slack);
        } else if (patience.hasExpired()) {
            process.kill();
            process.waitForFinished();
            return {timeUp(m_deadline)};
        }
    }
    said += process.readAll();
    if (process.error() == QProcess::FailedToStart)
        return {u"Its process could not be started: "_s + process.errorString()};
    if (process.exitStatus() == QProcess::CrashExit)
        return {u"Its process crashed: "_s + lastWords(said)};
    return {};
}
