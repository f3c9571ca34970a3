// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/callrules.h>

#include <axess/storageconnection.h>

#include <QtCore/qset.h>

using namespace Qt::StringLiterals;

namespace Axess::CallRules {

namespace {

constexpr qsizetype HashSize = 32;
constexpr qsizetype NoteBytes = 256;

Result<void> refused(const QString &why)
{
    return std::unexpected(Error(ErrorCode::InvalidArgument, why));
}

Result<void> checkText(const QString &text, qsizetype bytes, const QString &what)
{
    if (text.contains(QChar(0)) || text.toUtf8().size() > bytes)
        return refused(u"%1 must be at most %2 bytes of UTF-8 without NUL."_s.arg(what).arg(bytes));
    return {};
}

Result<void> checkRow(const SealedRow &row)
{
    if (row.writeId.size() != SealedRow::WriteIdSize || row.tokenHash.size() != HashSize)
        return refused(u"A row's write id has 8 bytes and its token hash 32."_s);
    if (row.idleDeadline > row.absoluteDeadline)
        return refused(u"A row's idle deadline lies beyond its absolute deadline."_s);
    const ClientInfo &client = row.client;
    return checkText(client.address + client.userAgent + client.label, ClientInfo::MaximumBytes,
                     u"What a row says of its client"_s);
}

Result<void> checkMark(const RevocationMark &mark)
{
    if (mark.mark.size() != RevocationMark::MarkSize)
        return refused(u"A revocation's mark has 8 bytes."_s);
    return checkText(mark.reason, NoteBytes, u"A revocation's reason"_s);
}

Result<void> checkAdmission(const std::optional<Admission> &admission, const SealedRow &row)
{
    if (admission && (row.user.isEmpty() || admission->limit < 0))
        return refused(u"An admission needs a user and a limit that is not negative."_s);
    return {};
}

Result<void> checkEntry(const SessionId &)
{
    return {};
}

Result<void> checkEntry(const NewRow &entry)
{
    if (entry.row.revision != 1 || entry.row.revocation)
        return refused(u"A new row is of revision 1 and not revoked."_s);
    return checkRow(entry.row).and_then([&] { return checkAdmission(entry.admission, entry.row); });
}

Result<void> checkEntry(const RowUpdate &entry)
{
    if (entry.expectedRevision == 0 || entry.row.revision != entry.expectedRevision + 1)
        return refused(u"An update's revision must follow the one it expects."_s);
    return checkRow(entry.row).and_then([&] { return checkAdmission(entry.admission, entry.row); });
}

Result<void> checkEntry(const LostWrite &)
{
    return {};
}

Result<void> checkEntry(const Touch &)
{
    return {};
}

Result<void> checkEntry(const Reseal &entry)
{
    if (entry.expectedWriteId.size() != SealedRow::WriteIdSize)
        return refused(u"A write id has 8 bytes."_s);
    return {};
}

Result<void> checkEntry(const Revocation &entry)
{
    return checkMark(entry.mark);
}

Result<void> checkEntry(const Removal &entry)
{
    return checkText(entry.detail, NoteBytes, u"A removal's detail"_s);
}

Result<void> checkEntry(const SealedRow &entry)
{
    if (entry.revision == 0 || entry.change == 0)
        return refused(u"A row to install has a revision and a change counter from 1."_s);
    return checkRow(entry).and_then(
        [&] { return entry.revocation ? checkMark(*entry.revocation) : Result<void>(); });
}

const SessionId &idOf(const SessionId &id)
{
    return id;
}

const SessionId &idOf(const auto &entry)
{
    if constexpr (requires { entry.row; })
        return entry.row.id;
    else
        return entry.id;
}

template<typename Entry> Result<void> checkBatch(std::span<const Entry> entries)
{
    if (const auto few = checkEntries(qsizetype(entries.size())); !few)
        return few;
    QSet<SessionId> seen;
    seen.reserve(qsizetype(entries.size()));
    for (const Entry &entry : entries) {
        const SessionId &id = idOf(entry);
        if (id.isNull() || seen.contains(id))
            return refused(u"A batch names each session once, and never the null id."_s);
        seen.insert(id);
        if (const auto checked = checkEntry(entry); !checked)
            return checked;
    }
    return {};
}

bool holds(const QString &text, const QByteArray &lowered)
{
    return text.toUtf8().toLower().contains(lowered); // QByteArray lowers A–Z and nothing else.
}

bool matchesClient(const QString &wanted, const ClientInfo &client)
{
    if (wanted.isEmpty())
        return true;
    const QByteArray lowered = wanted.toUtf8().toLower();
    return holds(client.address, lowered) || holds(client.userAgent, lowered) || holds(client.label, lowered);
}

template<typename T> bool fits(const std::optional<T> &wanted, const T &value)
{
    return !wanted || *wanted == value;
}

} // namespace

Result<void> check(std::span<const NewRow> rows)
{
    return checkBatch(rows);
}

Result<void> check(std::span<const SessionId> ids)
{
    return checkBatch(ids);
}

Result<void> check(std::span<const RowUpdate> updates)
{
    return checkBatch(updates);
}

Result<void> check(std::span<const LostWrite> writes)
{
    return checkBatch(writes);
}

Result<void> check(std::span<const Touch> touches)
{
    return checkBatch(touches);
}

Result<void> check(std::span<const Reseal> reseals)
{
    return checkBatch(reseals);
}

Result<void> check(std::span<const Revocation> revocations)
{
    return checkBatch(revocations);
}

Result<void> check(std::span<const Removal> removals)
{
    return checkBatch(removals);
}

Result<void> check(std::span<const SealedRow> rows)
{
    return checkBatch(rows);
}

Result<void> check(std::span<const Event> events)
{
    if (const auto few = checkEntries(qsizetype(events.size())); !few)
        return few;
    for (const Event &event : events) {
        if (const auto checked = checkText(event.detail, NoteBytes, u"An event's detail"_s); !checked)
            return checked;
    }
    return {};
}

Result<void> check(const PageRequest &request)
{
    if (request.workBudget < 1)
        return refused(u"A page must be allowed to examine at least one row."_s);
    return checkLimit(request.limit);
}

Result<void> check(const VerifyRequest &request)
{
    if (request.bucket < 0)
        return refused(u"A bucket's number is not negative."_s);
    return checkLimit(request.limit);
}

Result<void> checkMark(const QByteArray &mark)
{
    if (mark.size() != RevocationMark::MarkSize)
        return refused(u"A revocation's mark has 8 bytes."_s);
    return {};
}

Result<void> checkLimit(int limit)
{
    if (limit < 1 || limit > PageRequest::MaximumRows)
        return refused(u"A limit must be 1 to %1, not %2."_s.arg(PageRequest::MaximumRows).arg(limit));
    return {};
}

Result<void> checkName(const QString &name)
{
    if (name.isEmpty() || !name.isValidUtf16())
        return refused(u"A name of a document or log must not be empty, and must be valid Unicode."_s);
    return checkText(name, 255, u"A name of a document or log"_s);
}

Result<void> checkEntries(qsizetype entries)
{
    if (entries > StorageConnection::MaximumBatch)
        return refused(
            u"A batch holds at most %1 entries, not %2."_s.arg(StorageConnection::MaximumBatch).arg(entries));
    return {};
}

Result<void> checkNamed(const UserId &user)
{
    if (user.isEmpty())
        return refused(u"A user must be named: guests have neither a list nor a generation."_s);
    return {};
}

Life lifeOf(const SealedRow &row, const Horizon &horizon)
{
    if (row.revocation)
        return Life::Revoked;
    return horizon.hasEnded(row) ? Life::Expired : Life::Live;
}

bool matches(const SessionFilter &filter, const SealedRow &row, const Horizon &horizon)
{
    return fits(filter.tenant, row.tenant) && fits(filter.user, row.user) && fits(filter.level, row.level)
        && fits(filter.keyId, row.keyId) && filter.created.contains(row.created)
        && filter.lastSeen.contains(row.lastSeen)
        && filter.expires.contains(std::min(row.idleDeadline, row.absoluteDeadline))
        && (!filter.life || *filter.life == lifeOf(row, horizon)) && matchesClient(filter.client, row.client);
}

} // namespace Axess::CallRules
