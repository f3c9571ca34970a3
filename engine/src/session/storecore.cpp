// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storecore_p.h"

#include "sessiondatacodec_p.h"

#include <axess/metrics.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr int samplesPerMeasurement = 3;
constexpr std::chrono::milliseconds usualMeasureEvery = std::chrono::minutes(1);

// A clock of the caller's own is the store's time: tests move it, and no server would follow.
std::optional<std::chrono::milliseconds> measureInterval(const StoreOptions &options)
{
    if (options.measureEvery || options.clock)
        return options.measureEvery;
    return usualMeasureEvery;
}

} // namespace

StoreCore::StoreCore(const StoreUrl &url, const StoreOptions &options,
                     std::shared_ptr<ConnectionFactory> factory, const StoreCapabilities &capabilities,
                     std::unique_ptr<Standby> standby)
    : m_options(completed(options))
    , m_measureEvery(measureInterval(options))
    , m_standby(std::move(standby))
    , m_own(url, m_options, std::move(factory), capabilities)
    , m_time(m_options.clock)
    , m_concern(*m_options.clock)
    , m_opened(m_options.openedBytes)
{ }

StoreCore::~StoreCore()
{
    if (m_standby)
        m_standby->stop();
}

void StoreCore::setAuditTrail(std::shared_ptr<AuditTrail> trail)
{
    const std::scoped_lock lock(m_auditing);
    m_auditTrail = std::move(trail);
}

std::shared_ptr<AuditTrail> StoreCore::auditTrail() const
{
    const std::scoped_lock lock(m_auditing);
    return m_auditTrail;
}

void StoreCore::follow(ControlCopy::Mode mode)
{
    m_own.follow(mode, m_options);
    if (m_standby)
        m_standby->follow(m_own);
}

Result<void> StoreCore::beginStandby()
{
    return m_standby ? m_standby->begin() : Result<void>();
}

Horizon StoreCore::horizonAtHand(const Deadline &deadline)
{
    measureTime(deadline);
    StoreSide &leading = side();
    const auto state = leading.control->atHand(deadline);
    leading.ring.follow(state->ringRevision, deadline);
    return horizonOf(*state, m_time.now());
}

Result<Horizon> StoreCore::horizonOfAnswer(const Deadline &deadline)
{
    StoreSide &leading = side();
    return leading.control->fresh(deadline).and_then([&](const ControlCopy::State &state) -> Result<Horizon> {
        // Another thread may have read the document, and not yet the ring that it names.
        leading.ring.follow(state->ringRevision, deadline);
        const auto ring = leading.ring.current();
        // The next ring may say that nobody opens any more what this one would write.
        if (leading.ring.isMixedAllowed() && ring && ring->revision() < state->ringRevision)
            return std::unexpected(
                Error(ErrorCode::Unavailable,
                      u"The store is being converted, and its newer key ring could not be read yet"_s));
        return horizonOf(*state, m_time.now());
    });
}

Result<OpenedRows::Opened> StoreCore::openRow(const SealedRow &row, const Deadline &deadline)
{
    RingKeeper &keeper = this->ring();
    if (keeper.kind() == RingKind::Keyless)
        return std::unexpected(keeper.ring().error());
    const auto ring = keeper.current();
    auto opened = openUnder(ring, row);
    // While a store is converted it may be the ring at hand that is old, and not the row that is wrong.
    const bool isOtherKind
        = ring && ring->isMixedAllowed() && !(row.keyId == 0 ? ring->opensClear() : ring->opensSealed());
    if (!opened && ring && (isOtherKind || opened.error().code() == ErrorCode::KeyMissing)) {
        const auto newer = keeper.reread(deadline);
        if (!newer)
            return std::unexpected(newer.error());
        opened = openUnder(*newer, row);
    }
    if (opened)
        return opened;
    if (opened.error().code() == ErrorCode::Corrupt)
        metrics().add(Counter::CorruptRows);
    return std::unexpected(opened.error().inOneSession());
}

Result<OpenedRows::Opened> StoreCore::openUnder(const OpenedRows::Ring &ring, const SealedRow &row)
{
    const QByteArray columns = RowSealer::columns(row);
    if (auto known = m_opened.find(row, columns, ring))
        return known;
    const auto content = RowSealer::open(row, ring.get());
    if (!content)
        return std::unexpected(content.error());
    const auto data = decodeSessionData(content->data);
    if (!data)
        return std::unexpected(data.error().within(u"Session "_s + row.id.text()));
    const auto opened = std::make_shared<const OpenedRow>(content->idleTimeout, content->absoluteTimeout,
                                                          content->fingerprint, content->dataSchema, *data);
    m_opened.keep(row, columns, ring, opened);
    return opened;
}

Result<void> StoreCore::sealRow(SealedRow &row, const OpenedRows::Opened &opened, const QByteArray &data)
{
    OpenedRows::Ring ring;
    if (RingKeeper &keeper = this->ring(); keeper.kind() != RingKind::NotSealed) {
        const auto current = keeper.ring();
        if (!current)
            return std::unexpected(current.error());
        ring = *current;
    }
    const RowContent content {opened->idleTimeout, opened->absoluteTimeout, opened->fingerprint,
                              opened->dataSchema, data};
    if (const auto sealed = RowSealer::seal(row, content, ring.get(), random()); !sealed)
        return sealed;
    m_opened.keep(row, RowSealer::columns(row), ring, opened);
    return {};
}

Result<QByteArray> StoreCore::randomName()
{
    return random().bytes<SealedRow::WriteIdSize>().transform([](const auto &bytes) {
        return QByteArray(reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size()));
    });
}

bool StoreCore::isMeasurementDue()
{
    return !m_measured || m_measuredSide != &side()
        || m_time.clock().monotonic() - *m_measured >= *m_measureEvery;
}

void StoreCore::measureTime(const Deadline &deadline)
{
    if (!m_measureEvery)
        return;
    const std::unique_lock lock(m_measuring, std::try_to_lock);
    if (!lock.owns_lock() || !isMeasurementDue())
        return;
    // Also after a failure: a store that does not answer is asked for the time no more often than one that
    // does.
    m_measured = m_time.clock().monotonic();
    m_measuredSide = &side();
    QList<TimeSource::Sample> samples;
    for (int i = 0; i < samplesPerMeasurement; ++i) {
        const qint64 before = m_time.clock().now();
        const auto store = storage().run(Verb::Ping, deadline,
                                         [](StorageConnection &connection) { return connection.ping(); });
        if (!store)
            return;
        samples.append({*store, before, m_time.clock().now()});
    }
    m_time.measured(samples);
}

} // namespace Axess
