// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "openedrows_p.h"
#include "rowsealer_p.h"
#include "standby_p.h"
#include "storeconcern_p.h"
#include "timesource_p.h"

#include <axess/sessionstore.h>

#include <QtCore/qstringlist.h>

#include <utility>

namespace Axess {

class AuditTrail;

/// What the verbs of SessionStore are made of: one opened store with its keys, its control copy and its time.
///
/// With a standby it is the one of two stores that leads at the moment, and a verb that was begun with one
/// may end with the other: sessions, keys and epochs are the same in both. Who reads a document and writes it
/// by its revision takes one `side()` for both.
///
/// Thread-safe. The layers above (managers, operations) use it through SessionStore::core().
class AXESS_TEST_EXPORT StoreCore
{
public:
    StoreCore(const StoreUrl &url, const StoreOptions &options, std::shared_ptr<ConnectionFactory> factory,
              const StoreCapabilities &capabilities, std::unique_ptr<Standby> standby = {});
    ~StoreCore();
    Q_DISABLE_COPY_MOVE(StoreCore)

    /// The store that leads at the moment.
    StoreSide &side() const { return m_standby ? m_standby->leading(m_own) : m_own; }

    /// Of the store that the configuration names, whichever leads.
    const QByteArray &ownIdentity() const { return m_own.ring.identity(); }

    const StoreUrl &url() const { return side().url; }
    const StoreOptions &options() const { return m_options; } ///< Clock and random source are never null.
    const StoreCapabilities &capabilities() const { return side().capabilities; }

    StorageAccess &storage() { return side().storage; }
    RingKeeper &ring() { return side().ring; }
    DocumentBox &documents() { return side().documents; }
    ControlCopy &control() { return *side().control; }
    Standby *standby() { return m_standby.get(); } ///< Null = there is none.
    TimeSource &time() { return m_time; }
    const TimeSource &time() const { return m_time; }
    RandomSource &random() { return *m_options.random; }
    StoreConcern &concern() { return m_concern; }
    Metrics &metrics() { return side().storage.metrics(); }
    /// Where administrative acts are recorded (audited_p.h); null = nowhere.
    void setAuditTrail(std::shared_ptr<AuditTrail> trail);
    std::shared_ptr<AuditTrail> auditTrail() const;
    /// What opening the store has made, for the trail that comes after: acts such as `init`.
    void noteMade(const QString &act) { m_made.append(act); }
    QStringList takeMade() { return std::exchange(m_made, {}); }
    Deadline deadline() const { return Deadline::in(m_options.callDeadline); }

    /// The registry whose plugin the connections come from: it must not go before them.
    void keepLoaded(std::shared_ptr<BackendRegistry> registry) { m_registry = std::move(registry); }
    /// Once the ring is known: how the control document is followed, and what the store can do.
    void follow(ControlCopy::Mode mode);
    /// Once the store is open: finds out which of the two leads, and goes by it from now on.
    Result<void> beginStandby();

    /// What is dead, for a question that is about to be asked.
    Horizon horizonAtHand(const Deadline &deadline);
    /// What is dead, by a control copy that is fresh enough for the answer that the store has just given.
    Result<Horizon> horizonOfAnswer(const Deadline &deadline);
    /// Ends sessions, or undoes that, by `write`, which asks for no horizon of its answer: what was done in a
    /// store whose sessions move without this program is not acknowledged.
    template<typename Write> std::invoke_result_t<Write> confirmed(const Deadline &deadline, Write write);

    /// The content of a row, verified; an unknown key has the ring read anew once.
    Result<OpenedRows::Opened> openRow(const SealedRow &row, const Deadline &deadline);
    /// Seals under the active key; `data` is the encoded form of what is opened. KeyMissing where no key is.
    Result<void> sealRow(SealedRow &row, const OpenedRows::Opened &opened, const QByteArray &data);

    /// Eight random bytes: a write id or a revocation's mark.
    Result<QByteArray> randomName();
    /// Compares the store's clock with this machine's, when it is time to.
    void measureTime(const Deadline &deadline);

private:
    bool isMeasurementDue();
    Result<OpenedRows::Opened> openUnder(const OpenedRows::Ring &ring, const SealedRow &row);

    const StoreOptions m_options;
    std::shared_ptr<BackendRegistry> m_registry;
    const std::optional<std::chrono::milliseconds> m_measureEvery; ///< Absent = never.
    const std::unique_ptr<Standby> m_standby; ///< Outlives the connections of m_own.
    mutable StoreSide m_own; ///< Its verbs are its own to guard.
    TimeSource m_time;
    StoreConcern m_concern;
    OpenedRows m_opened;

    QStringList m_made;
    mutable std::mutex m_auditing;
    std::shared_ptr<AuditTrail> m_auditTrail;

    std::mutex m_measuring;
    std::optional<std::chrono::steady_clock::time_point> m_measured;
    const StoreSide *m_measuredSide = nullptr;
};

/// What asking about a lost write failed with, or its second try: whatever it says, the write may have
/// happened.
inline Error asUnknown(const Error &error)
{
    return Error(ErrorCode::Unavailable, error.message(), Outcome::Unknown);
}

template<typename Write>
std::invoke_result_t<Write> StoreCore::confirmed(const Deadline &deadline, Write write)
{
    if (const auto before = control().fresh(deadline); !before)
        return std::unexpected(before.error().withOutcome(Outcome::NotApplied));
    auto done = write();
    if (!done)
        return done;
    if (const auto after = control().fresh(deadline); !after)
        return std::unexpected(asUnknown(after.error()));
    return done;
}

} // namespace Axess
