// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/audit.h>

#include <stop_token>

namespace Axess {

/// An act as the trail tells it: what was meant, and what became of it.
struct AXESS_EXPORT AuditRecord
{
    std::optional<AuditEntry> intent; ///< Nothing: it is not there any more.
    std::optional<AuditEntry> result; ///< Nothing: whoever meant to was cut off, or is at it.
    QByteArray code; ///< That closes the last of both, 64 hexadecimal digits.

    /// The intent where it is there, else the result.
    const AuditEntry &head() const { return intent ? *intent : *result; }
    /// From intent to result.
    std::optional<std::chrono::milliseconds> duration() const;
    bool endsSessions() const; ///< It logs somebody out, or a job does that it submits.
};

/// Which acts are read. What is empty, or 0, lets all pass. A value.
struct AXESS_EXPORT AuditFilter
{
    QString act; ///< Exactly, such as `revoke`.
    QString by; ///< Part of who, in either case.
    QString text; ///< Part of any of the texts, in either case.
    qint64 since = 0; ///< UTC milliseconds, inclusive; the time of the intent.
    qint64 until = 0; ///< Exclusive.
    bool endingOnly = false; ///< Only those that AuditRecord::endsSessions.

    bool matches(const AuditRecord &record) const; ///< Whether the act is one of them.
    bool operator==(const AuditFilter &) const = default; ///< Asks for the same acts.
};

/// A part of what a reader was asked for, and what reading it took. A value.
struct AuditPage
{
    QList<AuditRecord> records; ///< Newest first.
    qint64 examined = 0; ///< Entries that were read for it.
    qint64 unreadable = 0; ///< Of these, that are no entries of a trail: Audit::verify tells of them.
    bool hasMore = false; ///< The next call goes on from here; false = the trail's beginning was reached.
};

/// Reads a trail from its end, a page at a time: neither all of it nor more than a page is ever held.
///
/// What is recorded after the first page is for another reader. Not thread-safe.
class AXESS_EXPORT AuditReader
{
public:
    static constexpr qint64 WorkBudget = 5000; ///< Entries that one page looks at, at most.

    /// Of the store's own trail; nothing is read before the first page is asked for.
    explicit AuditReader(std::shared_ptr<SessionStore> store, const AuditFilter &filter = {});
    /// Of the copy on this machine instead. Gone where there is no such file, Denied for one that others may
    /// read or write.
    AuditReader(const QString &file, const AuditFilter &filter);
    ~AuditReader();
    AuditReader(AuditReader &&) noexcept; ///< The other one must only be destroyed, or given a new value.
    AuditReader &operator=(AuditReader &&) noexcept; ///< The same.

    /// At most `limit` acts; fewer, and `hasMore`, when the work budget ended it or it was stopped. After an
    /// error it goes on where it was.
    Result<AuditPage> next(int limit, const std::stop_token &stop = {});

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Axess
