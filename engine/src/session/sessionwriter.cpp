// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sessionwriter_p.h"

#include "rowview_p.h"
#include "sessiondatacodec_p.h"
#include "writerules_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// With less left a repetition could not be answered any more.
constexpr std::chrono::milliseconds shortestAttempt(100);
// 128 random bits: more than one collision means that the random source is broken.
constexpr int mostIds = 3;

Error gone(const SessionId &id)
{
    return Error(ErrorCode::Gone, u"Session %1 has ended"_s.arg(id.text()));
}

Error lost(const SessionId &id, const QString &sentence)
{
    return Error(ErrorCode::Unavailable, u"Session %1: %2"_s.arg(id.text(), sentence), Outcome::Unknown);
}

} // namespace

// The first attempt leaves time to find out what became of it.
Deadline SessionWriter::attempt() const
{
    return Deadline::in(m_deadline.remaining() * 3 / 4);
}

Result<Horizon> SessionWriter::freshHorizon()
{
    m_core.horizonAtHand(m_deadline);
    return m_core.horizonOfAnswer(m_deadline);
}

Result<SessionWriter::Prepared> SessionWriter::prepare(const SessionRow &row, const QByteArray &tokenHash,
                                                       quint64 revision, qint64 seen)
{
    const auto data = encodeSessionData(row.data, m_core.options().payloadLimit);
    if (!data)
        return std::unexpected(data.error());
    auto writeId = m_core.randomName();
    if (!writeId)
        return std::unexpected(writeId.error());

    SealedRow sealed = columnsOf(row);
    sealed.revision = revision;
    sealed.writeId = std::move(*writeId);
    sealed.tokenHash = tokenHash;
    setSeen(sealed, seen, row.idleTimeout);
    const auto opened = std::make_shared<const OpenedRow>(
        row.idleTimeout, row.absoluteTimeout, row.fingerprint, m_core.options().dataSchema, row.data);
    if (const auto done = m_core.sealRow(sealed, opened, *data); !done)
        return std::unexpected(done.error());

    SessionRow view = viewOf(sealed);
    view.token = row.token;
    view.change = row.change + 1;
    view.idleTimeout = row.idleTimeout;
    view.absoluteTimeout = row.absoluteTimeout;
    view.fingerprint = row.fingerprint;
    view.data = row.data;
    view.dataSchema = opened->dataSchema;
    view.verification = sealed.keyId == 0 ? Verification::NotSealed : Verification::Verified;
    return Prepared {std::move(view), std::move(sealed)};
}

Result<SessionRow> SessionWriter::create(const SessionRow &row, const std::optional<SignIn> &signIn)
{
    const auto horizon = freshHorizon();
    if (!horizon)
        return std::unexpected(horizon.error());
    for (int attempts = 1;; ++attempts) {
        StoreSide &side = m_core.side();
        auto created = insert(row, signIn, *horizon, side);
        const bool isTaken = !created && created.error().code() == ErrorCode::Conflict;
        if (created)
            m_core.metrics().add(Counter::SessionsCreated);
        if ((!isTaken && !isRefusedElsewhere(created, side)) || attempts == mostIds)
            return created;
    }
}

Result<std::optional<Admission>> SessionWriter::admission(const SessionRow &row,
                                                          const std::optional<SignIn> &signIn,
                                                          const Horizon &horizon, StoreSide &side)
{
    if (!signIn)
        return std::nullopt;
    return TicketPlace::in(side, m_deadline).and_then([&](const TicketPlace &place) {
        return WriteRules::admission(row, *signIn, horizon, place).transform([](const Admission &admission) {
            return std::optional(admission);
        });
    });
}

// Nothing was written, so it may begin anew in the store that leads: there a ticket of the other one is Gone.
bool SessionWriter::isRefusedElsewhere(const Result<SessionRow> &written, const StoreSide &side) const
{
    return !written && written.error().code() == ErrorCode::Unavailable
        && written.error().outcome() == Outcome::NotApplied && &m_core.side() != &side;
}

Result<SessionRow> SessionWriter::insert(const SessionRow &row, const std::optional<SignIn> &signIn,
                                         const Horizon &horizon, StoreSide &side)
{
    const auto token = SessionToken::random(m_core.random());
    if (!token)
        return std::unexpected(token.error());
    const auto completed = WriteRules::newRow(row, *token, horizon);
    if (!completed)
        return std::unexpected(completed.error());
    const auto admission = this->admission(*completed, signIn, horizon, side);
    if (!admission)
        return std::unexpected(admission.error());
    auto prepared = prepare(*completed, token->hash(), 1, completed->lastSeen);
    if (!prepared)
        return std::unexpected(prepared.error());

    const EventKind event = completed->user.isEmpty() ? EventKind::Created : EventKind::SignedIn;
    const NewRow entry {prepared->row, *admission, event};
    const auto outcome = side.storage.create(entry, horizon, attempt());
    const auto status = outcome ? Result<WriteStatus>(outcome->status)
                                : resolveCreate(entry, horizon, outcome.error(), side);
    if (!status)
        return std::unexpected(status.error());
    switch (*status) {
    case WriteStatus::Stored:
        break;
    case WriteStatus::Denied:
        return std::unexpected(
            Error(ErrorCode::Denied, u"The user has as many sessions as the policy allows"_s));
    case WriteStatus::Gone:
        return std::unexpected(
            Error(ErrorCode::Gone,
                  u"The user was signed out everywhere since the sign-in began, or later sign-ins "
                  "took its place under the limit"_s));
    default:
        return std::unexpected(Error(ErrorCode::Conflict, u"The session id is taken"_s));
    }
    if (const auto current = checkEpochs(prepared->row); !current) {
        withdraw(prepared->row.id);
        return std::unexpected(current.error());
    }
    return prepared->view;
}

// A create whose bytes may have left is never repeated: what is asked is whose row stands there.
Result<WriteStatus> SessionWriter::resolveCreate(const NewRow &entry, const Horizon &horizon,
                                                 const Error &error, StoreSide &side)
{
    if (error.outcome() == Outcome::NotApplied)
        return std::unexpected(error);
    const auto stored = settled({entry.row.id, entry.row.writeId, entry.admission}, horizon, side);
    if (stored && *stored && (*stored)->writeId == entry.row.writeId)
        return WriteStatus::Stored;
    // What lands after this is a row whose secret nobody holds; it ends by its deadlines.
    withdraw(entry.row.id);
    return std::unexpected(asUnknown(error));
}

// A plain reading could show a write that the store is about to lose.
Result<std::optional<SealedRow>> SessionWriter::settled(const LostWrite &write, const Horizon &horizon,
                                                        StoreSide &side)
{
    return side.storage.settle({&write, 1}, horizon, m_deadline).transform([](const auto &rows) {
        return rows.isEmpty() ? std::nullopt : std::optional(rows.constFirst());
    });
}

void SessionWriter::withdraw(const SessionId &id)
{
    // Best effort: the caller is told that the session is not to be used, whether this succeeds or not.
    (void)m_core.storage().remove({id, EndReason::Withdrawn, {}, m_core.time().now()}, m_deadline);
}

Result<SessionWriter::Prepared> SessionWriter::prepareUpdate(const SessionRow &row, const Horizon &horizon)
{
    return WriteRules::mayUpdate(row).and_then(
        [&] { return prepare(row, row.token.hash(), row.revision + 1, horizon.now); });
}

Result<SessionRow> SessionWriter::update(const SessionRow &row)
{
    if (const auto allowed = WriteRules::mayUpdate(row); !allowed)
        return std::unexpected(allowed.error());
    const auto horizon = freshHorizon();
    if (!horizon)
        return std::unexpected(horizon.error());
    auto prepared = prepareUpdate(row, *horizon);
    if (!prepared)
        return std::unexpected(prepared.error());
    const RowUpdate update {prepared->row, row.revision, IdleRule::KeepLater, {}, {}};
    if (const auto sent = send(update, update.row.tokenHash, *horizon); !sent)
        return std::unexpected(sent.error());
    return std::move(prepared->view);
}

std::vector<Result<SessionRow>> SessionWriter::update(std::span<const SessionRow> rows)
{
    if (rows.empty())
        return {};
    const auto horizon = freshHorizon();
    if (!horizon)
        return std::vector<Result<SessionRow>>(rows.size(), std::unexpected(horizon.error()));
    std::vector<Result<SessionRow>> answers;
    std::vector<RowUpdate> updates;
    std::vector<std::size_t> places; // Of the updates among the rows.
    for (const SessionRow &row : rows) {
        answers.push_back(prepareUpdate(row, *horizon).transform([&](Prepared &&prepared) {
            updates.push_back({std::move(prepared.row), row.revision, IdleRule::KeepLater, {}, {}});
            places.push_back(answers.size());
            return std::move(prepared.view);
        }));
    }
    StoreSide &side = m_core.side();
    auto outcomes = side.storage.update(updates, *horizon, attempt());
    resolveLost(updates, *horizon, m_core.side(), outcomes);
    for (std::size_t i = 0; i < updates.size(); ++i) {
        const auto done
            = conclude(updates[i], updates[i].row.tokenHash, *horizon, side, std::move(outcomes[i]));
        if (!done)
            answers[places[i]] = std::unexpected(done.error());
    }
    return answers;
}

Result<void> SessionWriter::send(const RowUpdate &update, const QByteArray &tokenHash, const Horizon &horizon,
                                 StoreSide &admittedBy)
{
    StoreSide &side = update.admission ? admittedBy : m_core.side();
    return conclude(update, tokenHash, horizon, admittedBy, side.storage.update(update, horizon, attempt()));
}

Result<void> SessionWriter::conclude(const RowUpdate &update, const QByteArray &tokenHash,
                                     const Horizon &horizon, StoreSide &admittedBy,
                                     Result<WriteOutcome> outcome)
{
    const SessionId id = update.row.id;
    const auto side = [&]() -> StoreSide & { return update.admission ? admittedBy : m_core.side(); };
    for (bool isRepeated = false;; isRepeated = true) {
        if (!outcome && outcome.error().outcome() == Outcome::NotApplied)
            return std::unexpected(isRepeated ? asUnknown(outcome.error()) : outcome.error());
        std::optional<WriteStatus> status;
        if (outcome && !(isRepeated && outcome->status == WriteStatus::Conflict)) {
            status = outcome->status;
        } else {
            const auto resolved = resolveUpdate(update, horizon, side());
            if (!resolved)
                return std::unexpected(resolved.error());
            status = *resolved;
        }
        if (status == WriteStatus::Stored)
            return checkEpochs(update.row);
        if (status == WriteStatus::Denied)
            return std::unexpected(
                Error(ErrorCode::Denied, u"The user has as many sessions as the policy allows"_s));
        if (status == WriteStatus::Gone)
            return std::unexpected(gone(id));
        if (status)
            return std::unexpected(conflict(id, tokenHash));
        // Still the expected revision: the lost statement may yet commit, so only time can end this.
        if (m_deadline.remaining() < shortestAttempt)
            return std::unexpected(lost(id, u"the store did not say whether the write happened"_s));
        outcome = side().storage.update(update, horizon, attempt());
    }
}

// All at once, while time is left for each: what cannot be told so is concluded by itself.
void SessionWriter::resolveLost(std::span<const RowUpdate> updates, const Horizon &horizon, StoreSide &side,
                                std::vector<Result<WriteOutcome>> &outcomes)
{
    std::vector<LostWrite> lost;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < updates.size(); ++i) {
        if (outcomes[i] || outcomes[i].error().outcome() == Outcome::NotApplied)
            continue;
        lost.push_back({updates[i].row.id, updates[i].row.writeId, {}});
        places.push_back(i);
    }
    if (lost.size() < 2)
        return;
    const auto stored = side.storage.settle(lost, horizon, m_deadline);
    if (!stored)
        return;
    for (const std::size_t i : places) {
        const auto row = std::ranges::find(*stored, updates[i].row.id, &SealedRow::id);
        const auto status = statusOf(updates[i], row == stored->cend() ? std::nullopt : std::optional(*row));
        if (status && *status)
            outcomes[i] = WriteOutcome {**status, {}};
    }
}

Result<std::optional<WriteStatus>> SessionWriter::resolveUpdate(const RowUpdate &update,
                                                                const Horizon &horizon, StoreSide &side)
{
    const auto stored = settled({update.row.id, update.row.writeId, update.admission}, horizon, side);
    if (!stored)
        return std::unexpected(asUnknown(stored.error()));
    return statusOf(update, *stored);
}

Result<std::optional<WriteStatus>> SessionWriter::statusOf(const RowUpdate &update,
                                                           const std::optional<SealedRow> &stored)
{
    if (!stored)
        return WriteStatus::Gone;
    const SealedRow &row = *stored;
    if (row.revision == update.expectedRevision)
        return std::nullopt;
    if (row.revision == update.row.revision && row.writeId == update.row.writeId)
        return WriteStatus::Stored;
    if (row.revision > update.row.revision)
        return std::unexpected(lost(row.id, u"others wrote after a write whose answer was lost"_s));
    return WriteStatus::Conflict;
}

Error SessionWriter::conflict(const SessionId &id, const QByteArray &tokenHash)
{
    const auto stored = m_core.storage().load(id, m_deadline);
    if (stored && !*stored)
        return gone(id);
    if (stored && !constantTimeEquals((*stored)->tokenHash, tokenHash))
        return Error(ErrorCode::Superseded, u"Session %1 goes on under a newer token"_s.arg(id.text()));
    return Error(ErrorCode::Conflict, u"Session %1 was written by somebody else meanwhile"_s.arg(id.text()));
}

// An epoch raised while the write was under way: the row was stored dead.
Result<void> SessionWriter::checkEpochs(const SealedRow &row)
{
    const auto horizon = m_core.horizonOfAnswer(m_deadline);
    if (!horizon)
        return std::unexpected(horizon.error().withOutcome(Outcome::Unknown));
    if (WriteRules::isOfOlderEpoch(row, *horizon))
        return std::unexpected(gone(row.id));
    return {};
}

Result<SessionRow> SessionWriter::touch(const SessionRow &row)
{
    const auto horizon = freshHorizon();
    if (!horizon)
        return std::unexpected(horizon.error());
    SealedRow seen = columnsOf(row);
    setSeen(seen, horizon->now, row.idleTimeout);
    const Touch touch {row.id, seen.idleDeadline, seen.lastSeen, seen.sweepAt};
    auto status = m_core.storage().touch(touch, *horizon, attempt());
    // Only forward, so twice does no harm.
    if (!status && status.error().outcome() == Outcome::Unknown && m_deadline.remaining() >= shortestAttempt)
        status = m_core.storage().touch(touch, *horizon, m_deadline).transform_error(asUnknown);
    if (!status)
        return std::unexpected(status.error());
    if (*status != WriteStatus::Stored)
        return std::unexpected(gone(row.id));
    if (const auto current = checkEpochs(seen); !current)
        return std::unexpected(current.error());
    SessionRow touched = row;
    touched.idleDeadline = std::max(row.idleDeadline, seen.idleDeadline);
    touched.lastSeen = std::max(row.lastSeen, seen.lastSeen);
    return touched;
}

} // namespace Axess
