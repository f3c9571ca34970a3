// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeylink.h"

#include "valkeyerrors.h"

namespace Axess {

namespace {

// Longer buffers are given back after a batch.
constexpr qsizetype KeptBytes = 256 * 1024;

} // namespace

ValkeyLink::ValkeyLink(const ValkeyEndpoint &endpoint)
    : m_endpoint(endpoint)
    , m_reader(redisReaderCreate())
{ }

Result<std::unique_ptr<ValkeyLink>> ValkeyLink::open(const ValkeyEndpoint &endpoint,
                                                     const ValkeyOptions &options, const ValkeyTls *tls,
                                                     const Deadline &deadline)
{
    std::unique_ptr<ValkeyLink> link(new ValkeyLink(endpoint));
    auto socket = ValkeySocket::connect(endpoint, tls, deadline);
    if (!socket)
        return std::unexpected(socket.error());
    link->m_socket = std::move(*socket);
    if (const auto signedIn = link->signIn(options, deadline); !signedIn)
        return std::unexpected(signedIn.error().withOutcome(Outcome::NotApplied));
    return link;
}

Result<void> ValkeyLink::signIn(const ValkeyOptions &options, const Deadline &deadline)
{
    if (!options.password.isEmpty() || !options.user.isEmpty()) {
        ValkeyCommand command("AUTH", 0);
        if (!options.user.isEmpty())
            command << options.user;
        command << options.password;
        if (const auto signedIn = ask(command, deadline); !signedIn)
            return std::unexpected(signedIn.error());
    }
    if (options.database == 0)
        return {};
    ValkeyCommand command("SELECT", 0);
    command << options.database;
    return ask(command, deadline).transform([](const ValkeyReply &) { });
}

void ValkeyLink::add(const ValkeyCommand &command)
{
    command.appendTo(m_out);
}

Result<void> ValkeyLink::send(const Deadline &deadline, bool &hasSent)
{
    const auto sent = m_socket->send(m_out, deadline, hasSent);
    if (m_out.capacity() > KeptBytes)
        m_out = QByteArray();
    else
        m_out.resize(0);
    if (!sent)
        return broken(sent.error());
    return {};
}

Result<ValkeyReply> ValkeyLink::receive(const Deadline &deadline)
{
    for (;;) {
        void *reply = nullptr;
        if (redisReaderGetReply(m_reader.get(), &reply) != REDIS_OK)
            return broken(ValkeyErrors::notValkey());
        if (reply)
            return ValkeyReply(static_cast<redisReply *>(reply));
        m_in.resize(0);
        if (const auto received = m_socket->receive(m_in, deadline); !received)
            return broken(received.error());
        redisReaderFeed(m_reader.get(), m_in.constData(), size_t(m_in.size()));
    }
}

Result<bool> ValkeyLink::hear(const Deadline &deadline)
{
    bool hasHeard = false;
    for (;;) {
        void *message = nullptr;
        do {
            message = nullptr;
            if (redisReaderGetReply(m_reader.get(), &message) != REDIS_OK)
                return broken(ValkeyErrors::notValkey());
            const ValkeyReply heard(static_cast<redisReply *>(message));
            hasHeard |= message != nullptr;
        } while (message);
        if (hasHeard)
            return true;
        m_in.resize(0);
        const auto received = m_socket->receive(m_in, deadline);
        // What was lost then is seen with the next call.
        if (!received && deadline.hasPassed())
            return false;
        if (!received)
            return broken(received.error());
        redisReaderFeed(m_reader.get(), m_in.constData(), size_t(m_in.size()));
    }
}

Result<ValkeyReply> ValkeyLink::ask(const ValkeyCommand &command, const Deadline &deadline)
{
    add(command);
    bool hasSent = false;
    if (const auto sent = send(deadline, hasSent); !sent)
        return std::unexpected(sent.error());
    auto reply = receive(deadline);
    if (reply && reply->view().isError())
        return std::unexpected(ValkeyErrors::ofReply(reply->view().bytes()).within(m_endpoint.text()));
    return reply;
}

std::unexpected<Error> ValkeyLink::broken(const Error &error)
{
    m_isBroken = true;
    return std::unexpected(error.within(m_endpoint.text()));
}

} // namespace Axess
