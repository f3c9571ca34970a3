// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/gate.h"
#include "app/storeaddress.h"

#include <axess/asyncsessionstore.h>
#include <axess/operations.h>
#include <axess/recordedlook.h>
#include <axess/sessionsearch.h>

#include <QtCore/qobject.h>
#include <QtCore/qpromise.h>
#include <QtCore/qthreadpool.h>

namespace Axess {

/// What became of a log-out or its undoing, proved by reading each session again.
struct ActReport
{
    qsizetype requested = 0;
    RevokeReport store; ///< What the store answered.
    QList<SessionId> verified; ///< Read again and found as wanted.
    QList<SessionId> contradicted; ///< Answered as done, but read again and found otherwise.
    qint64 milliseconds = 0; ///< How long it took, by the store's time.
    quint64 auditEntry = 0; ///< Its number in the audit trail; 0 = it could not be learned.
    std::optional<Error> error; ///< The act as a whole failed; nothing else is filled in then.
};

/// One store, as the console's pages ask it: every question is a future, nothing blocks.
///
/// Lives in the window's thread. Continue answers with `.then(context, …)`; drop stale ones with Latest.
class Console : public QObject
{
    Q_OBJECT

public:
    Console(std::shared_ptr<SessionStore> store, StoreAddress address,
            ConsoleMode mode = ConsoleMode::Operator, QObject *parent = nullptr);
    /// What is still under way ends on a thread of its own; the window does not wait.
    ~Console() override;

    /// A page of the plan; when stopped it ends with what was found.
    QFuture<Result<SessionPage>> page(const SearchPlan &plan, const QByteArray &cursor, int limit,
                                      const std::stop_token &stop);
    QFuture<Result<UserPage>> users(const TenantId &tenant, const QByteArray &cursor, int limit = 200);
    QFuture<Result<TenantPage>> tenants();
    QFuture<Result<QList<ListedSession>>> sessionsOf(const UserId &user, const TenantId &tenant);
    QFuture<Result<QList<Event>>> history(const UserId &user, const TenantId &tenant, int limit);
    /// Opens the session's data where the key is here.
    QFuture<Result<std::optional<ListedSession>>> open(const SessionId &id);

    QFuture<Result<StoreStatistics>> statistics();
    QFuture<StoreHealth> health();
    QFuture<Result<QList<KeyInfo>>> keys();
    QFuture<Result<QList<Finding>>> findings();
    QFuture<Result<QList<InstanceInfo>>> instances();

    /// Ends the sessions with a grace and reads each again. Denied where the gate says so, as all acts are.
    QFuture<ActReport> logOut(const QList<SessionId> &ids, const QString &reason,
                              std::chrono::milliseconds grace);
    /// Undoes what these acts ended, each by its mark, and reads each session again.
    QFuture<ActReport> undo(const QList<RevokeReport> &acts);

    /// Into the audit trail, before something is carried out of the store; an error = it must not be.
    QFuture<Result<RecordedLook>> recordLook(const QString &act, const QString &what);
    void endLook(const RecordedLook &look, const std::optional<Error> &failure);

    /// Something short that writes, never behind what takes long: Denied where the gate says so.
    template<typename Verb>
    auto act(GatedAct act, Verb verb)
        -> QFuture<std::invoke_result_t<Verb, const std::shared_ptr<SessionStore> &>>
    {
        using Answer = std::invoke_result_t<Verb, const std::shared_ptr<SessionStore> &>;
        if (const auto allowed = m_gate.check(act); !allowed)
            return QtFuture::makeReadyValueFuture(Answer(std::unexpected(allowed.error())));
        return m_store->run(
            [verb = std::move(verb), shared = m_store->store()](SessionStore &) { return verb(shared); });
    }
    /// Something long that writes, on a thread beside those of the pages: Denied where the gate says so.
    template<typename Verb>
    auto actAtLength(GatedAct act, Verb verb)
        -> QFuture<std::invoke_result_t<Verb, const std::shared_ptr<SessionStore> &>>
    {
        using Answer = std::invoke_result_t<Verb, const std::shared_ptr<SessionStore> &>;
        if (const auto allowed = m_gate.check(act); !allowed)
            return QtFuture::makeReadyValueFuture(Answer(std::unexpected(allowed.error())));
        return lookAtLength(std::move(verb));
    }
    /// Something long that only reads.
    template<typename Verb>
    auto lookAtLength(Verb verb) -> QFuture<std::invoke_result_t<Verb, const std::shared_ptr<SessionStore> &>>
    {
        auto promise
            = std::make_shared<QPromise<std::invoke_result_t<Verb, const std::shared_ptr<SessionStore> &>>>();
        promise->start();
        auto future = promise->future();
        m_longThreads->start([promise, store = m_store->store(), verb = std::move(verb)]() mutable {
            promise->addResult(verb(store));
            promise->finish();
        });
        return future;
    }

    qint64 now() const; ///< UTC milliseconds of the store's time.
    const StoreCapabilities &capabilities() const { return m_capabilities; }
    const Gate &gate() const { return m_gate; }
    Environment environment() const { return m_address.environment; }
    const StoreAddress &address() const { return m_address; }
    const QString &storeName() const { return m_name; } ///< Without password.
    /// Of the file and its folder, or of host and database: two of one machine are told apart by it.
    QString shortName() const;
    QString markedName() const; ///< The same with the environment, for titles.

private:
    std::shared_ptr<AsyncSessionStore> m_store;
    std::unique_ptr<QThreadPool> m_longThreads;
    StoreAddress m_address;
    StoreCapabilities m_capabilities;
    Gate m_gate;
    QString m_name;
};

/// Tells the newest question's answer from the stale ones.
class Latest
{
public:
    quint64 next() { return ++m_number; }
    bool is(quint64 number) const { return number == m_number; }

private:
    quint64 m_number = 0;
};

} // namespace Axess
