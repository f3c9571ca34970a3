// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/auditreader.h>

#include "auditline_p.h"
#include "auditlines_p.h"
#include "revokeparameters_p.h"

#include <QtCore/qhash.h>

#include <algorithm>
#include <array>
#include <deque>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Two who found an entry missing have both appended it, one right after the other.
constexpr std::size_t remembered = 64;
// A clock that was set back must not hide what is older by its place.
constexpr qint64 clockSlack = 3'600'000;
// One clock that was wrong, or one entry that was made up, must not hide what stands before it.
constexpr int oldInARow = 500;

} // namespace

std::optional<std::chrono::milliseconds> AuditRecord::duration() const
{
    if (!intent || !result)
        return {};
    return std::chrono::milliseconds(std::max<qint64>(0, result->at - intent->at));
}

bool AuditRecord::endsSessions() const
{
    const AuditEntry &entry = head();
    return entry.act == "revoke"_L1 || entry.act == "raise-epoch"_L1
        || (entry.act == "job-submit"_L1 && entry.what.startsWith(RevokeSessionsName));
}

bool AuditFilter::matches(const AuditRecord &record) const
{
    const AuditEntry &entry = record.head();
    if (endingOnly && !record.endsSessions())
        return false;
    if ((!act.isEmpty() && entry.act != act) || !entry.by.contains(by, Qt::CaseInsensitive))
        return false;
    if ((since != 0 && entry.at < since) || (until != 0 && entry.at >= until))
        return false;
    const std::array texts {entry.act, entry.by, entry.what, entry.reason,
                            record.result ? record.result->result : QString()};
    return text.isEmpty() || std::ranges::any_of(texts, [&](const QString &one) {
               return one.contains(text, Qt::CaseInsensitive);
           });
}

class AuditReader::Private
{
public:
    Private(std::unique_ptr<AuditLines> lines, AuditFilter filter)
        : m_lines(std::move(lines))
        , m_filter(std::move(filter))
    { }

    Result<AuditPage> next(int limit, const std::stop_token &stop);

private:
    Result<void> fetch();
    void take(const QByteArray &bytes, AuditPage &page);
    void tell(const AuditRecord &record, AuditPage &page) const;

    const std::unique_ptr<AuditLines> m_lines;
    const AuditFilter m_filter;
    std::deque<QByteArray> m_waiting; ///< Read, and not looked at.
    std::deque<QByteArray> m_seen; ///< Codes.
    QHash<quint64, AuditLine> m_results; ///< By intents that were not met yet.
    int m_oldOnes = 0; ///< In a row, older than what is asked for.
    bool m_atEnd = false;
};

Result<void> AuditReader::Private::fetch()
{
    const auto lines = m_lines->next();
    if (!lines)
        return std::unexpected(lines.error());
    m_waiting.assign(lines->begin(), lines->end());
    m_atEnd = lines->isEmpty();
    return {};
}

void AuditReader::Private::tell(const AuditRecord &record, AuditPage &page) const
{
    if (m_filter.matches(record))
        page.records.append(record);
}

void AuditReader::Private::take(const QByteArray &bytes, AuditPage &page)
{
    ++page.examined;
    const auto line = AuditLine::parse(bytes);
    if (!line) {
        ++page.unreadable;
        return;
    }
    if (std::ranges::contains(m_seen, line->code))
        return;
    m_seen.push_back(line->code);
    if (m_seen.size() > remembered)
        m_seen.pop_front();
    const AuditEntry &entry = line->entry;
    const bool isOld = m_filter.since != 0 && entry.at < m_filter.since - clockSlack;
    m_oldOnes = isOld ? m_oldOnes + 1 : 0;
    if (m_oldOnes == oldInARow) {
        m_atEnd = true;
        // The intents of the others lie before this.
        m_results.removeIf([&](const auto &result) { return result.key() < entry.number; });
        return;
    }
    if (entry.phase == AuditPhase::Intent) {
        const auto result = m_results.constFind(entry.number);
        if (result == m_results.cend()) {
            tell({entry, {}, line->code}, page);
            return;
        }
        tell({entry, result->entry, result->code}, page);
        m_results.erase(result);
    } else if (entry.intent == 0) {
        tell({{}, entry, line->code}, page);
    } else {
        m_results.insert(entry.intent, *line);
    }
}

Result<AuditPage> AuditReader::Private::next(int limit, const std::stop_token &stop)
{
    AuditPage page;
    while (!m_atEnd && page.records.size() < limit && page.examined < WorkBudget && !stop.stop_requested()) {
        if (m_waiting.empty()) {
            const auto fetched = fetch();
            // What was found is told first; the failure comes again.
            if (!fetched && page.examined > 0)
                break;
            if (!fetched)
                return std::unexpected(fetched.error());
            continue;
        }
        const QByteArray bytes = m_waiting.front();
        m_waiting.pop_front();
        take(bytes, page);
    }
    page.hasMore = !m_atEnd;
    if (!m_atEnd)
        return page;
    // Their intents were removed, or lie before what is asked for.
    QList<AuditLine> alone = m_results.values();
    m_results.clear();
    std::ranges::sort(alone, std::greater(), [](const AuditLine &line) { return line.entry.number; });
    for (const AuditLine &line : std::as_const(alone))
        tell({{}, line.entry, line.code}, page);
    return page;
}

AuditReader::AuditReader(std::shared_ptr<SessionStore> store, const AuditFilter &filter)
    : d(std::make_unique<Private>(std::make_unique<StoreAuditLines>(std::move(store)), filter))
{ }

AuditReader::AuditReader(const QString &file, const AuditFilter &filter)
    : d(std::make_unique<Private>(std::make_unique<FileAuditLines>(file), filter))
{ }

AuditReader::~AuditReader() = default;
AuditReader::AuditReader(AuditReader &&) noexcept = default;
AuditReader &AuditReader::operator=(AuditReader &&) noexcept = default;

Result<AuditPage> AuditReader::next(int limit, const std::stop_token &stop)
{
    return d->next(limit, stop);
}

} // namespace Axess
