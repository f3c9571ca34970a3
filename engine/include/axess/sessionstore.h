// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/backendregistry.h>
#include <axess/clock.h>
#include <axess/rootkey.h>
#include <axess/sessionquery.h>
#include <axess/storagebackend.h>

#include <functional>
#include <memory>
#include <span>

namespace Axess {

class MetricsSnapshot;
class StoreCore;

/// One step that lifts application data from schema `from` to `from + 1`.
struct DataUpgrade
{
    quint32 from = 0;
    std::function<Result<SessionData>(SessionData)> upgrade;
};

/// What a store is opened with. Everything has a default that is right for a server.
struct StoreOptions
{
    std::shared_ptr<const Clock> clock; ///< Null = the system's.
    std::shared_ptr<RandomSource> random; ///< Null = the system's.
    std::shared_ptr<BackendRegistry> registry; ///< Null = the usual plugin folders.
    std::shared_ptr<ConnectionFactory> factory; ///< For tests: instead of the URL's backend.
    /// The store to which the sessions may be moved while applications run, or from which they came
    /// (`AXESS_STANDBY_STORE`, docs/moving.md); under the same root key. It need not exist yet.
    /// InvalidArgument for the store itself.
    std::optional<StoreUrl> standby;
    std::shared_ptr<ConnectionFactory> standbyFactory; ///< For tests: instead of the standby's backend.
    AccessMode access = AccessMode::ReadWrite;
    std::chrono::milliseconds callDeadline {2000}; ///< Every verb answers within it.
    qsizetype payloadLimit
        = 64 * 1024; ///< Bytes of encoded data; more is InvalidArgument, nothing is written.
    /// Bytes of opened sessions that are remembered, so that what the store answers unchanged is not
    /// decrypted again. Their data stays in this process's memory meanwhile; 0 = nothing is remembered.
    qsizetype openedBytes = 16 * 1024 * 1024;
    quint32 dataSchema = 0; ///< The application's version of its data; newer stored data is TooNew.
    QList<DataUpgrade> dataUpgrades; ///< One for each schema below `dataSchema` that may still be stored.
    std::chrono::milliseconds controlLag {900}; ///< No answer rests on a control copy older than this.
    /// How often the store's clock is compared with this machine's. Absent = every minute; with a clock of
    /// the caller's own never: that clock then is the store's time.
    std::optional<std::chrono::milliseconds> measureEvery;
};

/// A store of sessions, as applications and operators hold it.
///
/// Thread-safe and blocking; each verb ends within the call deadline. Errors are those of error.h:
/// Unavailable is never "no session". Absence is not an error. Only `load` and `cycle` take tokens; all else
/// goes by id.
class AXESS_EXPORT SessionStore
{
public:
    /// Opens a store for an application. With a root key only sealed payloads are accepted; without one a
    /// store that has a ring does not open (KeyMissing). An empty memory or SQLite store is initialised
    /// unless `?create=no`; rows without a ring are KeyMissing. InvalidArgument, Unavailable, Denied, Corrupt
    /// or TooNew with a sentence.
    static Result<std::shared_ptr<SessionStore>> open(const StoreUrl &url,
                                                      const RootKey &rootKey = RootKey::none(),
                                                      const StoreOptions &options = {});
    static Result<std::shared_ptr<SessionStore>> open(const QString &url,
                                                      const RootKey &rootKey = RootKey::none(),
                                                      const StoreOptions &options = {});
    /// Makes schema, identity and ring of a store and opens it. Twice with the same root key changes nothing.
    static Result<std::shared_ptr<SessionStore>> initialise(const StoreUrl &url, const RootKey &rootKey,
                                                            const StoreOptions &options = {});
    /// Opens a store for operators without a key: lists, revoke, restore, sweep and doctor work; data stays
    /// shut. KeyMissing, now and from all of these later, while its sessions move or have moved to another
    /// store.
    static Result<std::shared_ptr<SessionStore>> openKeyless(const StoreUrl &url,
                                                             const StoreOptions &options = {});
    static Result<SchemaState> schema(const StoreUrl &url, const StoreOptions &options = {});
    static Result<void> upgradeSchema(const StoreUrl &url, const StoreOptions &options = {});

    ~SessionStore();
    Q_DISABLE_COPY_MOVE(SessionStore)

    // --- the six verbs
    // -------------------------------------------------------------------------------------------

    /// The live row of this token, or nothing. Both deadlines, the epochs and the revocation are checked
    /// here, at the store's time. An altered row is Corrupt; an id that lives under a newer token is
    /// Superseded.
    Result<std::optional<SessionRow>> load(const SessionToken &token);
    /// A row without revision is new: mints id and token and returns both. Else updates if the revision still
    /// stands (Conflict), never bringing back an ended one (Gone). After a cycle by another: Superseded when
    /// the row names an older token. `signIn` rides on a save that binds a new session to a user. Too much
    /// data is InvalidArgument and nothing is written.
    Result<SessionRow> save(const SessionRow &row, const std::optional<SignIn> &signIn = {});
    /// Ends a session; absent is fine. After success nothing in flight brings it back.
    Result<void> remove(const SessionId &id, EndReason reason = EndReason::SignedOut,
                        const QString &detail = {});
    /// Saves under a new token, in one step: when it returns, `from` is dead and `to` opens. `to` is
    /// `from.renewed()`. Conflict, Gone, Superseded (another cycle won) or Denied (limit).
    Result<SessionRow> cycle(const SessionToken &from, const SessionToken &to, const SessionRow &row,
                             const std::optional<SignIn> &signIn = {});
    /// Removes what ended a minute ago or more, in bounded batches, until done or the call's deadline. How
    /// many.
    Result<qint64> cleanupExpired();
    /// The user's live sessions, newest first.
    Result<QList<SessionId>> findSessionsForUser(const UserId &user, const TenantId &tenant = {});

    // --- what long-lived applications need
    // -----------------------------------------------------------------------

    /// Moves the idle deadline to now + idle time-out, never beyond the absolute one. No revision. Gone if
    /// ended.
    Result<SessionRow> touch(const SessionRow &row);
    /// To be drawn before credentials are checked.
    Result<SignInTicket> ticket(const UserId &user, const TenantId &tenant = {});
    /// Ends all sessions of a user, also sign-ins that are under way, but for `sparing`. How many. A failure
    /// after the generation was raised is Outcome::Unknown: say it again.
    Result<qint64> signOutEverywhere(const UserId &user, const TenantId &tenant = {},
                                     const std::optional<SessionId> &sparing = {});
    /// A fresh token for the id, from the store's random source.
    Result<SessionToken> renewed(const SessionToken &token);
    /// UTC milliseconds of the store's time: the clock plus the measured offset.
    qint64 now() const;

    // --- what operators need
    // -------------------------------------------------------------------------------------

    /// The row, dead or live, opened and verified where the key is here and the account may read payloads;
    /// else its columns, not verified. Nothing = absent; altered = Corrupt.
    Result<std::optional<ListedSession>> find(const SessionId &id);
    Result<SessionPage> page(const SessionQuery &query);
    /// The user's live sessions as rows, newest first, at most `limit`.
    Result<QList<ListedSession>> sessionsOf(const UserId &user, const TenantId &tenant, int limit = 1000);
    /// The user's sessions that neither ended nor expired and that the server took away all the same, as by
    /// an eviction: from a minute after they began until they would have expired, a sweep or a repair of the
    /// index noted them. Only a store whose server may evict has any. InvalidArgument for a guest.
    Result<QList<SessionId>> vanishedSessionsOf(const UserId &user, const TenantId &tenant = {});
    Result<UserPage> users(const TenantId &tenant, const QByteArray &cursor = {}, int limit = 200);
    Result<TenantPage> tenants(const QByteArray &cursor = {}, int limit = 200);
    /// Ends sessions at once by a mark with a grace in which `restore` can undo it. Without any key. The
    /// reason is at most 256 bytes. A store that stops answering midway leaves the rest in `unknown`, not in
    /// an error.
    Result<RevokeReport> revoke(std::span<const SessionId> ids, const QString &reason,
                                std::chrono::milliseconds grace);
    Result<RevokeReport> revoke(const SessionFilter &filter, const QString &reason,
                                std::chrono::milliseconds grace);
    /// Undoes exactly the mark's revocations, inside their grace.
    Result<RevokeReport> restore(std::span<const SessionId> ids, const QByteArray &mark);
    /// The user's last events, newest first: why somebody was logged out.
    Result<QList<Event>> history(const UserId &user, const TenantId &tenant, int limit = 20);
    /// The log's events behind a position, oldest first.
    Result<QList<Event>> events(qint64 position, int limit = 200);
    /// Adds a note to the log (mismatches, wrong tenants).
    Result<void> note(const Event &event);
    /// Everything older ends, everywhere, when this returns. Needs the key on a sealed store. Cannot be
    /// undone. Waits the control lag within the call deadline, if that is twice as long at least.
    Result<quint64> raiseStoreEpoch(const QString &reason);
    Result<quint64> raiseTenantEpoch(const TenantId &tenant, const QString &reason);

    Result<StoreStatistics> statistics(qint64 workBudget = 200'000);
    /// Whether the store answers; at most once a minute also whether its server is set up so that sessions
    /// are in danger, as the doctor's severe findings say. Ends within the call's deadline.
    StoreHealth health();
    StoreCapabilities capabilities() const;
    Result<QList<KeyInfo>> keys(); ///< KeyMissing without the key; empty for a store that does not seal.
    Result<QList<Fact>> facts(); ///< What the server says of itself.
    QString displayName() const; ///< The URL without password.
    MetricsSnapshot metrics() const;

    /// For the engine's own layers (managers, operations); not part of the promise.
    StoreCore &core() const { return *m_core; }
    static Result<std::shared_ptr<SessionStore>> fromCore(Result<std::unique_ptr<StoreCore>> core);

private:
    explicit SessionStore(std::unique_ptr<StoreCore> core);

    std::unique_ptr<StoreCore> m_core;
};

} // namespace Axess
