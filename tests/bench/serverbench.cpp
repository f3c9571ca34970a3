// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "serverbench.h"

#include "enginesubject.h"
#include "freshstore.h"
#include "measurement.h"
#include "operationsbench.h"
#include "rawserver.h"
#include "report.h"
#include "sqlitebench.h"

#include <axess/randomsource.h>

#include <algorithm>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

using SubjectPointer = std::unique_ptr<Subject>;

struct Server
{
    QString setUp;
    QString name;
    QString driver; ///< Qt's; empty = none.
    std::vector<SubjectPointer> (*raw)(const StoreUrl &url, int rows);
    double
        saveTarget; ///< Of 64 callers on four connections, against single saves on the same; 0 = told only.
    double loadTarget; ///< Of 64 callers, against as many raw connections; 0 = told only.
};

std::vector<SubjectPointer> rawPostgres(const StoreUrl &url, int rows)
{
    std::vector<SubjectPointer> list;
    list.push_back(rawLibpqSubject(url, rows));
    list.push_back(rawServerQtSqlSubject(u"QPSQL"_s, url, rows));
    return list;
}

std::vector<SubjectPointer> rawMysql(const StoreUrl &url, int rows)
{
    std::vector<SubjectPointer> list;
    list.push_back(rawServerQtSqlSubject(u"QMYSQL"_s, url, rows));
    return list;
}

std::vector<SubjectPointer> rawValkey(const StoreUrl &url, int rows)
{
    std::vector<SubjectPointer> list;
    list.push_back(rawHiredisSubject(url, rows));
    return list;
}

QList<double> table(Report &report, const Server &server, std::span<Subject *const> subjects,
                    Operation operation, int callers, const BenchSize &size)
{
    const QList<double> rates
        = interleavedMedians(subjects, operation, callers, size.rounds, size.milliseconds);
    for (std::size_t i = 0; i < subjects.size(); ++i)
        report.rate(server.setUp, operationName(operation), callers, subjects[i]->name(),
                    rates[qsizetype(i)]);
    return rates;
}

// The first of the loops is what the engine is measured by.
void compare(Report &report, const Server &server, const std::vector<SubjectPointer> &loops, Subject &engine,
             Subject &narrow, Subject &futures, const BenchSize &size)
{
    const Subject &raw = *loops.front();
    std::vector<Subject *> wide {&engine};
    std::vector<Subject *> onFour;
    for (const SubjectPointer &loop : loops) {
        wide.insert(wide.end() - 1, loop.get());
        onFour.push_back(loop.get());
    }
    Subject *const batched[] = {&narrow, &futures};
    const QList<double> loads = table(report, server, wide, Operation::Load, 1, size);
    table(report, server, wide, Operation::Save, 1, size);
    table(report, server, wide, Operation::Touch, 1, size);
    const QList<double> many = table(report, server, wide, Operation::Load, 64, size);
    const auto saveTarget = server.saveTarget > 0 ? std::optional(server.saveTarget) : std::nullopt;
    const double single = table(report, server, onFour, Operation::Save, 4, size).constFirst();
    const QList<double> combined = table(report, server, batched, Operation::Save, 64, size);

    report.figure(u"%1: load, sealed, 1 caller ÷ %2"_s.arg(server.name, raw.name()),
                  loads.constLast() / loads.constFirst(), 0.7);
    report.figure(u"%1: load, sealed, 64 callers ÷ 64 connections of the %2"_s.arg(server.name, raw.name()),
                  many.constLast() / many.constFirst(),
                  server.loadTarget > 0 ? std::optional(server.loadTarget) : std::nullopt);
    report.figure(u"%1: save, sealed, 64 callers on 4 connections ÷ 4 connections of the %2"_s.arg(
                      server.name, raw.name()),
                  combined.constFirst() / single, saveTarget);
    report.figure(u"%1: the same, callers in one event loop that wait for futures"_s.arg(server.name),
                  combined.constLast() / single, saveTarget);
}

void benchLargeServer(Report &report, const Server &server, const RootKey &key, const BenchSize &size,
                      int large)
{
    const auto fresh = FreshStore::make(server.setUp);
    if (!fresh)
        return report.problem(fresh.error().message());
    if (const auto made = SessionStore::initialise((*fresh)->url(), key); !made)
        return report.problem(made.error().message());
    benchAmong(report, {server.name, server.setUp, server.driver, (*fresh)->url(), (*fresh)->text(), key},
               size, large);
}

void compareVerbs(Report &report, const Server &server, const FreshStore &fresh, const RootKey &key,
                  const BenchSize &size)
{
    const auto raw = server.raw(fresh.url(), size.rows);
    if (std::ranges::any_of(raw, [](const SubjectPointer &loop) { return !loop; }))
        return report.problem(u"%1: the raw loop's rows could not be made"_s.arg(server.name));
    QString problem;
    const auto engine = engineSubject(u"engine sealed"_s, fresh.text(), key, size.rows, problem);
    const QString fourConnections
        = fresh.text() + (fresh.text().contains(u'?') ? u"&"_s : u"?"_s) + u"pool=4"_s;
    const auto narrow = engineSubject(u"engine sealed, pool=4"_s, fourConnections, key, size.rows, problem);
    const auto futures
        = futureSubject(u"engine sealed, pool=4, futures"_s, fourConnections, key, size.rows, problem);
    if (!engine || !narrow || !futures)
        return report.problem(u"%1: %2"_s.arg(server.name, problem));
    compare(report, server, raw, *engine, *narrow, *futures, size);
}

void benchServer(Report &report, const Server &server, const BenchSize &size, int large)
{
    report.section(u"%1 over TCP, 1 KiB"_s.arg(server.name));
    const auto fresh = FreshStore::make(server.setUp);
    if (!fresh)
        return report.problem(fresh.error().message());
    SystemRandom random;
    auto bytes = SecretBytes::random(random, 32);
    if (!bytes)
        return report.problem(bytes.error().message());
    const RootKey key = RootKey::fromBytes(*std::move(bytes));
    const auto initialised = SessionStore::initialise((*fresh)->url(), key);
    if (!initialised)
        return report.problem(initialised.error().message());
    if (!size.operationsOnly)
        compareVerbs(report, server, **fresh, key, size);
    const OperatedStore operated {server.name,     server.setUp,     server.driver,
                                  (*fresh)->url(), (*fresh)->text(), key};
    benchOperations(report, operated, size);
    if (large > 0)
        benchLargeServer(report, server, key, size, large);
}

} // namespace

void benchServers(Report &report, const BenchSize &size, const QString &only, int large)
{
    const Server servers[] = {
        {u"postgres"_s, u"PostgreSQL"_s, u"QPSQL"_s, rawPostgres, 3.0, 0},
        {u"mysql"_s, u"MariaDB"_s, u"QMYSQL"_s, rawMysql, 3.0, 0},
        {u"valkey"_s, u"Valkey"_s, {}, rawValkey, 0, 1.0},
    };
    for (const Server &server : servers) {
        if (only.isEmpty() || only == server.setUp)
            benchServer(report, server, size, large);
    }
}
