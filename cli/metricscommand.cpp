// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "metricscommand.h"

#include "metricswatch.h"
#include "prometheusoutput.h"

#include <axess/instancemetrics.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr std::pair<const char *, double> quantiles[] {{"p50", 0.5}, {"p95", 0.95}, {"p99", 0.99}};

double secondsOf(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double>(time).count();
}

// `850 µs`, `12.3 ms`, `1.5 s`: three digits that count.
QString latencyText(std::chrono::nanoseconds time)
{
    const double seconds = secondsOf(time);
    if (seconds < 1e-3)
        return u"%1 µs"_s.arg(seconds * 1e6, 0, 'g', 3);
    if (seconds < 1)
        return u"%1 ms"_s.arg(seconds * 1e3, 0, 'g', 3);
    return u"%1 s"_s.arg(seconds, 0, 'g', 3);
}

QJsonObject toJson(const VerbMetrics &verb)
{
    QJsonObject object {
        {u"calls"_s, qint64(verb.calls)},
        {u"failures"_s, qint64(verb.failures)},
        {u"conflicts"_s, qint64(verb.conflicts)},
        {u"retries"_s, qint64(verb.retries)},
        {u"batches"_s, qint64(verb.batches)},
        {u"rows"_s, qint64(verb.rows)},
        {u"seconds"_s, secondsOf(verb.latency.sum)},
    };
    for (const auto &[name, share] : quantiles)
        object.insert(QString::fromLatin1(name), secondsOf(verb.latency.quantile(share)));
    return object;
}

QStringList toRow(Verb name, const VerbMetrics &verb)
{
    QStringList cells {verbName(name)};
    for (const quint64 number : {verb.calls, verb.failures, verb.conflicts, verb.retries})
        cells.append(QString::number(number));
    cells.append(verb.batches > 0 ? QString::number(double(verb.rows) / double(verb.batches), 'f', 1)
                                  : u"-"_s);
    for (const auto &quantile : quantiles)
        cells.append(latencyText(verb.latency.quantile(quantile.second)));
    return cells;
}

void print(const Output &output, const SummedMetrics &sum)
{
    QJsonObject verbs;
    QList<QStringList> verbRows;
    for (std::size_t i = 0; i < VerbCount; ++i) {
        const VerbMetrics &verb = sum.metrics.verbs[i];
        if (verb.calls == 0)
            continue;
        verbs.insert(verbName(Verb(i)), toJson(verb));
        verbRows.append(toRow(Verb(i), verb));
    }
    QJsonObject counters;
    QList<QStringList> counterRows;
    for (std::size_t i = 0; i < CounterCount; ++i) {
        const qint64 count = qint64(sum.metrics.counters[i]);
        counters.insert(counterName(Counter(i)), count);
        counterRows.append({counterName(Counter(i)), QString::number(count)});
    }
    output.json({{u"instances"_s, QJsonObject {{u"counted"_s, sum.counted}, {u"known"_s, sum.known}}},
                 {u"verbs"_s, verbs},
                 {u"counters"_s, counters}});
    output.line(u"From %1 of %2 instances, each since its start.\n"_s.arg(sum.counted).arg(sum.known));
    output.table({u"VERB"_s, u"CALLS"_s, u"FAILED"_s, u"CONFLICTS"_s, u"RETRIES"_s, u"ROWS/BATCH"_s, u"P50"_s,
                  u"P95"_s, u"P99"_s},
                 verbRows);
    output.line({});
    output.table({u"COUNTER"_s, u"COUNT"_s}, counterRows);
}

} // namespace

QString MetricsCommand::name() const
{
    return u"metrics"_s;
}

QString MetricsCommand::summary() const
{
    return u"Adds up what the running instances have counted: calls, times, conflicts, sweeps."_s;
}

void MetricsCommand::describe(QCommandLineParser &parser) const
{
    parser.addOption({u"prometheus"_s, u"Print them in Prometheus's text format."_s});
    parser.addOption({u"watch"_s, u"Print what they do each second, line by line, until Ctrl-C."_s});
    parser.addOption({u"look-every"_s, u"How often --watch looks (5s)."_s, u"TIME"_s});
}

ExitCode MetricsCommand::run(Context &context)
{
    if (const auto none = context.noArguments(); !none)
        return failed(context, none.error());
    if (context.isSet(u"prometheus"_s) && context.output().isJson())
        return failed(context, usageError(u"--prometheus and --json are two formats: choose one"_s).error());
    if (context.isSet(u"prometheus"_s) && context.isSet(u"watch"_s))
        return failed(context, usageError(u"--prometheus and --watch are two things: choose one"_s).error());
    const auto every
        = parseDuration(context.isSet(u"look-every"_s) ? context.value(u"look-every"_s) : u"5s"_s);
    if (!every)
        return failed(context, every.error());
    // Instances write their numbers down every five seconds; the store is there for applications.
    if (*every < std::chrono::seconds(1) || (context.isSet(u"look-every"_s) && !context.isSet(u"watch"_s)))
        return failed(context,
                      usageError(u"--look-every goes with --watch, and is a second at least"_s).error());
    const auto store = context.openStore();
    if (!store)
        return failed(context, store.error());
    if (context.isSet(u"watch"_s))
        return watchMetrics(context, **store, *every);
    const auto sum = summedMetrics(**store);
    if (!sum)
        return failed(context, sum.error());
    if (!context.isSet(u"prometheus"_s)) {
        print(context.output(), *sum);
        return ExitCode::Ok;
    }
    const auto text = prometheusText(sum->metrics, (*store)->capabilities().backend);
    if (!text)
        return failed(context, text.error());
    context.output().line(QString::fromUtf8(*text).trimmed());
    context.output().note(u"From %1 of %2 instances"_s.arg(sum->counted).arg(sum->known));
    return ExitCode::Ok;
}
