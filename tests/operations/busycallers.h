// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "storefixture.h"

#include <axess/sessionstore.h>

#include <atomic>

/// What callers noticed while a job was at work.
struct Tally
{
    std::atomic<qint64> saves = 0;
    std::atomic<qint64> removals = 0;
    std::atomic<qint64> unavailable = 0;
    std::atomic<qint64> conflicts = 0; ///< Nobody else writes these sessions but the job.
    std::atomic<qint64> losses = 0; ///< What was saved is not what is there.
    std::atomic<qint64> resurrections = 0;
};

/// One caller with sessions of its own, so that whatever goes wrong with them is the job's doing.
class Caller
{
public:
    Caller(std::shared_ptr<Axess::SessionStore> store, Tally &tally)
        : m_store(std::move(store))
        , m_tally(tally)
    { }

    void work(const std::atomic<bool> &isOver)
    {
        for (int turn = 0; !isOver; ++turn) {
            if (!m_row)
                begin();
            else if (turn % 16 == 15)
                end();
            else
                save();
        }
        checkLast();
    }

private:
    void begin()
    {
        const auto row = m_store->save(guestRow());
        m_row = row ? std::optional(*row) : std::nullopt;
        m_isCertain = true;
        m_tally.unavailable += row ? 0 : 1;
    }

    void save()
    {
        const auto loaded = m_store->load(m_row->token);
        if (!loaded) {
            m_tally.unavailable++;
            return;
        }
        if (!*loaded || (m_isCertain && (*loaded)->data != m_row->data)) {
            m_tally.losses++;
            m_row.reset();
            return;
        }
        Axess::SessionRow next = **loaded;
        next.data.insert(QStringLiteral("count"), next.data.value(QStringLiteral("count")).toInteger() + 1);
        const auto saved = m_store->save(next);
        if (saved) {
            m_row = *saved;
            m_isCertain = true;
            m_tally.saves++;
            return;
        }
        // Of an unknown outcome either may stand there, and its statement may still come.
        const bool isUnavailable = saved.error().code() == Axess::ErrorCode::Unavailable;
        m_tally.unavailable += isUnavailable ? 1 : 0;
        m_tally.conflicts += !isUnavailable && m_isCertain ? 1 : 0;
        m_isCertain = false;
    }

    void end()
    {
        const auto removed = m_store->remove(m_row->id);
        m_tally.removals += removed ? 1 : 0;
        m_tally.unavailable += removed ? 0 : 1;
        if (removed)
            m_ended.append(m_row->token);
        m_row.reset();
    }

    void checkLast()
    {
        for (const Axess::SessionToken &token : std::as_const(m_ended)) {
            const auto loaded = m_store->load(token);
            m_tally.resurrections += loaded && *loaded ? 1 : 0;
        }
    }

    const std::shared_ptr<Axess::SessionStore> m_store;
    Tally &m_tally;
    std::optional<Axess::SessionRow> m_row;
    bool m_isCertain = true;
    QList<Axess::SessionToken> m_ended;
};
