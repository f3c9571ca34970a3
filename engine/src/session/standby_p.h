// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "moving_p.h"
#include "storage/twin_p.h"

#include <array>
#include <atomic>
#include <thread>

namespace Axess {

/// A store beside the own one, to which the sessions move or came from: which of both leads, and how each is
/// written.
///
/// Goes by the control documents, of which a thread of its own keeps copies. A store whose copy is too old
/// answers nothing. Thread-safe.
class Standby
{
public:
    struct Store
    {
        StoreUrl url;
        StoreCapabilities capabilities;
        std::shared_ptr<ConnectionFactory> factory;
    };

    /// The standby need not exist yet. `options` with clock and random source; both stores have one root key.
    Standby(const Store &own, const Store &other, const RootKey &rootKey, const StoreOptions &options);
    ~Standby();
    Q_DISABLE_COPY_MOVE(Standby)

    /// Connections to the own store as applications have them.
    std::shared_ptr<ConnectionFactory> ownFactory() const { return m_ownFactory; }
    /// Once its control document is followed, before that is read.
    void follow(StoreSide &own);
    /// Once it is open. InvalidArgument for a standby that is the store itself, Unavailable when the other
    /// store leads and cannot be reached.
    Result<void> begin();
    void stop();

    StoreSide &leading(StoreSide &own)
    {
        StoreSide *other = m_leading.load(std::memory_order_acquire);
        return other ? *other : own;
    }
    /// Of the standby; empty until it was made and reached.
    QByteArray identity() const;

private:
    enum Seat : quint8 { Own, Other };
    struct Known
    {
        MoveState move;
        bool isThere = false; ///< The store has a control document.
        std::chrono::steady_clock::time_point asOf;
    };

    static QString instanceName(const StoreOptions &options);
    std::shared_ptr<Twin> twinFor(Seat seat, StorageAccess &follower, const QString &document);
    Result<void> confirm(Seat seat, StorageConnection &connection, const Deadline &deadline);
    void learn(Seat seat, const ControlState &state, std::chrono::steady_clock::time_point asOf);
    void apply();
    TwinMode modeOf(Seat seat) const;
    std::optional<Seat> seatThatLeads() const;

    void watch();
    void look();
    bool isOtherWanted();
    Result<void> openOther(const Deadline &deadline);
    Result<void> takeRing(const QByteArray &identity, const Deadline &deadline);
    void settle(const Deadline &deadline);
    void leave();
    std::chrono::steady_clock::duration standingFor(quint64 step);
    void undo(const Deadline &deadline);
    void goOn(const Deadline &deadline);
    Known known(Seat seat) const;
    bool isLed() const;

    const RootKey m_rootKey;
    const StoreOptions m_options;
    StorageAccess m_ownRaw; ///< Past the twins, as the other's follower.
    StorageAccess m_otherRaw;
    const std::array<std::shared_ptr<Twin>, 2> m_twins;
    const std::shared_ptr<ConnectionFactory> m_ownFactory;
    StoreSide m_other;
    StoreSide *m_own = nullptr;
    std::atomic<bool> m_isOtherOpen = false;
    std::atomic<StoreSide *> m_leading = nullptr; ///< Null = the own one.

    mutable std::mutex m_mutex; ///< For what follows.
    std::array<QByteArray, 2> m_identities;
    std::array<Known, 2> m_known;
    bool m_isLed = true; ///< One of the two leads.

    bool m_isOtherItself = false; ///< By mistake both URLs name one store. These are the thread's own:
    std::optional<std::chrono::steady_clock::time_point> m_lookedForOther;
    std::optional<std::pair<quint64, std::chrono::steady_clock::time_point>> m_stepSince;

    std::mutex m_stopping;
    std::condition_variable m_stopped;
    bool m_isStopping = false;
    std::thread m_thread;
};

} // namespace Axess
