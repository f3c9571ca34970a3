// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/clock.h>
#include <axess/result.h>
#include <axess/storagecalls.h>

#include <QtCore/qlist.h>

#include <span>

namespace Axess {

/// One connection to a store: what each backend fulfils and tests/conformance checks.
///
/// Used by one thread at a time. It has no clock, no keys and no policy: the caller passes the time, and
/// payloads arrive sealed. Batches hold at most 64 entries and name an id once; answers stand in the order of
/// the questions.
///
/// A write is applied wholly or not at all, with its event in the same transaction. Events happen at the
/// horizon's `now`; a swept row's at the moment of its end (Horizon::endOf), a removal's at its own `at`.
/// Their detail is the reason of a mark or the detail of a removal; `install` and `bury` write none.
///
/// What breaks the rules of callrules.h is InvalidArgument, and nothing is sent; a call whose deadline has
/// passed is Unavailable, not applied; a write on a read-only connection is Denied; an empty batch has an
/// empty answer. Failures are those of the call as a whole: Unavailable with Outcome::NotApplied only when no
/// byte left or the server itself refused or rolled back, else with Outcome::Unknown; Full for no room;
/// Denied for missing rights; Corrupt for a damaged store; TooNew for a schema of a later version;
/// Unsupported for what the metadata denies; InvalidArgument for a call that breaks these rules.
class AXESS_EXPORT StorageConnection
{
public:
    static constexpr int MaximumBatch = 64;

    virtual ~StorageConnection();

    /// Under which deadline the following calls run. Set before each.
    virtual void setDeadline(const Deadline &deadline) = 0;
    /// The thread that has the connection lets it go; false = it cannot be handed on and must be destroyed
    /// here.
    virtual bool detachFromThread() = 0;
    /// The calling thread takes the connection; false = destroy it.
    virtual bool attachToThread() = 0;
    /// Ends a running call soon, with Unavailable. From any thread, also when nothing runs.
    virtual void interrupt() = 0;
    /// Broken for good: the pool throws it away.
    virtual bool isBroken() const = 0;
    /// How often this connection has waited for the server (for SQLite: statements that begin or end a
    /// transaction and batches of one prepared statement). Counted by tests.
    virtual qint64 roundTrips() const = 0;

    // --- sessions

    /// Inserts; never replaces. Stored, Taken, Denied, or Gone (generation was raised). Gone wins over Taken,
    /// Taken over Denied; only what is stored displaces. A row that is dead on arrival is stored like any
    /// other.
    virtual Result<QList<WriteOutcome>> create(std::span<const NewRow> rows, const Horizon &horizon) = 0;
    /// The rows that exist, dead ones too; absent ids are left out, so rows may be fewer than ids.
    virtual Result<QList<SealedRow>> load(std::span<const SessionId> ids) = 0;
    /// The same rows without their payloads, for who may not read those or has no use for them. As `load`,
    /// and what came too much is dropped, unless a backend need not read it at all.
    virtual Result<QList<SealedRow>> describe(std::span<const SessionId> ids);
    /// What stands where a write may have landed: as `describe`, but what is answered is kept as if its write
    /// had been answered; payloads may come along. A store that confirms writes by replicas writes there once
    /// more and waits for them; a row of a lost write whose admission does not hold any more is removed and
    /// left out. Else it is `describe`.
    virtual Result<QList<SealedRow>> settle(std::span<const LostWrite> writes, const Horizon &horizon);
    /// Replaces each row whose revision is still the expected one, in one step. Never inserts: Stored,
    /// Conflict, Gone (absent, dead, or generation raised) or Denied. Gone wins over Conflict, Conflict over
    /// Denied; only what is stored displaces. KeepLater keeps the later of idle deadline, last seen and sweep
    /// column, each; all rules cap the idle deadline at the absolute one.
    virtual Result<QList<WriteOutcome>> update(std::span<const RowUpdate> updates, const Horizon &horizon)
        = 0;
    /// Moves idle deadline, last seen and sweep column forward only; the revision stays. Stored (also when
    /// nothing had to move) or Gone. The change counter counts only what moved.
    virtual Result<QList<WriteStatus>> touch(std::span<const Touch> touches, const Horizon &horizon) = 0;
    /// Exchanges the payload under the same revision and write id: a live save always wins. Stored, Conflict
    /// or Gone (absent only: dead rows are re-sealed too).
    virtual Result<QList<WriteStatus>> reseal(std::span<const Reseal> reseals) = 0;
    /// Sets the mark: Stored, or Gone (absent or ended; revoked alone is not ended). A row that is revoked
    /// already gets the new mark without grace (`graceUntil` = `at`), whatever the call says, so that neither
    /// can be undone; the mark that stands there already, sent again, changes nothing.
    virtual Result<QList<WriteStatus>> revoke(std::span<const Revocation> revocations, const Horizon &horizon)
        = 0;
    /// Undoes exactly that mark while `now` < its `graceUntil`: Stored, else Gone, also for a row that has
    /// ended.
    virtual Result<QList<WriteStatus>> restore(std::span<const SessionId> ids, const QByteArray &mark,
                                               const Horizon &horizon)
        = 0;
    /// Removes rows, dead or live; absent ones are not an error. What there was, in any order.
    virtual Result<QList<RemovedRow>> remove(std::span<const Removal> removals) = 0;
    /// Removes at most `limit` (≤ 1,000) rows that have ended at the horizon, or whose mark is past its
    /// grace. A row that ended by a deadline is found once its sweep column has come (`sweepAt` ≤ `now`), one
    /// of an older epoch if it was created at `raisedAt` or before; the exact deadlines are checked in the
    /// statement. What there was; fewer than `limit` = nothing more to do. Takes away tombstones whose time
    /// has come, too, uncounted.
    virtual Result<QList<RemovedRow>> removeExpired(const Horizon &horizon, int limit) = 0;

    // --- lists

    /// By (created, id) either way, stable while rows come and go. InvalidArgument for a cursor of another
    /// request (cursor.h). What the filter means stands in CallRules::matches.
    virtual Result<RowPage> page(const PageRequest &request) = 0;
    /// The user's live sessions, newest first; `limit` ≤ 1,000, also below. InvalidArgument for a guest.
    virtual Result<UserSessions> sessionsOf(const TenantId &tenant, const UserId &user,
                                            const QByteArray &cursor, int limit, const Horizon &horizon)
        = 0;
    /// Users who have rows; guests are nobody here.
    virtual Result<UserPage> users(const TenantId &tenant, const QByteArray &cursor, int limit) = 0;
    /// Tenants that have rows, those of guests too; the empty tenant is one of them.
    virtual Result<TenantPage> tenants(const QByteArray &cursor, int limit) = 0;
    /// Rows by key id, dead ones too; 0 = not sealed.
    virtual Result<QHash<quint32, qint64>> countByKey() = 0;
    /// Of about so many sessions that the index says are live, those without a row. A store that has no index
    /// of its own beside its rows has none.
    virtual Result<qint64> countVanished(const Horizon &horizon, qint64 workBudget);

    // --- documents

    virtual Result<std::optional<StoredDocument>> document(const QString &name) = 0;
    /// Stores if the revision is still the expected one (0 = absent) and answers the new one; else Conflict.
    virtual Result<quint64> putDocument(const QString &name, const QByteArray &bytes,
                                        quint64 expectedRevision)
        = 0;
    /// Absent is fine; another revision than the expected is Conflict. A name that comes back starts at
    /// revision 1.
    virtual Result<void> removeDocument(const QString &name, quint64 expectedRevision) = 0;
    /// Names that begin so, byte by byte; nothing in a name or prefix is a wildcard.
    virtual Result<DocumentPage> documents(const QString &prefix, const QByteArray &cursor, int limit) = 0;

    // --- events and logs

    /// Notes that are not part of a row's write (mismatches, epochs).
    virtual Result<void> appendEvents(std::span<const Event> events) = 0;
    /// Events behind `position`, oldest first. Never passes a position below which another may still commit.
    virtual Result<QList<Event>> events(qint64 position, int limit) = 0;
    /// Whether the last `events` stopped before what is committed already, at a write that is still open.
    virtual bool isHeldBack() const { return false; }
    /// The last events of one user, newest first. InvalidArgument for a guest.
    virtual Result<QList<Event>> eventsOf(const TenantId &tenant, const UserId &user, int limit) = 0;
    /// Removes events up to the position `upTo` that happened before `before` (UTC ms), at most `limit`; how
    /// many. Fewer than `limit` = few or none are left.
    virtual Result<qint64> trimEvents(qint64 before, qint64 upTo, int limit) = 0;
    /// Wakes those who listen for events of this store, in whatever process; a hint, which may be lost.
    /// Unsupported where the store has no bell (ConnectionFactory::hasBell).
    virtual Result<void> ring();
    /// Waits until the bell rings, at most to the deadline; false = it did not. The first call begins to
    /// listen and answers at once, with true: whoever looks then misses nothing. A connection that listens
    /// does nothing else. Unsupported as above; Denied for missing rights.
    virtual Result<bool> listen();
    /// Appends to a named log (audit) and answers the last position, 0 if the log is still empty. Positions
    /// of one log rise in the order of its entries, from 1 or higher, not always by one.
    virtual Result<qint64> append(const QString &log, std::span<const QByteArray> entries) = 0;
    /// Entries behind `position`, oldest first.
    virtual Result<QList<LogEntry>> read(const QString &log, qint64 position, int limit) = 0;

    // --- users' generations

    /// 0 for a user who was never raised. InvalidArgument for a guest, also below.
    virtual Result<quint64> userGeneration(const TenantId &tenant, const UserId &user) = 0;
    /// One higher; sign-ins whose ticket is older are refused from now on.
    virtual Result<quint64> raiseUser(const TenantId &tenant, const UserId &user) = 0;
    /// Never lowers.
    virtual Result<void> putUserGeneration(const TenantId &tenant, const UserId &user, quint64 atLeast) = 0;

    // --- migration's follower only

    /// Writes rows as they are, change counter included; tombstones win, else the higher change wins.
    virtual Result<QList<InstallStatus>> install(std::span<const SealedRow> rows) = 0;
    /// Removes the rows and leaves tombstones, for absent ones too: what is installed there later is Buried.
    /// A tombstone stands until a sweep at or after `until` (UTC ms); of two the later time holds.
    virtual Result<void> bury(std::span<const SessionId> ids, qint64 until) = 0;

    // --- the store itself

    virtual Result<QList<Fact>> inspect() = 0;
    /// Those of inspect's facts that a question or two answer: settings and states, whatever the number of
    /// rows. None, unless a backend says more.
    virtual Result<QList<Fact>> vitals();
    /// Asked, not tried: nothing is written. A question or some, whatever the number of rows. Nothing is
    /// known unless a backend says otherwise.
    virtual Result<AccountRights> rights();
    /// One bounded step of comparing indexes with sessions, while others work: in VerifyMode::Repair what
    /// lacks is entered and what leads nowhere removed, each in a way that a session in the making or a
    /// sign-in under way loses nothing. A step may be repeated: what is right stays as it is.
    /// InvalidArgument for a cursor of another walk. Unsupported unless a backend says otherwise.
    virtual Result<VerifyStep> verify(const VerifyRequest &request);
    /// The server's own time, UTC ms.
    virtual Result<qint64> ping() = 0;
    /// Creates what is missing. Twice, concurrently or after a crash ends the same. Never upgrades.
    virtual Result<void> initSchema() = 0;
    virtual Result<SchemaState> schema() = 0;
    virtual Result<void> upgradeSchema() = 0;
};

} // namespace Axess
