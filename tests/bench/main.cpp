// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "cipherbench.h"
#include "jobsbench.h"
#include "memorybench.h"
#include "report.h"
#include "serverbench.h"
#include "sqlitebench.h"

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qcoreapplication.h>

using namespace Qt::StringLiterals;

namespace {

int ended(Report &report, const QString &json)
{
    if (!report.writeJson(json)) {
        report.problem(u"The results could not be written to "_s + json);
        return 1;
    }
    return report.allReached() ? 0 : 1;
}

} // namespace

// Prints a table, writes JSON, and ends non-zero when a target was missed: for people, never a gate of the
// tests.
int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Measures the engine against raw loops, as ratios in one run."_s);
    parser.addHelpOption();
    parser.addOption({u"rounds"_s, u"Interleaved rounds; medians are told."_s, u"N"_s, u"5"_s});
    parser.addOption({u"milliseconds"_s, u"Length of a round."_s, u"N"_s, u"250"_s});
    parser.addOption({u"large"_s, u"Also loading among this many rows."_s, u"ROWS"_s, u"0"_s});
    parser.addOption({u"operations"_s, u"Of the servers only listing, sweeping and standing still."_s});
    parser.addOption({u"jobs"_s, u"Only rotating and copying so many rows, on all stores or on one."_s,
                      u"ROWS"_s, u"0"_s});
    parser.addOption({u"json"_s, u"Where the results go."_s, u"FILE"_s, u"build/bench/bench.json"_s});
    parser.addOption(
        {u"only"_s,
         u"Just the `engine` with SQLite and memory, just `sqlite`, just the `servers`, or one of them: `mysql`."_s,
         u"PART"_s});
    parser.process(application);

    BenchSize size;
    size.rounds = std::max(1, parser.value(u"rounds"_s).toInt());
    size.milliseconds = std::max(10, parser.value(u"milliseconds"_s).toInt());
    size.operationsOnly = parser.isSet(u"operations"_s);
    Report report;
    const QString only = parser.value(u"only"_s);
    if (const int rows = parser.value(u"jobs"_s).toInt(); rows > 0) {
        benchJobs(report, only, rows);
        return ended(report, parser.value(u"json"_s));
    }
    const bool isEngine = only.isEmpty() || only == u"engine"_s;
    if (isEngine) {
        benchCiphers(report, size.rounds);
        benchMemory(report, 20'000, 1'000'000);
        benchMemoryStore(report, size);
    }
    if (isEngine || only == u"sqlite"_s)
        benchSqlite(report, size);
    const int large = parser.value(u"large"_s).toInt();
    if (only != u"engine"_s && only != u"sqlite"_s)
        benchServers(report, size, only == u"servers"_s ? QString() : only, large);
    if (large > 0 && (isEngine || only == u"sqlite"_s))
        benchLarge(report, size, large);
    return ended(report, parser.value(u"json"_s));
}
