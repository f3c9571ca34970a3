// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessionstore.h>

#include <QtCore/qstringlist.h>

namespace Axess {

/// What an entry of the audit trail is. Stored by name; append only.
enum class AuditPhase : quint8 {
    Intent, ///< Somebody is about to do it.
    Done,
    Failed, ///< Or of an unknown outcome; the result says which.
};

/// `intent`, `done` or `failed`.
AXESS_EXPORT QString auditPhaseName(AuditPhase phase);

struct AuditEntry
{
    quint64 number = 0; ///< From 1, without a gap.
    qint64 at = 0; ///< UTC milliseconds.
    AuditPhase phase = AuditPhase::Intent;
    quint64 intent = 0; ///< Of a result: the number of what was intended.
    QString act; ///< Such as `revoke`, `raise-epoch`, `job-submit`.
    QString by; ///< Who.
    QString what; ///< Of what; ids, never tokens.
    QString reason;
    QString result; ///< Of a failure: code and sentence.
    quint32 key = 0; ///< The audit key that closes it; 0 = a plain hash, which anybody can make.
};

/// What happens when nothing can be recorded.
enum class AuditPolicy : quint8 {
    Record, ///< The act goes on, and the log tells.
    Require, ///< No audit, no act.
};

struct AuditOptions
{
    QString by; ///< Who acts, at most 64 characters.
    QString file; ///< A copy on this machine, 0600, only ever appended to; empty = none.
    AuditPolicy policy = AuditPolicy::Record;
};

/// What is wrong with an entry of the trail.
enum class AuditHarm : quint8 {
    NoEntry, ///< It is none at all.
    Altered,
    Unproven, ///< The key that closes it is not here.
    Removed,
    OutOfOrder, ///< It was moved, or put in.
    Detached, ///< It does not follow what stands before it: an entry was altered or exchanged.
    NoEntryInFile, ///< The number is the line's.
    OtherThanInFile,
    RemovedSinceFile, ///< The local file has it, the store has not.
    OtherOrderThanInFile,
};

/// What is wrong with a trail in one place, for programs to tell in their words. A value.
struct AuditProblem
{
    AuditHarm harm = AuditHarm::Altered; ///< What was done, as far as it can be told.
    quint64 number = 0; ///< Of the entry.
    quint64 last = 0; ///< Of the last one, where several in a row were removed; else the same.

    bool operator==(const AuditProblem &) const = default; ///< The same harm in the same place.
};

/// What reading the trail has shown.
struct AuditVerification
{
    static constexpr qsizetype MostProblems = 100; ///< That are told; there may be more.

    qint64 entries = 0; ///< In the store.
    qint64 proven = 0; ///< Closed by the ring's audit key: written by who had the root key, and unaltered.
    qint64 hashed = 0; ///< Closed by a plain hash: unaltered, unless somebody has made the whole chain anew.
    qint64 inFile = 0; ///< Entries of the local file, each of which was looked for in the store.
    QList<quint64>
        unfinished; ///< Numbers of intents without a result: who meant to was cut off, or is at it.
    QStringList problems; ///< English; empty = nothing was removed, altered or reordered.
    QList<AuditProblem> found; ///< The same, for programs.
    bool isWhole = true; ///< False = it was stopped: this is what was read until then, and of the store only.

    bool isClean() const { return problems.isEmpty(); }
};

/// The trail of administrative acts of a store: intent before, result after, each closed over the one before
/// (docs/audit.md).
///
/// Revoking, restoring, raising epochs, changes of keys, and what is asked of jobs are recorded in the
/// store's log `audit`, whichever class they go through, once `attach` was called. Thread-safe.
class AXESS_EXPORT Audit
{
public:
    explicit Audit(std::shared_ptr<SessionStore> store, const AuditOptions &options = {});
    ~Audit();
    Q_DISABLE_COPY_MOVE(Audit)

    /// Records what is done through this store from now on. Before others use it; also without the key.
    void attach();
    /// Records what opening this store has made of it: `init`, and `ring-make`. After `attach`, once; nothing
    /// for a store that was there. With AuditPolicy::Require an error says that it is not in the trail.
    Result<void> recordMaking();
    /// The last entries, newest first. What is no entry is left out: `verify` tells of it.
    Result<QList<AuditEntry>> list(int limit = 200);
    /// Reads the whole trail, and compares it with the file where one is named. Denied for a file that others
    /// may write. `goOn` is asked now and then with the entries so far.
    Result<AuditVerification> verify(const std::function<bool(qint64)> &goOn = {});

private:
    class Private;
    std::shared_ptr<Private> d;
};

} // namespace Axess
