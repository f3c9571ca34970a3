// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/asyncsessionstore.h>

#include "gatheredsaves_p.h"
#include "storecore_p.h"

#include <axess/logging.h>

#include <QtCore/qthread.h>

#include <algorithm>
#include <system_error>
#include <thread>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Half of the threads may wait at the pool's door while the other half seals and opens.
int usualThreads(SessionStore &store)
{
    return std::max(2, 2 * store.core().storage().poolStatistics().size);
}

// One group is sealed while another is written; more at once would only be smaller ones.
int usualSavers(SessionStore &store, int threads)
{
    const int connections = store.core().storage().poolStatistics().size;
    return std::min(std::clamp(connections / 2, 2, 4), std::max(1, threads - 1));
}

Error fullQueue()
{
    return Error(ErrorCode::Full, u"Too many calls wait for a thread already; this one was not begun"_s);
}

} // namespace

AsyncSessionStore::AsyncSessionStore(std::shared_ptr<SessionStore> store, int threads)
    : m_shared(std::make_shared<Shared>(std::move(store)))
    , m_threads(std::make_unique<QThreadPool>())
{
    m_threads->setMaxThreadCount(threads > 0 ? threads : usualThreads(*m_shared->store));
    m_saves = std::make_shared<GatheredSaves>(m_shared->store,
                                              usualSavers(*m_shared->store, m_threads->maxThreadCount()));
}

AsyncSessionStore::~AsyncSessionStore()
{
    if (!m_threads->contains(QThread::currentThread()))
        return; // The pool waits for its threads.
    // A thread that waited for itself would wait for ever; another one does it.
    QThreadPool *threads = m_threads.release();
    try {
        std::thread([threads] { delete threads; }).detach();
    } catch (const std::system_error &) {
        qCWarning(storeLog,
                  "The system starts no more threads; those of a store stay until the program ends");
    }
}

std::optional<Error> AsyncSessionStore::enter()
{
    if (m_shared->waiting.fetch_add(1) < LongestQueue)
        return std::nullopt;
    return fullQueue();
}

Deadline AsyncSessionStore::lastMoment() const
{
    return m_shared->store->core().deadline();
}

std::optional<Error> AsyncSessionStore::lateness(const Deadline &begins)
{
    if (!begins.hasPassed())
        return std::nullopt;
    return Error(ErrorCode::Unavailable, u"All threads were busy during the call's time; it was not begun"_s);
}

QFuture<Result<std::optional<SessionRow>>> AsyncSessionStore::load(const SessionToken &token)
{
    return run([=](SessionStore &store) { return store.load(token); });
}

QFuture<Result<SessionRow>> AsyncSessionStore::save(const SessionRow &row,
                                                    const std::optional<SignIn> &signIn)
{
    if (row.revision == 0 || signIn)
        return run([=](SessionStore &store) { return store.save(row, signIn); });
    QPromise<Result<SessionRow>> promise;
    promise.start();
    QFuture<Result<SessionRow>> future = promise.future();
    if (m_saves->waiting() >= LongestQueue) {
        promise.addResult(std::unexpected(fullQueue()));
        promise.finish();
    } else if (m_saves->add({row, lastMoment(), std::move(promise)})) {
        saveNext(m_saves, m_threads.get());
    }
    return future;
}

// Behind the other calls that wait for a thread: saves that keep coming must not keep them out.
void AsyncSessionStore::saveNext(const std::shared_ptr<GatheredSaves> &saves, QThreadPool *threads)
{
    threads->start([=] { saves->work([&] { saveNext(saves, threads); }); });
}

QFuture<Result<void>> AsyncSessionStore::remove(const SessionId &id, EndReason reason)
{
    return run([=](SessionStore &store) { return store.remove(id, reason); });
}

QFuture<Result<SessionRow>> AsyncSessionStore::cycle(const SessionToken &from, const SessionToken &to,
                                                     const SessionRow &row,
                                                     const std::optional<SignIn> &signIn)
{
    return run([=](SessionStore &store) { return store.cycle(from, to, row, signIn); });
}

QFuture<Result<qint64>> AsyncSessionStore::cleanupExpired()
{
    return run([](SessionStore &store) { return store.cleanupExpired(); });
}

QFuture<Result<QList<SessionId>>> AsyncSessionStore::findSessionsForUser(const UserId &user,
                                                                         const TenantId &tenant)
{
    return run([=](SessionStore &store) { return store.findSessionsForUser(user, tenant); });
}

} // namespace Axess
