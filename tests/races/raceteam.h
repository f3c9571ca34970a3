// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "raceactor.h"

#include <QtCore/QProcess>

#include <barrier>
#include <thread>

/// Actors who act at the same moment.
class RaceTeam
{
public:
    virtual ~RaceTeam() = default;

    virtual int size() const = 0;
    /// Gives each its line, lets all go at once and waits for the answers.
    virtual QByteArrayList act(const QByteArrayList &lines) = 0;
    /// The same line to all.
    QByteArrayList all(const QByteArray &line) { return act(QByteArrayList(size(), line)); }
};

/// Threads; neighbours have different stores, as the instances of an application do.
class ThreadTeam final : public RaceTeam
{
public:
    ThreadTeam(int size, const QList<std::shared_ptr<Axess::SessionStore>> &stores);
    ~ThreadTeam() override;

    int size() const override { return int(m_threads.size()); }
    QByteArrayList act(const QByteArrayList &lines) override;

private:
    void work(int index, std::shared_ptr<Axess::SessionStore> store);

    std::barrier<> m_start;
    std::barrier<> m_end;
    bool m_isOver = false;
    std::vector<QByteArray> m_lines;
    std::vector<QByteArray> m_answers;
    std::vector<std::jthread> m_threads;
};

/// Processes that each open the same store for themselves: `raceworker`, or what else does as it does.
class ProcessTeam final : public RaceTeam
{
public:
    ProcessTeam(int size, const QString &program, const QStringList &arguments);
    ~ProcessTeam() override;

    /// Whether all of them have opened the store; if not, a test has nothing to race with.
    bool isReady();
    int size() const override { return int(m_processes.size()); }
    QByteArrayList act(const QByteArrayList &lines) override;

private:
    static QByteArray lineOf(QProcess &process);

    std::vector<std::unique_ptr<QProcess>> m_processes;
};
