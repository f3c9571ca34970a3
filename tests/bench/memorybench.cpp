// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "memorybench.h"

#include "enginesubject.h"
#include "report.h"

#include <axess/randomsource.h>

#include <malloc.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

double allocatedBytes()
{
    const struct mallinfo2 info = ::mallinfo2();
    return double(info.uordblks + info.hblkhd);
}

// Of a user with three sessions, each with the client text that most share.
SessionRow usersRow(int number)
{
    SessionRow row = benchRow();
    row.level = SessionLevel::Authenticated;
    row.user = UserId::fromText(u"user-%1"_s.arg(number / 3)).value_or(UserId());
    return row;
}

} // namespace

void benchMemory(Report &report, int sessions, int operations)
{
    report.section(u"Memory"_s);
    SystemRandom random;
    auto key = SecretBytes::random(random, 32);
    if (!key)
        return report.problem(key.error().message());
    // What the engine remembers of opened rows has a bound of its own and is no room of the backend's.
    StoreOptions forgetful;
    forgetful.openedBytes = 0;
    auto store = SessionStore::open(u"memory:"_s, RootKey::fromBytes(*std::move(key)), forgetful);
    if (!store)
        return report.problem(store.error().message());

    const double before = allocatedBytes();
    double payload = 0;
    SessionToken last;
    for (int i = 0; i < sessions; ++i) {
        const auto saved = (*store)->save(usersRow(i));
        if (!saved)
            return report.problem(saved.error().message());
        payload += double(saved->payloadBytes);
        last = saved->token;
    }
    report.figure(u"bytes a session beyond its payload"_s, (allocatedBytes() - before - payload) / sessions,
                  500, Report::Bound::AtMost);

    const auto workOn = [&](int count) -> bool {
        for (int i = 0; i < count; ++i) {
            const auto row = (*store)->load(last);
            if (!row || !*row)
                return false;
            const auto saved = (*store)->save(**row);
            if (!saved)
                return false;
        }
        return true;
    };
    const bool warmed = workOn(operations / 10);
    const double warm = allocatedBytes();
    if (!warmed || !workOn(operations / 2))
        return report.problem(u"load and save stopped working midway"_s);
    report.figure(u"bytes grown an operation, over %1 operations"_s.arg(operations),
                  std::max(0.0, allocatedBytes() - warm) / operations, 0.1, Report::Bound::AtMost);
}
