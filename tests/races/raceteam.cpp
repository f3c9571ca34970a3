// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "raceteam.h"

using namespace Axess;
using namespace Qt::StringLiterals;

ThreadTeam::ThreadTeam(int size, const QList<std::shared_ptr<SessionStore>> &stores)
    : m_start(size + 1)
    , m_end(size + 1)
    , m_lines(std::size_t(size))
    , m_answers(std::size_t(size))
{
    for (int index = 0; index < size; ++index)
        m_threads.emplace_back(&ThreadTeam::work, this, index, stores[index % stores.size()]);
}

ThreadTeam::~ThreadTeam()
{
    m_isOver = true;
    m_start.arrive_and_wait();
}

void ThreadTeam::work(int index, std::shared_ptr<SessionStore> store)
{
    RaceActor actor(std::move(store));
    for (;;) {
        m_start.arrive_and_wait();
        if (m_isOver)
            return;
        m_answers[std::size_t(index)] = actor.act(m_lines[std::size_t(index)]);
        m_end.arrive_and_wait();
    }
}

QByteArrayList ThreadTeam::act(const QByteArrayList &lines)
{
    m_lines.assign(lines.begin(), lines.end());
    m_start.arrive_and_wait();
    m_end.arrive_and_wait();
    return QByteArrayList(m_answers.begin(), m_answers.end());
}

ProcessTeam::ProcessTeam(int size, const QString &program, const QStringList &arguments)
{
    for (int i = 0; i < size; ++i) {
        auto process = std::make_unique<QProcess>();
        process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process->start(program, arguments);
        m_processes.push_back(std::move(process));
    }
}

ProcessTeam::~ProcessTeam()
{
    for (const auto &process : m_processes)
        process->closeWriteChannel();
    for (const auto &process : m_processes) {
        if (!process->waitForFinished())
            process->kill();
    }
}

bool ProcessTeam::isReady()
{
    return std::ranges::all_of(m_processes, [](const auto &process) { return lineOf(*process) == "ready"; });
}

QByteArrayList ProcessTeam::act(const QByteArrayList &lines)
{
    for (std::size_t i = 0; i < m_processes.size(); ++i) {
        m_processes[i]->write(lines[qsizetype(i)] + '\n');
        m_processes[i]->waitForBytesWritten();
    }
    QByteArrayList answers;
    for (const auto &process : m_processes)
        answers.append(lineOf(*process));
    return answers;
}

QByteArray ProcessTeam::lineOf(QProcess &process)
{
    while (!process.canReadLine()) {
        if (!process.waitForReadyRead(60'000))
            return "Unavailable?";
    }
    return process.readLine().trimmed();
}
