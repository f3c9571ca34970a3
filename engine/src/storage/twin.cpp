// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/twin_p.h"

#include "storage/storageaccess_p.h"

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

Error elsewhere()
{
    return Error(ErrorCode::Unavailable,
                 u"Another store leads, or is about to; the sessions are found there in a moment"_s);
}

bool leads(TwinMode mode)
{
    return mode != TwinMode::Held && mode != TwinMode::Away;
}

bool beginsAsOneOf(const QStringList &prefixes, const QString &name)
{
    return std::ranges::any_of(prefixes, [&](const QString &prefix) { return name.startsWith(prefix); });
}

} // namespace

Twin::Turn::~Turn()
{
    if (m_twin)
        m_twin->end(m_mode);
}

Twin::Twin(StorageAccess &follower, const Settings &settings)
    : m_follower(follower)
    , m_settings(settings)
    , m_notes(settings.document, settings.clock)
{ }

TwinMode Twin::mode() const
{
    const std::scoped_lock lock(m_mutex);
    return m_mode;
}

void Twin::setMode(TwinMode mode)
{
    setMode(mode, true, m_settings.clock->monotonic());
}

void Twin::setMode(TwinMode mode, bool isFollowerKnown, std::chrono::steady_clock::time_point asOf)
{
    const std::scoped_lock lock(m_mutex);
    if (m_mode == TwinMode::Alone && mode == TwinMode::Lenient)
        m_followedSince = m_settings.clock->monotonic();
    m_mode = mode;
    m_isFollowerKnown = isFollowerKnown;
    if (leads(mode))
        m_ledAsOf = std::max(m_ledAsOf, asOf);
}

Result<void> Twin::confirm(StorageConnection &leader, const Deadline &deadline)
{
    return m_settings.confirm ? m_settings.confirm(leader, deadline) : Result<void>();
}

bool Twin::mayAcknowledge() const
{
    const std::scoped_lock lock(m_mutex);
    return leads(m_mode) || m_settings.clock->monotonic() - m_ledAsOf < m_settings.modeHolds;
}

Result<void> Twin::mayAnswer() const
{
    const std::scoped_lock lock(m_mutex);
    return m_mode == TwinMode::Away ? std::unexpected(elsewhere()) : Result<void>();
}

bool Twin::settle(const Deadline &deadline)
{
    std::unique_lock lock(m_mutex);
    return m_ended.wait_until(lock, deadline.at(), [this] {
        const int all = std::accumulate(m_underWay.begin(), m_underWay.end(), 0);
        return all == m_underWay[std::size_t(m_mode)];
    });
}

bool Twin::isIdle() const
{
    const std::scoped_lock lock(m_mutex);
    return std::ranges::all_of(m_underWay, [](int count) { return count == 0; });
}

Result<Twin::Turn> Twin::begin()
{
    const std::scoped_lock lock(m_mutex);
    if (m_mode == TwinMode::Away)
        return std::unexpected(elsewhere());
    if (m_mode == TwinMode::Held)
        return std::unexpected(Error(ErrorCode::Unavailable,
                                     u"The sessions are being handed over to another store; try again in a "
                                     "moment"_s));
    ++m_underWay[std::size_t(m_mode)];
    return Turn(*this, m_mode);
}

void Twin::end(TwinMode mode)
{
    {
        const std::scoped_lock lock(m_mutex);
        --m_underWay[std::size_t(mode)];
    }
    m_ended.notify_all();
}

bool Twin::holds(const QString &document) const
{
    return beginsAsOneOf(m_settings.heldDocuments, document);
}

bool Twin::holdsWrites(const QString &document) const
{
    return holds(document) || beginsAsOneOf(m_settings.heldWrites, document);
}

bool Twin::isHeldStrictly(const QString &document) const
{
    return beginsAsOneOf(m_settings.strictDocuments, document);
}

bool Twin::isResting() const
{
    const std::scoped_lock lock(m_mutex);
    return !m_isFollowerKnown || (m_failed && m_settings.clock->monotonic() - *m_failed < m_settings.rest);
}

bool Twin::doOthersKnow() const
{
    const std::scoped_lock lock(m_mutex);
    return !m_followedSince || m_settings.clock->monotonic() - *m_followedSince >= m_settings.othersLearn;
}

// A follower that hangs costs half of what is left: the note of it needs time, too.
template<typename Call> std::invoke_result_t<Call, Deadline> Twin::tell(const Deadline &deadline, Call call)
{
    if (isResting())
        return std::unexpected(
            Error(ErrorCode::Unavailable, u"The other store failed a moment ago, or was not reached yet"_s));
    const auto told = call(Deadline::in(deadline.remaining() / 2));
    if (!told && told.error().code() == ErrorCode::Unavailable) {
        const std::scoped_lock lock(m_mutex);
        m_failed = m_settings.clock->monotonic();
    }
    return told;
}

Result<Twin::NotTaken> Twin::install(std::span<const SealedRow> rows, const Deadline &deadline)
{
    return tell(deadline, [&](const Deadline &within) -> Result<NotTaken> {
        NotTaken notTaken;
        for (auto rest = rows; !rest.empty();) {
            const auto batch
                = rest.first(std::min<std::size_t>(rest.size(), StorageConnection::MaximumBatch));
            const auto installed = m_follower.run(
                Verb::Install, within, [&](StorageConnection &follower) { return follower.install(batch); });
            if (!installed)
                return std::unexpected(installed.error());
            for (std::size_t i = 0; i < batch.size(); ++i) {
                const InstallStatus status = installed->value(qsizetype(i));
                if (status == InstallStatus::Buried)
                    notTaken.ended.append(batch[i].id);
                if (status == InstallStatus::Older)
                    notTaken.older.append(batch[i].id);
            }
            rest = rest.subspan(batch.size());
        }
        return notTaken;
    });
}

Result<QList<SealedRow>> Twin::load(std::span<const SessionId> ids, const Deadline &deadline)
{
    return tell(deadline, [&](const Deadline &within) { return m_follower.load(ids, within); });
}

Result<void> Twin::bury(std::span<const SessionId> ids, const Deadline &deadline)
{
    const qint64 until = buriedUntil();
    return tell(deadline, [&](const Deadline &within) -> Result<void> {
        for (auto rest = ids; !rest.empty();) {
            const auto batch
                = rest.first(std::min<std::size_t>(rest.size(), StorageConnection::MaximumBatch));
            const auto buried = m_follower.run(
                Verb::Bury, within, [&](StorageConnection &follower) { return follower.bury(batch, until); });
            if (!buried)
                return buried;
            rest = rest.subspan(batch.size());
        }
        return {};
    });
}

Result<quint64> Twin::raise(const TenantId &tenant, const UserId &user, const Deadline &deadline)
{
    return tell(deadline, [&](const Deadline &within) {
        return m_follower.run(Verb::RaiseUser, within,
                              [&](StorageConnection &follower) { return follower.raiseUser(tenant, user); });
    });
}

Result<void> Twin::putGeneration(const TenantId &tenant, const UserId &user, quint64 atLeast,
                                 const Deadline &deadline)
{
    return tell(deadline, [&](const Deadline &within) {
        return m_follower.run(Verb::RaiseUser, within, [&](StorageConnection &follower) {
            return follower.putUserGeneration(tenant, user, atLeast);
        });
    });
}

} // namespace Axess
