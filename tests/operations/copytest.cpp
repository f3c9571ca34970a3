// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "copytest.h"

#include "storage/memorybackend_p.h"
#include "storefixture.h"

#include <axess/store.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

StoreOptions optionsOf(const FreshStore &store)
{
    StoreOptions options;
    options.callDeadline = 30s;
    options.controlLag = 0ms;
    if (store.url().backend() == u"memory")
        options.factory = createMemoryBackend(std::make_shared<SystemClock>())
                              ->factory(store.url(), AccessMode::ReadWrite)
                              .value();
    return options;
}

Result<SessionToken> signedIn(SessionStore &store, const QString &tenant, const QString &user)
{
    SessionRow row = guestRow();
    row.tenant = tenantNamed(tenant);
    row.user = userNamed(user);
    row.level = SessionLevel::Authenticated;
    return store.ticket(row.user, row.tenant)
        .and_then([&](const SignInTicket &ticket) { return store.save(row, SignIn {ticket}); })
        .transform([](const SessionRow &saved) { return saved.token; });
}

} // namespace

void CopyTest::init()
{
    AxessTest::init();
    m_stores.clear();
}

Result<StoreCopyEnds> CopyTest::ends(const QString &source, const QString &target)
{
    for (const QString &setUp : {source, target}) {
        auto store = FreshStore::make(setUp);
        if (!store)
            return std::unexpected(store.error());
        m_stores.push_back(std::move(*store));
    }
    const FreshStore &from = **(m_stores.end() - 2);
    const FreshStore &to = *m_stores.back();
    SystemRandom random;
    return SecretBytes::random(random, RootKey::Size).transform([&](SecretBytes key) {
        return StoreCopyEnds {from.url(), to.url(), RootKey::fromBytes(std::move(key)), optionsOf(from),
                              optionsOf(to)};
    });
}

Result<CopyTest::StorePointer> CopyTest::sourceOf(const StoreCopyEnds &ends)
{
    return SessionStore::initialise(ends.source, ends.rootKey, ends.sourceOptions);
}

Result<CopyTest::StorePointer> CopyTest::targetOf(const StoreCopyEnds &ends)
{
    return SessionStore::open(ends.target, ends.rootKey, ends.targetOptions);
}

Result<CopyTest::Filled> CopyTest::fill(SessionStore &store)
{
    Filled filled;
    for (int i = 0; i < Sessions - 5; ++i) {
        const auto saved = store.save(guestRow());
        if (!saved)
            return std::unexpected(saved.error());
        filled.live.append(saved->token);
    }
    const auto signIn = [&](const QString &tenant, const QString &user, QList<SessionToken> &into) {
        return signedIn(store, tenant, user).transform([&](const SessionToken &token) {
            into.append(token);
        });
    };
    const auto outdated = store.ticket(userNamed(u"gone"_s), {});
    if (!outdated)
        return std::unexpected(outdated.error());
    filled.outdated = *outdated;
    const auto done = signIn(u"old"_s, u"ann"_s, filled.dead)
                          .and_then([&] { return store.raiseTenantEpoch(tenantNamed(u"old"_s), u"moved"_s); })
                          .and_then([&](quint64) { return signIn(u"old"_s, u"ann"_s, filled.live); })
                          .and_then([&] { return signIn({}, u"gone"_s, filled.dead); })
                          .and_then([&] { return store.signOutEverywhere(userNamed(u"gone"_s)); })
                          .and_then([&](qint64) { return signIn({}, u"gone"_s, filled.live); })
                          .and_then([&] { return signIn(u"50%_{x}:"_s, u"Jo'ë \"🦊\":{a}"_s, filled.live); })
                          .and_then([&] { return signIn({}, u"ann"_s, filled.dead); });
    if (!done)
        return std::unexpected(done.error());
    const SessionId revoked = filled.dead.constLast().id();
    return store.revoke(std::span(&revoked, 1), u"lost laptop"_s, 10min)
        .and_then([&](const RevokeReport &) {
            return valueStore(std::shared_ptr<SessionStore>(&store, [](SessionStore *) { }))
                ->put(u"banner"_s, "hello", 1h);
        })
        .transform([&] { return filled; });
}

Result<JobRun> CopyTest::copied(const StoreCopyEnds &ends)
{
    return StoreCopy::open(ends).and_then(
        [](const std::shared_ptr<StoreCopy> &copy) { return copy->run({}, {}); });
}

JobControl CopyTest::stopAfter(int steps)
{
    JobControl control;
    control.wait = [left = std::make_shared<int>(steps)](std::chrono::milliseconds) { return (*left)-- > 0; };
    return control;
}
