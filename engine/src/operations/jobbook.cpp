// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "jobbook_p.h"

#include "frozenset_p.h"
#include "jobdocument_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Progress is for eyes; state and wish are copied at once.
constexpr std::chrono::milliseconds betweenCopies = std::chrono::seconds(1);

QString copyOf(const QString &id)
{
    return DocumentName::JobCopyPrefix.toString() + id;
}

} // namespace

Error JobBook::noSuchJob(const QString &id)
{
    return Error(ErrorCode::Gone,
                 u"There is no job “%1”; `axessctl job list` shows those there are."_s.arg(id));
}

Result<StoredJob> JobBook::read(const QString &id)
{
    // Neither a document's name nor anybody's job.
    if (id.isEmpty() || nameOf(id).toUtf8().size() > 200 || id.contains(QChar(0)))
        return std::unexpected(noSuchJob(id));
    const auto document = m_core.documents().read(nameOf(id), m_core.deadline());
    if (!document)
        return std::unexpected(document.error());
    if (!*document)
        return std::unexpected(noSuchJob(id));
    return decodeJob((*document)->content).transform([&](const JobInfo &job) {
        return StoredJob {job, (*document)->revision};
    });
}

Result<void> JobBook::write(StoredJob &stored)
{
    const auto revision = m_core.documents().write(
        nameOf(stored.job.id), encodeJob(stored.job, JobDetail::Whole), stored.revision, m_core.deadline());
    if (!revision)
        return std::unexpected(revision.error());
    stored.revision = *revision;
    if (hasCopies() && isCopyDue(stored.job))
        writeCopy(stored.job);
    return {};
}

bool JobBook::isCopyDue(const JobInfo &job)
{
    const auto now = m_core.time().clock().monotonic();
    const std::scoped_lock lock(m_mutex);
    const auto known = m_copies.constFind(job.id);
    if (known != m_copies.cend() && known->state == job.state && known->wish == job.wish
        && now - known->at < betweenCopies)
        return false;
    if (job.hasEnded())
        m_copies.remove(job.id);
    else
        m_copies.insert(job.id, {now, job.state, job.wish});
    return true;
}

// Best effort: nothing rests on it, and the next write comes soon.
void JobBook::writeCopy(const JobInfo &job)
{
    const Deadline deadline = m_core.deadline();
    const auto standing = readDocument(m_core.storage(), copyOf(job.id), deadline);
    if (standing)
        (void)putDocument(m_core.storage(), copyOf(job.id), encodeJob(job, JobDetail::Progress),
                          *standing ? (*standing)->revision : 0, deadline);
}

JobInfo JobBook::opened(const StoredDocument &document, const Deadline &deadline)
{
    const bool isKeyless = m_core.ring().kind() == RingKind::Keyless;
    const auto job
        = (isKeyless ? Result<QByteArray>(document.bytes) : m_core.documents().content(document, deadline))
              .and_then(decodeJob);
    if (job)
        return *job;
    JobInfo unreadable;
    unreadable.id = document.name.section(u'/', 1);
    unreadable.error = job.error();
    unreadable.obstacle = job.error().message();
    return unreadable;
}

Result<QList<JobInfo>> JobBook::list()
{
    const bool isKeyless = m_core.ring().kind() == RingKind::Keyless;
    const QString prefix = (isKeyless ? DocumentName::JobCopyPrefix : DocumentName::JobPrefix).toString();
    const Deadline deadline = m_core.deadline();
    QList<JobInfo> jobs;
    QByteArray cursor;
    do {
        const auto page = m_core.storage().run(Verb::Documents, deadline, [&](StorageConnection &connection) {
            return connection.documents(prefix, cursor, 200);
        });
        if (!page)
            return std::unexpected(page.error());
        for (const StoredDocument &document : page->documents)
            jobs.append(opened(document, deadline));
        cursor = page->next;
    } while (!cursor.isEmpty());
    std::ranges::sort(jobs, std::ranges::greater(), &JobInfo::id);
    return jobs;
}

Result<void> JobBook::removeDocumentNamed(const QString &name)
{
    const Deadline deadline = m_core.deadline();
    const auto standing = readDocument(m_core.storage(), name, deadline);
    if (!standing)
        return std::unexpected(standing.error());
    if (!*standing)
        return {};
    const auto removed = removeDocument(m_core.storage(), name, (*standing)->revision, deadline);
    if (!removed && removed.error().code() != ErrorCode::Conflict)
        return removed;
    return {};
}

Result<void> JobBook::remove(const QString &id)
{
    // The job itself last: what is left over of a forgotten one would be found by nobody.
    return StoredSet::remove(m_core, id)
        .and_then([&] { return removeDocumentNamed(leaseOf(id)); })
        .and_then([&] { return removeDocumentNamed(copyOf(id)); })
        .and_then([&] { return removeDocumentNamed(nameOf(id)); });
}

} // namespace Axess
