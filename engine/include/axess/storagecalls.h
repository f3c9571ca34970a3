// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/event.h>
#include <axess/horizon.h>

#include <QtCore/qstringlist.h>

namespace Axess {

// Questions and answers of StorageConnection, in the order of its verbs. All plain values.

/// What happens when a user has reached the limit of sessions.
enum class LimitPolicy : quint8 { DenyNew, EndOldest, EndLeastRecentlyUsed };

/// Rides on a create or update that binds a session to a user.
struct Admission
{
    quint64 generation
        = 0; ///< The user's generation that the sign-in's ticket was drawn at; another one now is Gone.
    int limit = 0; ///< Live sessions of the user, this one included; 0 = no limit. Dead ones do not count.
    LimitPolicy policy = LimitPolicy::EndOldest;

    bool operator==(const Admission &) const = default;
};

struct NewRow
{
    SealedRow row; ///< Revision 1.
    std::optional<Admission> admission;
    EventKind event = EventKind::Created;
};

/// How an update treats the stored idle deadline.
enum class IdleRule : quint8 {
    KeepLater, ///< A save: a touch that came between is not moved back.
    SetAnew, ///< Sign-in and step-up: the row's own.
};

struct RowUpdate
{
    SealedRow row; ///< As it shall be; its revision is expectedRevision + 1. `created` and `revocation` are
                   ///< never written.
    quint64 expectedRevision = 0;
    IdleRule idleRule = IdleRule::KeepLater;
    std::optional<Admission> admission;
    std::optional<EventKind> event; ///< Sign-in, step-up and cycle; a plain save writes none.
};

enum class WriteStatus : quint8 {
    Stored,
    Taken, ///< create: the id exists, live or dead.
    Conflict, ///< update, reseal: another revision stands there.
    Gone, ///< No such row, a dead one, or the user's generation was raised since the ticket.
    Denied, ///< The user's limit is reached and the policy denies.
};

struct WriteOutcome
{
    WriteStatus status = WriteStatus::Stored;
    QList<SessionId> displaced; ///< Sessions of the user that were ended to make room.

    bool operator==(const WriteOutcome &) const = default;
};

/// A write whose answer was lost, when it is asked what became of it.
struct LostWrite
{
    SessionId id;
    QByteArray writeId; ///< Of a create or update; empty for others.
    std::optional<Admission> admission; ///< What it carried.
};

struct Touch
{
    SessionId id;
    qint64 idleDeadline = 0; ///< Capped at the row's absolute deadline by the backend.
    qint64 lastSeen = 0;
    qint64 sweepAt = 0;
};

struct Reseal
{
    SessionId id;
    quint64 expectedRevision = 0;
    QByteArray expectedWriteId;
    quint32 keyId = 0;
    QByteArray payload;
};

struct Revocation
{
    SessionId id;
    RevocationMark mark;
};

struct Removal
{
    SessionId id;
    EndReason reason = EndReason::SignedOut;
    QString detail;
    qint64 at = 0; ///< UTC milliseconds, for the event.
};

/// What there was, of a row that is gone now.
struct RemovedRow
{
    SessionId id;
    TenantId tenant;
    UserId user;
    EndReason reason = EndReason::None;

    bool operator==(const RemovedRow &) const = default;
};

enum class PageOrder : quint8 { NewestFirst, OldestFirst };
enum class Life : quint8 { Live, Revoked, Expired };

/// An open or closed range of UTC milliseconds: from <= value < until; absent = open.
struct TimeRange
{
    std::optional<qint64> from;
    std::optional<qint64> until;

    bool contains(qint64 value) const { return (!from || *from <= value) && (!until || value < *until); }
    bool operator==(const TimeRange &) const = default;
};

/// Which rows a list shows. Absent = no restriction; an empty user in `user` means guests.
struct SessionFilter
{
    std::optional<TenantId> tenant;
    std::optional<UserId> user;
    std::optional<SessionLevel> level;
    std::optional<Life> life;
    std::optional<quint32> keyId;
    TimeRange created;
    TimeRange lastSeen;
    TimeRange expires; ///< The earlier of both deadlines.
    QString client; ///< Found anywhere in address, user agent or label; A–Z of either case, no wildcards.

    bool operator==(const SessionFilter &) const = default;
};

struct PageRequest
{
    static constexpr int MaximumRows = 1000;

    SessionFilter filter;
    PageOrder order = PageOrder::NewestFirst;
    QByteArray cursor; ///< Of the page before; empty = from the start.
    int limit = 200; ///< 1 to 1,000.
    qint64 workBudget = 50'000; ///< Rows examined at most; then the page ends early, with a cursor.
    Horizon horizon; ///< For `life`.
};

struct RowPage
{
    QList<SealedRow> rows; ///< Without payloads, by (created, id).
    QByteArray next; ///< Empty = the end was reached.
    qint64 examined = 0;
    /// Passed over on the way: rows that nobody can have written, or of a later version. Whether the filter
    /// means them cannot be told; each stands on one page of a list. One whose id is damaged is nowhere.
    QList<SessionId> unreadable;
};

struct UserSessions
{
    QList<SealedRow> rows; ///< Without payloads, live ones only, newest first.
    QList<SessionId> vanished; ///< The index says live, the store has no row.
    QByteArray next;
};

struct UserSummary
{
    UserId user;
    TenantId tenant;
    qint64 sessions = 0; ///< Rows, dead ones that were not swept yet too.
    qint64 newestCreated = 0; ///< UTC milliseconds.
};

struct UserPage
{
    QList<UserSummary> users; ///< By user id, byte by byte.
    QByteArray next;
};

struct TenantPage
{
    QList<TenantId> tenants; ///< Byte by byte.
    QByteArray next;
};

struct StoredDocument
{
    QString name;
    quint64 revision = 0; ///< From 1.
    QByteArray bytes;

    bool operator==(const StoredDocument &) const = default;
};

struct DocumentPage
{
    QList<StoredDocument> documents; ///< By name.
    QByteArray next;
};

struct LogEntry
{
    qint64 position = 0;
    QByteArray bytes;
};

enum class InstallStatus : quint8 {
    Installed,
    Older, ///< The stored row has the same or a higher change.
    Buried, ///< A tombstone stands there: what ended stays ended.
};

enum class VerifyMode : quint8 {
    Report, ///< Writes nothing.
    Repair,
};

/// One step of a walk that compares a store's indexes with its sessions.
struct VerifyRequest
{
    static constexpr int MaximumRows = 1000;

    VerifyMode mode = VerifyMode::Report;
    int bucket = 0; ///< Which part of the walk, from 0; the answer says how many there are.
    QByteArray cursor; ///< Of the step before in this bucket; empty = from its start.
    int limit = MaximumRows; ///< Rows and entries looked at, about; 1 to 1,000.
    Horizon horizon; ///< Who has ended belongs into no registry.
};

/// What one step found, each number of what it says; in VerifyMode::Repair put right, as `repaired` counts.
struct VerifyStep
{
    static constexpr int MaximumRemarks = 20;

    int buckets = 1; ///< Into how many parts this store divides the walk.
    QByteArray next; ///< Empty = the bucket is done.
    qint64 sessions = 0; ///< Looked at.
    qint64 entries = 0; ///< Of indexes, looked at.
    qint64 unregistered = 0; ///< Live sessions that their user's registry lacked.
    qint64 unindexed = 0; ///< Sessions that an index lacked, or had at a wrong place.
    qint64 stale = 0; ///< Entries without their session.
    qint64 vanished = 0; ///< Sessions that an index calls live and that the store has lost.
    qint64 miscatalogued = 0; ///< Users whose entry in the catalogue was missing, wrong or without use.
    qint64 unreadable = 0; ///< Rows that nobody can read; left as they are.
    qint64 repaired = 0; ///< Findings put right.
    QStringList remarks; ///< What is wrong and not put right here, with the remedy; English, at most 20.
};

struct SchemaState
{
    bool exists = false;
    int written = 0; ///< The version that last wrote the schema.
    int readableFrom = 0; ///< The lowest version that can read it.
    int mine = 0; ///< What this program would write.
};

/// What the account that a connection signed in with may do, as its server says; nothing = it does not say.
/// Each is about any way, past our programs, too.
struct AccountRights
{
    std::optional<bool> readPayloads; ///< Of sessions, whether they are sealed or not.
    std::optional<bool> endSessions; ///< Mark sessions as revoked and take the mark away, with the event.
    std::optional<bool> writeSessions; ///< Insert sessions, or change more of one than its mark.
    std::optional<bool> removeSessions; ///< Delete their rows.
    std::optional<bool> writeDocuments; ///< Keys, jobs, and what all instances agree on.
    std::optional<bool> changeSchema; ///< Alter or drop the store's tables.

    bool operator==(const AccountRights &) const = default; ///< The same rights, and the same unknown.
};

/// One named fact of the server, for doctor and console: a finding is drawn from it, the backend judges
/// nothing.
struct Fact
{
    QString name;
    QString value;
};

} // namespace Axess
