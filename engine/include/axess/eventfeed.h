// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessionstore.h>

namespace Axess {

/// How far a reader of the event log has come. A value, to be kept by the reader in text form.
///
/// It remembers the last event and, thinned out, earlier ones: so it is noticed when the log is not the one
/// that was read, and reading goes on where both still agree. It remembers whose log it was, too: of a store
/// that came to lead instead, positions say nothing.
class AXESS_EXPORT EventCursor
{
public:
    EventCursor() = default; ///< The oldest event that the log keeps.
    /// InvalidArgument for what `text` never gave.
    static Result<EventCursor> fromText(const QString &text);

    QString text() const; ///< Letters, digits, `-` and `_`; `beginning` for the default, else 400 at most.
    bool isBeginning() const { return m_checkpoints.isEmpty(); }

    bool operator==(const EventCursor &) const = default;

private:
    friend class EventReader;
    struct Checkpoint
    {
        qint64 position = 0;
        quint64 digest = 0; ///< Of the event there; 0 = up to here the log was empty.

        bool operator==(const Checkpoint &) const = default;
    };
    QList<Checkpoint> m_checkpoints; ///< Newest first.
    quint64 m_store = 0; ///< Tells one store's log from another's; 0 = not known.
};

/// Some events cannot be told any more.
struct AXESS_EXPORT EventGap
{
    enum class Cause : quint8 {
        Trimmed, ///< They were forgotten before they were read (EventRetention).
        /// The log is not the one that was read: a backup was put back, a failover lost the last writes, or
        /// the store was moved or made anew; also while it moves, whenever the other store comes to lead.
        /// What both have in common may be told twice.
        LogReplaced,
    };
    Cause cause = Cause::Trimmed;
    qint64 after = 0; ///< What is missing lies behind this position.
    qint64 until = 0; ///< And here or before; 0 = not known.

    QString sentence() const; ///< English, with what to do.
    bool operator==(const EventGap &) const = default;
};

/// What a reader of the log is told at a time: perhaps of a gap, then events, oldest first.
struct EventNotice
{
    std::optional<EventGap> gap;
    QList<Event> events;
    EventCursor cursor; ///< To be kept once the notice has been dealt with.
    /// More is acknowledged already, but an earlier write is still open: it comes behind that one.
    bool isHeldBack = false;
};

/// Tells another process, or another part of this one, what happens to sessions, as the store's log has it.
///
/// * **At least once.** Who keeps the cursor of each notice after dealing with it, and begins with it again,
///   misses nothing that the log keeps; the last notice may come twice. Events of one session come in their
///   order.
/// * **A gap is told.** What was forgotten, or lost by the store, is announced (EventGap). Then the reader
///   looks itself: which of the sessions that it knows are still there?
/// * **With a stated delay.** `Options::lookEvery` and the time of a read behind the acknowledgement at the
///   latest, while the store answers; on PostgreSQL, MySQL and MariaDB behind the end of the oldest write
///   that was open then. On PostgreSQL and Valkey a bell wakes it earlier, usually within a tenth of a
///   second. A bell that is lost costs time, nothing else. How far it is, `state` says.
///
/// An event is a hint: who acts on it asks the store. Reading needs no key. In a thread of its own from
/// `start` to `stop` or destruction; a store that is away is asked again with growing pauses, 5 s at most,
/// and one warning.
class AXESS_EXPORT EventFeed
{
public:
    /// Called in the feed's thread, one notice at a time, without empty ones. A failure has the same notice
    /// told again after a pause.
    using Handler = std::function<Result<void>(const EventNotice &)>;

    struct Options
    {
        std::chrono::milliseconds lookEvery {std::chrono::seconds(1)}; ///< At least 10 ms.
        int atOnce = 200; ///< Events in one notice, 1 to 900.
    };
    struct State
    {
        /// UTC milliseconds of the store's time: what was acknowledged before has been told. 0 = nothing yet.
        qint64 toldUpTo = 0;
        std::optional<Error> failure; ///< Why it is not getting on; nothing while it is.
        bool hearsBell = false; ///< Else it looks every `lookEvery`.
    };

    EventFeed(std::shared_ptr<SessionStore> store, const EventCursor &from, Handler handler);
    EventFeed(std::shared_ptr<SessionStore> store, const EventCursor &from, Handler handler,
              const Options &options);
    ~EventFeed();
    Q_DISABLE_COPY_MOVE(EventFeed)

    /// Twice is once. InvalidArgument for options out of range; Full when the system starts no more threads.
    Result<void> start();
    /// Returns when the handler is not running and will not be called again, a call deadline and a second
    /// later at most, and the handler's own time. Not from the handler.
    void stop();
    State state() const; ///< From any thread.

    /// Behind the newest event: for who wants to know only what comes. A write that is under way at that
    /// moment may be left out on PostgreSQL, MySQL and MariaDB.
    static Result<EventCursor> end(SessionStore &store);
    /// One look without a thread, for who waits in a way of its own. A notice may be empty; fewer events than
    /// `limit` (1 to 900) are all there are, unless it is held back.
    static Result<EventNotice> read(SessionStore &store, const EventCursor &from, int limit = 200);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Axess
