// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sessionwatch.h"

#include <algorithm>

using namespace Axess;

SessionWatch::SessionWatch(std::shared_ptr<SessionStore> store)
    : m_store(std::move(store))
    , m_async(m_store)
{
    connect(&m_looks, &QTimer::timeout, this, &SessionWatch::look);
}

Result<void> SessionWatch::start()
{
    const auto end = EventFeed::end(*m_store);
    if (!end)
        return std::unexpected(end.error());
    // The feed has a thread of its own; what it tells is dealt with in this one.
    m_feed = std::make_unique<EventFeed>(m_store, *end, [this](const EventNotice &notice) -> Result<void> {
        QMetaObject::invokeMethod(this, [this, notice] { hear(notice); }, Qt::QueuedConnection);
        return {};
    });
    m_looks.start(LookEvery);
    return m_feed->start();
}

void SessionWatch::watch(const SessionId &session, qint64 deadline)
{
    Watched &watched = m_watched[session];
    watched.deadline = deadline;
    watched.isDoubtful = true;
    look();
}

void SessionWatch::forget(const SessionId &session)
{
    m_watched.remove(session);
}

void SessionWatch::hear(const EventNotice &notice)
{
    // What happened behind a gap nobody says any more.
    if (notice.gap)
        doubtAll();
    for (const Event &event : notice.events) {
        // Told at once, but an answer may rest on the older epoch for the control lag.
        if (event.kind == EventKind::EpochRaised)
            QTimer::singleShot(EpochLag, this, &SessionWatch::doubtAll);
        else if (const auto it = m_watched.find(event.session); it != m_watched.end())
            it->isDoubtful = true;
    }
    look();
}

void SessionWatch::doubtAll()
{
    for (Watched &watched : m_watched)
        watched.isDoubtful = true;
}

void SessionWatch::look()
{
    const qint64 now = m_store->now();
    QList<SessionId> sessions;
    for (auto it = m_watched.begin(); it != m_watched.end() && sessions.size() < AtOnce; ++it) {
        if (it->isBeingLookedAt || (!it->isDoubtful && now < it->deadline))
            continue;
        // What is heard from here on may be news to the look that begins now.
        it->isDoubtful = false;
        it->isBeingLookedAt = true;
        sessions.append(it.key());
    }
    if (sessions.isEmpty())
        return;
    m_async.run([sessions](SessionStore &store) { return lookedAt(store, sessions); })
        .then(this, [this](const QList<Finding> &findings) { conclude(findings); });
}

// While the store is away, one call's deadline is waited for, not a hundred.
QList<SessionWatch::Finding> SessionWatch::lookedAt(SessionStore &store, const QList<SessionId> &sessions)
{
    QList<Finding> findings;
    bool isAway = false;
    for (const SessionId &session : sessions) {
        Finding finding {.session = session};
        const auto found
            = isAway ? std::unexpected(Error(ErrorCode::Unavailable, QString())) : store.find(session);
        if (found) {
            const bool isLive = *found && (*found)->life == Life::Live;
            finding.standing = isLive ? Standing::Live : Standing::Ended;
            if (isLive)
                finding.deadline = std::min((*found)->row.idleDeadline, (*found)->row.absoluteDeadline);
        } else if (found.error().code() == ErrorCode::Corrupt
                   && found.error().damage() == Damage::OneSession) {
            finding.standing = Standing::Ended; // It opens for nobody any more.
        } else {
            isAway = true;
        }
        findings.append(finding);
    }
    return findings;
}

void SessionWatch::conclude(const QList<Finding> &findings)
{
    bool wasAway = false;
    for (const Finding &finding : findings) {
        const auto it = m_watched.find(finding.session);
        if (it == m_watched.end())
            continue;
        it->isBeingLookedAt = false;
        switch (finding.standing) {
        case Standing::Live:
            it->deadline = finding.deadline;
            break;
        case Standing::Unknown:
            it->isDoubtful = true;
            wasAway = true;
            break;
        case Standing::Ended:
            m_watched.erase(it);
            Q_EMIT ended(finding.session);
            break;
        }
    }
    // More may wait than fits into one look; a store that is away is asked again when the timer says so.
    if (!wasAway)
        look();
}
