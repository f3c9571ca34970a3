// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyverify.h"

#include "valkeyerrors.h"
#include "valkeyrow.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr qsizetype RowsAtOnce = 200; // Of one script.
constexpr qsizetype ServerName = 8; // Bytes of its run id that a cursor remembers.

QByteArray globEscaped(const QByteArray &text)
{
    QByteArray escaped;
    for (const char letter : text) {
        if (QByteArrayView("*?[]\\").contains(letter))
            escaped.append('\\');
        escaped.append(letter);
    }
    return escaped;
}

// An unknown one is nobody's: who may not ask goes on without.
QByteArray serverOf(QByteArrayView info)
{
    const qsizetype at = info.indexOf("run_id:");
    return at < 0 ? QByteArray() : info.sliced(at + 7).first(ServerName).toByteArray();
}

} // namespace

ValkeyVerify::ValkeyVerify(ValkeyNet &net, const VerifyRequest &request)
    : m_net(net)
    , m_request(request)
{
    m_step.buckets = ValkeyKeys::Buckets + (isCluster() ? 0 : 1);
}

const ValkeyKeys::Bucket &ValkeyVerify::bucket() const
{
    return m_net.keys().bucket(m_request.bucket % ValkeyKeys::Buckets);
}

Result<VerifyStep> ValkeyVerify::run()
{
    auto place = this->place();
    if (!place)
        return std::unexpected(place.error());
    const auto found = look(*place);
    if (!found)
        return std::unexpected(found.error());
    if (!*found) {
        m_step.next = behind(*place, "0");
        return m_step;
    }
    Result<void> done = verify(place->phase, (*found)->entries);
    if (done && place->phase == Phase::TenantRows && (*found)->next == "0")
        done = verifyTenants();
    if (!done)
        return std::unexpected(done.error());
    m_step.next = behind(*place, (*found)->next);
    return m_step;
}

Result<ValkeyVerify::Place> ValkeyVerify::place() const
{
    const auto foreign
        = std::unexpected(Error(ErrorCode::InvalidArgument, u"The cursor does not belong to this walk."_s));
    Place place;
    if (m_request.bucket >= m_step.buckets)
        return foreign;
    if (m_request.cursor.isEmpty()) {
        place.phase = isScanned() ? Phase::Sessions : Phase::Expiry;
        return place;
    }
    const QByteArrayList parts = m_request.cursor.split(':');
    bool isNumber = false;
    if (parts.size() == 3)
        parts[2].toULongLong(&isNumber);
    if (!isNumber || parts[0].size() != 1 || !QByteArrayView("SRECTNU").contains(parts[0][0]))
        return foreign;
    return Place {Phase(parts[0][0]), parts[1], parts[2]};
}

// The next place of this phase, or the first of the next phase.
QByteArray ValkeyVerify::behind(const Place &place, const QByteArray &next) const
{
    if (next != "0" || place.server.isNull())
        return QByteArray(1, char(place.phase)) + ':' + place.server + ':' + next;
    static constexpr QByteArrayView order("SRECTNU");
    const qsizetype at = order.indexOf(char(place.phase)) + 1;
    const bool isLast = at == order.size() || (!isCluster() && place.phase == Phase::Registries);
    return isLast ? QByteArray() : QByteArray(1, order[at]) + "::0";
}

QByteArray ValkeyVerify::pattern(Phase phase) const
{
    const qsizetype family = qstrlen("session:{00}:");
    const QByteArray prefix = globEscaped(bucket().sessions.chopped(family));
    const QByteArray tag = isCluster() ? "{" + bucket().tag + "}:" : QByteArray();
    return prefix + (phase == Phase::Sessions ? "session:" : "registry:") + tag + '*';
}

ValkeyCommand ValkeyVerify::question(const Place &place) const
{
    if (place.phase == Phase::Sessions || place.phase == Phase::Registries) {
        ValkeyCommand scan(m_net.scripts().scan, bucket().slot, std::span(&bucket().expiry, 1),
                           ValkeyCommand::Kind::Reads);
        scan << place.cursor << pattern(place.phase) << m_request.limit;
        return scan;
    }
    const QByteArray &key = place.phase == Phase::Expiry ? bucket().expiry
        : place.phase == Phase::Created                  ? bucket().created
        : place.phase == Phase::TenantRows               ? bucket().tenantRows
        : place.phase == Phase::Names                    ? bucket().names
                                                         : bucket().users;
    ValkeyCommand scan("ZSCAN", bucket().slot);
    scan << key << place.cursor << "COUNT" << m_request.limit;
    return scan;
}

Result<std::optional<ValkeyVerify::Found>> ValkeyVerify::look(Place &place)
{
    ValkeyCommands commands;
    commands.emplace_back("INFO", bucket().slot);
    commands.back() << "server";
    commands.push_back(question(place));
    const auto replies = m_net.askEach(commands);
    if (!replies)
        return std::unexpected(replies.error());
    const ValkeyView reply = (*replies)[1].view();
    if (reply.isError())
        return std::unexpected(ValkeyErrors::ofReply(reply.bytes()));
    // A cursor means nothing to another server, such as the one that took over.
    const QByteArray server = serverOf((*replies)[0]->bytes());
    if (place.cursor != "0" && place.server != server) {
        place.server = QByteArray();
        return std::nullopt;
    }
    place.server = server.isNull() ? QByteArray("") : server;
    Found found;
    found.next = reply[0].copy();
    const bool isScan = place.phase == Phase::Sessions || place.phase == Phase::Registries;
    for (int i = 0; i < reply[1].size(); i += isScan ? 1 : 2)
        found.entries.append(reply[1][i].copy());
    return found;
}

Result<void> ValkeyVerify::verify(Phase phase, const QByteArrayList &entries)
{
    switch (phase) {
    case Phase::Sessions:
    case Phase::Expiry:
    case Phase::Created:
    case Phase::TenantRows:
        return verifyRows(phase, entries);
    case Phase::Registries:
        return verifyRegistries(entries);
    case Phase::Names:
    case Phase::Users:
        return verifyNames(phase, entries);
    }
    return {};
}

ValkeyCommand ValkeyVerify::rowsOf(int number, Phase phase, std::span<const QByteArray> members) const
{
    const ValkeyKeys::Bucket &home = m_net.keys().bucket(number);
    std::vector<QByteArray> keys {home.expiry,  home.created,    home.event,
                                  home.tenants, home.tenantRows, home.untenanted};
    for (const QByteArray &member : members) {
        const QByteArray id
            = phase == Phase::TenantRows ? member.last(SessionId::Size) : member.first(SessionId::Size);
        keys.push_back(home.sessions + id.toHex());
    }
    ValkeyCommand command(m_net.scripts().verify, home.slot, keys,
                          repairs() ? ValkeyCommand::Kind::Writes : ValkeyCommand::Kind::Reads);
    command << flag() << ValkeyRow::encode(m_request.horizon) << QByteArray(1, char(phase));
    for (const QByteArray &member : members)
        command << member;
    return command;
}

Result<void> ValkeyVerify::verifyRows(Phase phase, const QByteArrayList &members)
{
    std::map<int, std::vector<QByteArray>> byBucket;
    for (const QByteArray &member : members) {
        if (phase != Phase::Sessions) {
            // Nobody of ours writes a shorter one.
            const qsizetype least = SessionId::Size + (phase == Phase::TenantRows ? 9 : 0);
            if (member.size() >= least)
                byBucket[m_request.bucket].push_back(member);
            continue;
        }
        // Another program's key may begin as ours do.
        if (member.size() < 2 * SessionId::Size)
            continue;
        const auto id = SessionId::fromBytes(QByteArray::fromHex(member.last(2 * SessionId::Size)));
        if (id && m_net.keys().session(*id) == member)
            byBucket[id->bucket()].push_back(id->bytes());
    }
    ValkeyCommands commands;
    for (const auto &[number, found] : byBucket) {
        std::span<const QByteArray> rest(found);
        for (; !rest.empty(); rest = rest.subspan(std::min<std::size_t>(RowsAtOnce, rest.size())))
            commands.push_back(
                rowsOf(number, phase, rest.first(std::min<std::size_t>(RowsAtOnce, rest.size()))));
    }
    if (commands.empty())
        return {};
    const auto replies = m_net.ask(commands);
    if (!replies)
        return std::unexpected(replies.error());
    std::vector<ValkeyRegistry::Entry> registered;
    qint64 &lookedAt = phase == Phase::Sessions ? m_step.sessions : m_step.entries;
    for (const ValkeyReply &reply : *replies) {
        lookedAt += reply[0].integer();
        countRows(reply.view(), registered);
    }
    return verifyRegistered(registered);
}

void ValkeyVerify::countRows(ValkeyView reply, std::vector<ValkeyRegistry::Entry> &registered)
{
    m_step.unindexed += reply[1].integer();
    m_step.stale += reply[2].integer();
    m_step.vanished += reply[3].integer();
    m_step.unreadable += reply[4].integer();
    m_step.repaired += reply[5].integer();
    for (int i = 6; i + 3 < reply.size(); i += 4) {
        const auto id = SessionId::fromBytes(reply[i].bytes());
        const auto tenant = TenantId::fromUtf8(reply[i + 1].copy());
        const auto user = UserId::fromUtf8(reply[i + 2].copy());
        if (id && tenant && user)
            registered.push_back({*id, *tenant, *user, reply[i + 3].integer()});
    }
}

Result<void> ValkeyVerify::verifyTenants()
{
    const QByteArray keys[] {bucket().expiry, bucket().tenants, bucket().tenantRows, bucket().untenanted};
    ValkeyCommand command(m_net.scripts().tenants, bucket().slot, keys,
                          repairs() ? ValkeyCommand::Kind::Writes : ValkeyCommand::Kind::Reads);
    command << flag();
    return m_net.ask(command).transform([this](const ValkeyReply &reply) {
        m_step.miscatalogued += reply.view().integer();
        m_step.repaired += repairs() ? reply.view().integer() : 0;
    });
}

} // namespace Axess
