// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "crew.h"
#include "harmedstore.h"

#include "axesstest.h"

#include <functional>

/// What tests of harm share: sixteen callers work on a server of the test's own while it is harmed and put
/// right; then all of them work again, what was acknowledged is there, and nothing is leaked. That the engine
/// warns of a store that it cannot reach is expected, so warnings fail no test here.
class Trial : public AxessTest
{
    Q_OBJECT

protected:
    using Codes = QList<Axess::ErrorCode>;

    /// The set-ups that were asked for become global rows.
    static void addSetUps(const QString &byDefault);
    /// The server of the set-up, with a store in it.
    void start(const QStringList &options = {}, const QString &disk = {});
    void stop();
    HarmedStore &place() { return *m_place; }
    bool isOf(const QString &backend) const { return m_place->directUrl().startsWith(backend); }

    /// The crew works, the harm is done and put right, and all work again. Errors of the codes in `explained`
    /// may come of the harm.
    void goThrough(const std::function<void()> &harm, const Codes &explained, const QString &urlOptions = {});
    /// Within the harm: waits until so many more calls were refused as it explains.
    void awaitRefusals(int count = 3 * Crew::Callers);
    /// Within the harm: a session of before it is loaded again and again.
    void expectReads();
    /// Of the last `goThrough`.
    const Verdict &verdict() const { return m_verdict; }
    Axess::SessionStore &store() { return *m_store; }

private:
    std::unique_ptr<HarmedStore> m_place;
    std::shared_ptr<Axess::SessionStore> m_store;
    std::unique_ptr<Crew> m_crew;
    Axess::SessionToken m_witness;
    Verdict m_verdict;
};
