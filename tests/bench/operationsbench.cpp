// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "operationsbench.h"

#include "enginesubject.h"
#include "foreground.h"
#include "measurement.h"
#include "report.h"
#include "sqlitebench.h"

#include <axess/clock.h>

#include <QtCore/qprocess.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using StorePointer = std::shared_ptr<SessionStore>;
using Steady = std::chrono::steady_clock;

constexpr int SessionsOfUser = 10;
constexpr int ExpiredRows = 8000;
constexpr int StalledCallers = 200;

UserId listedUser()
{
    return UserId::fromText(u"listed"_s).value_or(UserId());
}

SessionRow userRow()
{
    SessionRow row = benchRow();
    row.user = listedUser();
    row.level = SessionLevel::Authenticated;
    return row;
}

// Calls a second of one caller; 0 if an answer was wrong.
double rateOf(const std::function<bool()> &call, int milliseconds)
{
    const auto begun = Steady::now();
    const auto end = begun + std::chrono::milliseconds(milliseconds);
    int count = 0;
    while (Steady::now() < end) {
        if (!call())
            return 0;
        ++count;
    }
    return count / std::chrono::duration<double>(Steady::now() - begun).count();
}

struct Listing
{
    double loads = 0;
    double listings = 0;
};

Result<Listing> measureListing(SessionStore &store, const BenchSize &size)
{
    std::vector<SessionRow> rows {std::size_t(SessionsOfUser)};
    if (const auto filled = fillStore(store, rows, [](std::size_t) { return userRow(); }); !filled)
        return std::unexpected(filled.error());
    const auto load = [&] {
        const auto loaded = store.load(rows.front().token);
        return loaded && *loaded;
    };
    const auto list = [&] {
        const auto found = store.findSessionsForUser(listedUser());
        return found && found->size() == SessionsOfUser;
    };
    std::vector<double> loads;
    std::vector<double> listings;
    for (int round = 0; round < size.rounds; ++round) {
        loads.push_back(rateOf(load, size.milliseconds));
        listings.push_back(rateOf(list, size.milliseconds));
    }
    // The next who lists finds none.
    (void)store.signOutEverywhere(listedUser());
    return Listing {median(loads), median(listings)};
}

// Of a session that ended ten minutes ago.
SessionRow expiredRow()
{
    SessionRow row = benchRow();
    row.created = SystemClock().now() - 600'000;
    row.lastSeen = row.created;
    row.idleTimeout = 1s;
    return row;
}

void sweep(Report &report, const OperatedStore &store, SessionStore &engine)
{
    std::vector<SessionRow> live(1);
    std::vector<SessionRow> expired {std::size_t(ExpiredRows)};
    const auto filled = fillStore(engine, live, [](std::size_t) { return benchRow(); }).and_then([&] {
        return fillStore(engine, expired, [](std::size_t) { return expiredRow(); });
    });
    if (!filled)
        return report.problem(filled.error().message());
    std::optional<RawSweep> rawSweep;
    if (!store.driver.isEmpty())
        rawSweep.emplace(store.driver, store.url);
    Foreground calm(engine, live.front().token);
    std::this_thread::sleep_for(1500ms);
    const double before = calm.p99();

    Foreground disturbed(engine, live.front().token);
    const auto begun = Steady::now();
    double swept = 0;
    // Each call ends at its deadline.
    while (swept < ExpiredRows) {
        const auto some = engine.cleanupExpired();
        if (!some)
            return report.problem(some.error().message());
        swept += double(*some);
    }
    const double rate = swept / std::chrono::duration<double>(Steady::now() - begun).count();
    const double during = disturbed.p99();
    report.rate(store.kind, u"sweep"_s, 1, u"engine sealed"_s, rate);
    report.figure(u"%1: a load's p99 while sweeping ÷ before"_s.arg(store.server), during / before, 2,
                  Report::Bound::AtMost);
    if (!rawSweep)
        return;
    Foreground beside(engine, live.front().token);
    const double raw = rawSweep->rate();
    (void)beside.p99();
    report.rate(store.kind, u"sweep"_s, 1, u"raw %1 loop"_s.arg(store.driver), raw);
    report.figure(u"%1: sweep ÷ raw %2 loop of batches"_s.arg(store.server, store.driver), rate / raw, 0.5);
}

// The most that the process holds while many callers save one after another for two seconds.
double mostHeld(SessionStore &store, std::span<const SessionRow> rows)
{
    std::atomic<bool> stop = false;
    std::vector<std::jthread> callers;
    for (int caller = 0; caller < StalledCallers; ++caller) {
        callers.emplace_back([&, caller] {
            SessionRow row = rows[std::size_t(caller) % rows.size()];
            while (!stop) {
                if (const auto saved = store.save(row))
                    row = *saved;
            }
        });
    }
    double most = 0;
    for (int look = 0; look < 40; ++look) {
        std::this_thread::sleep_for(50ms);
        most = std::max(most, residentBytes());
    }
    stop = true;
    return most;
}

bool signal(const QString &kind, const QString &name)
{
    return QProcess::execute(qEnvironmentVariable("AXESS_SOURCE_DIR")
                                 + u"/tests/support/servers/servers.sh"_s,
                             {u"signal"_s, qEnvironmentVariable("AXESS_TEST_SERVERS"), kind, name})
        == 0;
}

void stall(Report &report, const OperatedStore &store)
{
    const QString mark = store.text.contains(u'?') ? u"&"_s : u"?"_s;
    const auto engine = SessionStore::open(store.text + mark + u"timeoutMs=300"_s, store.key);
    if (!engine)
        return report.problem(engine.error().message());
    std::vector<SessionRow> rows {std::size_t(StalledCallers)};
    if (const auto filled = fillStore(**engine, rows, [](std::size_t) { return benchRow(); }); !filled)
        return report.problem(filled.error().message());
    const double answered = mostHeld(**engine, rows);
    if (!signal(store.kind, u"STOP"_s))
        return report.problem(u"%1 could not be stopped"_s.arg(store.server));
    const double stalled = mostHeld(**engine, rows);
    signal(store.kind, u"CONT"_s);
    report.figure(
        u"%1: memory of %2 callers while the server stands still ÷ while it answers"_s.arg(store.server)
            .arg(StalledCallers),
        stalled / answered, 1.25, Report::Bound::AtMost);
}

void tellListing(Report &report, const OperatedStore &store, const Listing &listing, const QString &among)
{
    report.rate(store.kind, u"load"_s, 1, u"engine sealed%1"_s.arg(among), listing.loads);
    report.rate(store.kind, u"list"_s, 1, u"engine sealed%1"_s.arg(among), listing.listings);
    report.figure(u"%1: time of listing a user's 10 sessions%2 ÷ of a load"_s.arg(store.server, among),
                  listing.loads / listing.listings, 3, Report::Bound::AtMost);
}

} // namespace

void benchOperations(Report &report, const OperatedStore &store, const BenchSize &size)
{
    const auto engine = SessionStore::open(store.url, store.key);
    if (!engine)
        return report.problem(engine.error().message());
    const auto listing = measureListing(**engine, size);
    if (!listing)
        return report.problem(listing.error().message());
    tellListing(report, store, *listing, {});
    sweep(report, store, **engine);
    stall(report, store);
}

void benchAmong(Report &report, const OperatedStore &store, const BenchSize &size, int rows)
{
    const auto engine = SessionStore::open(store.url, store.key);
    if (!engine)
        return report.problem(engine.error().message());
    const auto among = [&](int count) -> std::optional<Listing> {
        std::vector<SessionRow> more {std::size_t(count)};
        const auto listing = fillStore(**engine, more, [](std::size_t) { return benchRow(); }).and_then([&] {
            return measureListing(**engine, size);
        });
        if (!listing) {
            report.problem(listing.error().message());
            return {};
        }
        tellListing(report, store, *listing, u" among %1 and more"_s.arg(count));
        return *listing;
    };
    const auto few = among(1000);
    const auto many = few ? among(rows) : std::nullopt;
    if (many)
        report.figure(u"%1: time of a load among %2 rows ÷ among 1,000"_s.arg(store.server).arg(rows),
                      few->loads / many->loads, 1.3, Report::Bound::AtMost);
}
