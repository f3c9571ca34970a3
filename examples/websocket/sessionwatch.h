// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/asyncsessionstore.h>
#include <axess/eventfeed.h>

#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtCore/QTimer>

/// Says when sessions that are watched have ended, whoever ended them, in whatever process.
///
/// The store's events say where to look, deadlines say when; in either case the store is asked before
/// anything is said. Where it does not answer nothing is said, and it is asked again: an outage ends nobody.
/// A session that ended is told of within `EventFeed::Options::lookEvery`, `LookEvery` and two reads while
/// the store answers. Lives in the event loop of its thread.
class SessionWatch : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds LookEvery {500};
    /// Beyond StoreOptions::controlLag, behind which a raised epoch holds everywhere.
    static constexpr std::chrono::milliseconds EpochLag {1500};

    explicit SessionWatch(std::shared_ptr<Axess::SessionStore> store);

    /// Before the first session is watched: what ended earlier is not told.
    Axess::Result<void> start();
    /// Twice is once. Looks at the session at once: it may have ended since it was loaded.
    void watch(const Axess::SessionId &session, qint64 deadline);
    void forget(const Axess::SessionId &session);

Q_SIGNALS:
    /// It is not watched any more.
    void ended(const Axess::SessionId &session);

private:
    struct Watched
    {
        qint64 deadline = 0; ///< UTC milliseconds: not to be believed beyond.
        bool isDoubtful = true; ///< To be looked at.
        bool isBeingLookedAt = false;
    };
    enum class Standing { Live, Ended, Unknown };
    struct Finding
    {
        Axess::SessionId session;
        Standing standing = Standing::Unknown;
        qint64 deadline = 0;
    };
    static constexpr qsizetype AtOnce = 100;

    void hear(const Axess::EventNotice &notice);
    void doubtAll();
    void look();
    static QList<Finding> lookedAt(Axess::SessionStore &store, const QList<Axess::SessionId> &sessions);
    void conclude(const QList<Finding> &findings);

    const std::shared_ptr<Axess::SessionStore> m_store;
    QHash<Axess::SessionId, Watched> m_watched;
    QTimer m_looks;
    Axess::AsyncSessionStore m_async;
    std::unique_ptr<Axess::EventFeed> m_feed; ///< Last: its thread calls into all of the above.
};
