// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeycommand.h"
#include "valkeyreply.h"
#include "valkeysocket.h"

namespace Axess {

/// A conversation with one server: commands out, answers in, in their order.
class ValkeyLink
{
public:
    /// Signs in and chooses the database. Unavailable, Denied, or InvalidArgument; Outcome::NotApplied.
    static Result<std::unique_ptr<ValkeyLink>> open(const ValkeyEndpoint &endpoint,
                                                    const ValkeyOptions &options, const ValkeyTls *tls,
                                                    const Deadline &deadline);

    /// Puts a command into the next batch.
    void add(const ValkeyCommand &command);
    /// Sends the batch. `hasSent` tells whether a byte may have left.
    Result<void> send(const Deadline &deadline, bool &hasSent);
    /// The next answer.
    Result<ValkeyReply> receive(const Deadline &deadline);

    /// Takes what came by itself, of which there may be nothing until the deadline: false.
    Result<bool> hear(const Deadline &deadline);

    /// One command at once, with its answer; error replies are errors.
    Result<ValkeyReply> ask(const ValkeyCommand &command, const Deadline &deadline);

    /// Whether the server's history has been looked at.
    bool isMet() const { return m_isMet; }
    void setMet(bool isMet) { m_isMet = isMet; }

    bool isBroken() const { return m_isBroken; }
    const ValkeyEndpoint &endpoint() const { return m_endpoint; }
    /// From any thread.
    void shutDown() { m_socket->shutDown(); }

private:
    struct Free
    {
        void operator()(redisReader *reader) const { redisReaderFree(reader); }
    };

    explicit ValkeyLink(const ValkeyEndpoint &endpoint);
    Result<void> signIn(const ValkeyOptions &options, const Deadline &deadline);
    std::unexpected<Error> broken(const Error &error);

    ValkeyEndpoint m_endpoint;
    std::unique_ptr<ValkeySocket> m_socket;
    std::unique_ptr<redisReader, Free> m_reader;
    QByteArray m_out;
    QByteArray m_in;
    bool m_isBroken = false;
    bool m_isMet = false;
};

} // namespace Axess
