// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "standby_p.h"

#include "storage/twinconnection_p.h"

#include <algorithm>
#include <system_error>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// What is copied while writes are held.
const QStringList &heldDocuments()
{
    static const QStringList names {DocumentName::ValuePrefix.toString(), DocumentName::AuditHead.toString()};
    return names;
}

// What stays behind, or is brought over at the end: what came later would be missed. Whoever writes the ring
// may not wait for whoever reads it, so reading asks nobody.
const QStringList &heldWrites()
{
    static const QStringList names {DocumentName::JobPrefix.toString(), DocumentName::JobSetPrefix.toString(),
                                    DocumentName::Ring.toString()};
    return names;
}

/// A store that lets nobody in holds up who closes this one for no longer than a call usually lasts.
class PromptFactory final : public ConnectionFactory
{
public:
    PromptFactory(std::shared_ptr<ConnectionFactory> inner, std::chrono::milliseconds longest)
        : m_inner(std::move(inner))
        , m_longest(longest)
    { }

    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &deadline) override
    {
        return m_inner->connect(Deadline::in(std::min(deadline.remaining(), m_longest)));
    }
    int concurrentWriters() const override { return m_inner->concurrentWriters(); }
    int defaultPoolSize() const override { return m_inner->defaultPoolSize(); }
    bool hasBell() const override { return m_inner->hasBell(); }

private:
    const std::shared_ptr<ConnectionFactory> m_inner;
    const std::chrono::milliseconds m_longest;
};

std::shared_ptr<ConnectionFactory> prompt(std::shared_ptr<ConnectionFactory> inner,
                                          const StoreOptions &options)
{
    // Not less where calls are to be short: connecting takes its time all the same.
    return std::make_shared<PromptFactory>(std::move(inner),
                                           std::max(options.callDeadline, StoreOptions().callDeadline));
}

} // namespace

Standby::Standby(const Store &own, const Store &other, const RootKey &rootKey, const StoreOptions &options)
    : m_rootKey(rootKey)
    , m_options(options)
    , m_ownRaw(own.factory, StoreSide::settingsFor(own.url, options))
    , m_otherRaw(prompt(other.factory, options), StoreSide::settingsFor(other.url, options))
    , m_twins {twinFor(Own, m_otherRaw, instanceName(options)),
               twinFor(Other, m_ownRaw, instanceName(options))}
    , m_ownFactory(std::make_shared<TwinFactory>(own.factory, m_twins[Own]))
    , m_other(other.url, options,
              std::make_shared<TwinFactory>(prompt(other.factory, options), m_twins[Other]),
              other.capabilities)
{
    m_twins[Other]->setMode(TwinMode::Away);
}

Standby::~Standby()
{
    stop();
}

QString Standby::instanceName(const StoreOptions &options)
{
    const auto bytes = options.random->bytes<8>();
    // Two of one name would only have to write their notes more often.
    const QByteArray name
        = bytes ? QByteArray(reinterpret_cast<const char *>(bytes->data()), 8) : QByteArray();
    return DocumentName::TwinPrefix.toString() + QString::fromLatin1(name.toHex());
}

std::shared_ptr<Twin> Standby::twinFor(Seat seat, StorageAccess &follower, const QString &document)
{
    Twin::Settings settings;
    settings.document = document;
    settings.heldDocuments = heldDocuments();
    settings.heldWrites = heldWrites();
    settings.strictDocuments = {DocumentName::ValuePrefix.toString()};
    settings.clock = m_options.clock;
    settings.modeHolds = m_options.controlLag;
    settings.othersLearn = m_options.controlLag;
    settings.confirm = [this, seat](StorageConnection &connection, const Deadline &deadline) {
        return confirm(seat, connection, deadline);
    };
    return std::make_shared<Twin>(follower, settings);
}

Result<void> Standby::confirm(Seat seat, StorageConnection &connection, const Deadline &deadline)
{
    StoreSide *side = seat == Own ? m_own : m_isOtherOpen.load() ? &m_other : nullptr;
    return side ? side->control->freshOver(connection, deadline) : Result<void>();
}

void Standby::follow(StoreSide &own)
{
    own.control->setMoves(ControlCopy::Moves::Followed,
                          [this](const ControlState &state, auto asOf) { learn(Own, state, asOf); });
    {
        const std::scoped_lock lock(m_mutex);
        m_identities[Own] = own.ring.identity();
    }
    m_own = &own;
}

Result<void> Standby::begin()
{
    look();
    // It would follow its own writes, and nothing would ever reach the store to which the sessions move.
    if (m_isOtherItself)
        return std::unexpected(Error(ErrorCode::InvalidArgument,
                                     u"The standby is the store itself; AXESS_STANDBY_STORE names the other "
                                     "one of the two"_s));
    if (!isLed())
        return std::unexpected(
            Error(ErrorCode::Unavailable,
                  u"Another store leads, and the standby is not that one or could not be reached"_s));
    try {
        m_thread = std::thread([this] { watch(); });
    } catch (const std::system_error &) {
        return std::unexpected(Error(ErrorCode::Full, u"The system starts no more threads"_s));
    }
    return {};
}

void Standby::stop()
{
    {
        const std::scoped_lock lock(m_stopping);
        m_isStopping = true;
    }
    m_stopped.notify_all();
    if (!m_thread.joinable())
        return;
    // What it asks of a store that hangs would be waited for, one call after the other.
    for (StorageAccess *storage : {&m_ownRaw, &m_otherRaw, &m_other.storage, &m_own->storage})
        storage->interruptAll();
    m_thread.join();
    leave();
}

QByteArray Standby::identity() const
{
    const std::scoped_lock lock(m_mutex);
    return m_identities[Other];
}

// --- which of the two leads

void Standby::learn(Seat seat, const ControlState &state, std::chrono::steady_clock::time_point asOf)
{
    const std::scoped_lock lock(m_mutex);
    m_known[seat] = {state.move, state.serial > 0, asOf};
    apply();
}

TwinMode Standby::modeOf(Seat seat) const
{
    const Known &known = m_known[seat];
    const QByteArray &identity = m_identities[seat];
    if (!known.isThere || !known.move.isLed(identity))
        return TwinMode::Away;
    // Writing past the store that the sessions move to would lose them.
    const QByteArray &other = m_identities[seat == Own ? Other : Own];
    if (known.move.isUnderWay() && !other.isEmpty() && other != known.move.other(identity))
        return TwinMode::Away;
    switch (known.move.phase) {
    case MovePhase::SourceLeads:
    case MovePhase::TargetLeads:
        return TwinMode::Lenient;
    case MovePhase::SourceStrict:
    case MovePhase::TargetStrict:
        return TwinMode::Strict;
    case MovePhase::HandingOver:
    case MovePhase::HandingBack:
        return TwinMode::Held;
    case MovePhase::None:
    case MovePhase::Moved:
    case MovePhase::GivenUp:
        break;
    }
    return TwinMode::Alone;
}

// Of two that both say so the one that was told later; the copy of the other is old.
std::optional<Standby::Seat> Standby::seatThatLeads() const
{
    const MoveState &mine = m_known[Own].move;
    const MoveState &theirs = m_known[Other].move;
    const bool isPair = !m_identities[Other].isEmpty() && !theirs.source.isEmpty()
        && theirs.other(m_identities[Other]) == m_identities[Own];
    const bool ownLeads = modeOf(Own) != TwinMode::Away;
    const bool otherLeads = isPair && modeOf(Other) != TwinMode::Away;
    if (ownLeads && (!otherLeads || theirs.step <= mine.step))
        return Own;
    if (otherLeads && theirs.step >= mine.step)
        return Other;
    return std::nullopt;
}

void Standby::apply()
{
    const auto leading = seatThatLeads();
    m_isLed = leading.has_value();
    const bool isFollowerKnown = !m_identities[Other].isEmpty();
    for (const Seat seat : {Own, Other}) {
        const TwinMode mode = leading == seat ? modeOf(seat) : TwinMode::Away;
        m_twins[seat]->setMode(mode, seat == Other || isFollowerKnown, m_known[seat].asOf);
    }
    if (leading)
        m_leading.store(leading == Other ? &m_other : nullptr, std::memory_order_release);
}

Standby::Known Standby::known(Seat seat) const
{
    const std::scoped_lock lock(m_mutex);
    return m_known[seat];
}

bool Standby::isLed() const
{
    const std::scoped_lock lock(m_mutex);
    return m_isLed;
}

} // namespace Axess
