// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeysetup.h"
#include "valkeytopology.h"

#include <atomic>
#include <map>

namespace Axess {

/// The servers of a store, as one connection speaks with them: batches go out to all of them at once, then
/// the answers are read.
///
/// Redirections, moving slots and forgotten scripts are met by sending again what the server did not take.
/// Used by one thread at a time, but for `interrupt`.
class ValkeyNet
{
public:
    /// Whether replicas must confirm what was written, where the URL asks for that.
    enum class Durability : quint8 { Plain, Confirmed };

    /// Unavailable, Denied or InvalidArgument with a sentence.
    static Result<std::unique_ptr<ValkeyNet>> open(std::shared_ptr<const ValkeySetup> setup,
                                                   const Deadline &deadline);

    void setDeadline(const Deadline &deadline) { m_deadline = deadline; }
    const Deadline &deadline() const { return m_deadline; }

    /// Answers in the order of the commands. The first error reply is the call's error; its outcome is
    /// NotApplied only if nothing that writes was taken.
    Result<ValkeyReplies> ask(std::span<const ValkeyCommand> commands,
                              Durability durability = Durability::Plain);
    /// The same for one.
    Result<ValkeyReply> ask(const ValkeyCommand &command, Durability durability = Durability::Plain);
    /// Error replies stand among the answers.
    Result<ValkeyReplies> askEach(std::span<const ValkeyCommand> commands,
                                  Durability durability = Durability::Plain);
    /// Asks each server that can be reached one thing, one after the other; the first error is the call's.
    Result<ValkeyReplies> askAll(const ValkeyCommand &command);

    /// Waits for a message in a channel until the deadline; false = there was none. The first call subscribes
    /// and answers true. Nothing else is asked from then on.
    Result<bool> listen(QByteArrayView channel, quint16 slot);

    /// Each server's history is looked at once more before the server is asked something.
    void meetAgain();

    const ValkeyKeys &keys() const { return m_setup->keys; }
    const ValkeyScripts &scripts() const { return m_setup->scripts; }
    ValkeyEndings &endings() const { return *m_setup->endings; }
    const ValkeyOptions &options() const { return m_setup->options; }

    /// Whether what must last is confirmed by replicas.
    bool confirms() const { return options().replicas > 0; }

    /// Longer values are InvalidArgument, and nothing is sent: the server would end the connection.
    void setLongestValue(qint64 bytes) { m_longestValue = bytes; }

    /// Commands that scripts call and this user may not: one in the middle would leave half of it done.
    void setLacking(const QByteArrayList &commands) { m_lacking = commands; }
    const QByteArrayList &lacking() const { return m_lacking; }

    qint64 roundTrips() const { return m_roundTrips; }
    bool isBroken() const { return m_isBroken || m_wasInterrupted; }
    void interrupt();

private:
    struct Parcel;
    struct Exchange;

    ValkeyNet(std::shared_ptr<const ValkeySetup> setup, const Deadline &deadline);
    Result<void> openCluster();
    Result<void> refresh();
    void adopt(ValkeySlots slots);
    Result<ValkeyLink *> linkTo(const ValkeyEndpoint &endpoint);
    Result<ValkeyLink *> linkFor(quint16 slot);
    Result<ValkeyLink *> met(ValkeyLink &link);
    Result<ValkeyLink *> keep(std::unique_ptr<ValkeyLink> link);

    Result<void> runOnce(Exchange &exchange);
    Result<void> pack(Exchange &exchange);
    Result<void> send(Exchange &exchange);
    Result<void> receive(Exchange &exchange);
    Result<void> receive(Exchange &exchange, Parcel &parcel);
    void sort(Exchange &exchange, std::size_t index, const ValkeyLink &link);
    qint64 patience() const;
    bool mayWait(std::chrono::milliseconds pause) const;

    std::shared_ptr<const ValkeySetup> m_setup;
    Deadline m_deadline;
    std::map<ValkeyEndpoint, std::unique_ptr<ValkeyLink>> m_links;
    ValkeyLink *m_ear = nullptr; ///< The one that listens.
    ValkeySlots m_slots;
    bool m_isStale = false; ///< The map of slots shall be read again.
    bool m_isBroken = false;
    qint64 m_roundTrips = 0;
    qint64 m_longestValue = 512 * 1024 * 1024;
    QByteArrayList m_lacking;
    std::mutex m_mutex; ///< Keeps interrupt from links that come or go.
    std::atomic<bool> m_wasInterrupted = false;
};

} // namespace Axess
