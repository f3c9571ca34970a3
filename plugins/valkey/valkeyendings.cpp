// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyendings.h"

#include "valkeyerrors.h"
#include "valkeyinspection.h"

#include <axess/clock.h>
#include <axess/logging.h>

#include <algorithm>
#include <iterator>

namespace Axess {

namespace {

constexpr std::size_t Batch = 64;
constexpr std::size_t MostHistories = 64;

qsizetype sizeOf(const ValkeyEndings::Ending &ending)
{
    return ending.command.size() + (ending.registration ? ending.registration->size() : 0);
}

// It loads, or has no room. What belongs to another server of a cluster is told there.
bool mayTakeItLater(ValkeyView reply)
{
    if (!reply.isError() || ValkeyErrors::is(reply.bytes(), "MOVED "))
        return false;
    const ErrorCode code = ValkeyErrors::ofReply(reply.bytes()).code();
    return code == ErrorCode::Unavailable || code == ErrorCode::Full;
}

ValkeyCommand loading(const ValkeyScript &script)
{
    ValkeyCommand load("SCRIPT", 0);
    load << "LOAD" << script.text;
    return load;
}

} // namespace

void ValkeyEndings::note(Ending ending)
{
    const Time now = SystemClock().monotonic();
    const std::scoped_lock lock(m_mutex);
    m_bytes += sizeOf(ending);
    m_noted.push_back({now, ++m_count, std::move(ending)});
    forgetOld(now);
}

void ValkeyEndings::forgetOld(Time now)
{
    while (!m_noted.empty()
           && (m_noted.size() > Most || m_bytes > MostBytes || m_noted.front().at < now - Kept)) {
        m_bytes -= sizeOf(m_noted.front().ending);
        m_noted.pop_front();
    }
}

void ValkeyEndings::forgetMark(const SessionId &id)
{
    const std::scoped_lock lock(m_mutex);
    std::erase_if(m_noted, [&](const Noted &noted) {
        const bool goes = noted.ending.kind == Kind::Mark && noted.ending.id == id;
        m_bytes -= goes ? sizeOf(noted.ending) : 0;
        return goes;
    });
}

qint64 ValkeyEndings::repeated() const
{
    const std::scoped_lock lock(m_mutex);
    return m_repeated;
}

bool ValkeyEndings::begin(const QByteArray &history, const Deadline &deadline)
{
    std::unique_lock lock(m_mutex);
    const auto isFree = [&] { return !m_underWay.contains(history); };
    if (!m_finished.wait_until(lock, deadline.at(), isFree) || std::ranges::contains(m_histories, history))
        return false;
    m_underWay.insert(history);
    return true;
}

void ValkeyEndings::finish(const QByteArray &history, bool isDone)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_underWay.remove(history);
        if (isDone) {
            m_histories.push_back(history);
            m_told.remove(history);
        }
        if (m_histories.size() > MostHistories)
            m_histories.pop_front();
    }
    m_finished.notify_all();
}

std::vector<ValkeyEndings::Noted> ValkeyEndings::untold(const QByteArray &history) const
{
    const Time oldest = SystemClock().monotonic() - Kept;
    const std::scoped_lock lock(m_mutex);
    const quint64 told = m_told.value(history);
    std::vector<Noted> untold;
    std::ranges::copy_if(m_noted, std::back_inserter(untold),
                         [&](const Noted &noted) { return noted.at >= oldest && noted.number > told; });
    return untold;
}

Result<bool> ValkeyEndings::meet(ValkeyLink &link, const Deadline &deadline)
{
    ValkeyCommand command("INFO", 0);
    command << "replication";
    const auto reply = link.ask(command, deadline);
    // Who may not ask does without.
    if (!reply)
        return link.isBroken() ? Result<bool>(std::unexpected(reply.error())) : true;
    const auto known = ValkeyInspection::fieldsOf(reply->view().bytes());
    const QByteArray history = known.value("master_replid");
    if (known.value("role") != "master" || !begin(history, deadline))
        return !deadline.hasPassed();
    const auto isDone = repeatAt(link, history, deadline);
    finish(history, isDone.value_or(false));
    return isDone;
}

// To every server all of it: one of a cluster refuses what belongs to another, and that is told as well.
// Where the time ends before, the next connection goes on behind what was taken.
Result<bool> ValkeyEndings::repeatAt(ValkeyLink &link, const QByteArray &history, const Deadline &deadline)
{
    const std::vector<Noted> endings = untold(history);
    qint64 repeated = 0;
    std::size_t told = 0;
    Result<bool> isTaken = true;
    for (std::size_t begin = 0; begin < endings.size() && isTaken.value_or(false); begin += Batch) {
        const auto some = std::span(endings).subspan(begin, std::min(Batch, endings.size() - begin));
        isTaken = repeatSome(link, some, repeated, deadline);
        if (isTaken.value_or(false)) {
            told += some.size();
            const std::scoped_lock lock(m_mutex);
            m_told[history] = some.back().number;
        }
    }
    if (!endings.empty())
        qCInfo(storeLog,
               "A Valkey server has another history; of %zu recent endings it was told %zu and had forgotten "
               "%lld",
               endings.size(), told, static_cast<long long>(repeated));
    const std::scoped_lock lock(m_mutex);
    m_repeated += repeated;
    return isTaken;
}

Result<bool> ValkeyEndings::repeatSome(ValkeyLink &link, std::span<const Noted> some, qint64 &repeated,
                                       const Deadline &deadline)
{
    std::vector<const ValkeyCommand *> commands;
    for (const Noted &noted : some)
        commands.push_back(&noted.ending.command);
    const auto replies = tell(link, commands, deadline);
    if (!replies)
        return std::unexpected(replies.error());
    commands.clear();
    bool isTaken = true;
    for (std::size_t i = 0; i < some.size(); ++i) {
        const Ending &ending = some[i].ending;
        const ValkeyView reply = (*replies)[i].view();
        isTaken &= !mayTakeItLater(reply);
        const bool wrote = reply.isInteger() && reply.integer() == 0;
        if (wrote && ending.registration)
            commands.push_back(&*ending.registration);
        repeated += reply.isList() || (wrote && ending.kind == Kind::Final);
    }
    return tell(link, commands, deadline).transform([&](const ValkeyReplies &) { return isTaken; });
}

// Errors stand among the answers.
Result<ValkeyReplies> ValkeyEndings::tell(ValkeyLink &link,
                                          const std::vector<const ValkeyCommand *> &commands,
                                          const Deadline &deadline)
{
    std::vector<const ValkeyScript *> scripts;
    for (const ValkeyCommand *command : commands) {
        if (command->script() && !std::ranges::contains(scripts, command->script()))
            scripts.push_back(command->script());
    }
    for (const ValkeyScript *script : scripts)
        link.add(loading(*script));
    for (const ValkeyCommand *command : commands)
        link.add(*command);
    bool hasSent = false;
    if (const auto sent = link.send(deadline, hasSent); !sent)
        return std::unexpected(sent.error());
    ValkeyReplies replies;
    for (std::size_t i = 0; i < scripts.size() + commands.size(); ++i) {
        auto reply = link.receive(deadline);
        if (!reply)
            return std::unexpected(reply.error());
        if (i >= scripts.size())
            replies.push_back(std::move(*reply));
    }
    return replies;
}

} // namespace Axess
