// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "instancemetrics_p.h"

#include <QtCore/qjsonarray.h>

#include <algorithm>
#include <span>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// As many as are needed: what is left out is 0.
QJsonArray encoded(std::span<const quint64> numbers)
{
    QJsonArray array;
    qsizetype needed = 0;
    for (const quint64 number : numbers) {
        array.append(qint64(number));
        needed = number > 0 ? array.size() : needed;
    }
    while (array.size() > needed)
        array.removeLast();
    return array;
}

// Documents are written by others, perhaps of another version: no number of theirs may do harm.
quint64 decoded(const QJsonValue &value)
{
    return quint64(std::max<qint64>(0, value.toInteger()));
}

void decode(const QJsonValue &value, std::span<quint64> numbers)
{
    const QJsonArray array = value.toArray();
    const qsizetype known = std::min(array.size(), qsizetype(numbers.size()));
    for (qsizetype i = 0; i < known; ++i)
        numbers[std::size_t(i)] = decoded(array[i]);
}

VerbMetrics decodedVerb(const QJsonObject &object)
{
    VerbMetrics verb;
    verb.calls = decoded(object.value(u"calls"_s));
    verb.failures = decoded(object.value(u"failures"_s));
    verb.conflicts = decoded(object.value(u"conflicts"_s));
    verb.retries = decoded(object.value(u"retries"_s));
    verb.batches = decoded(object.value(u"batches"_s));
    verb.rows = decoded(object.value(u"rows"_s));
    decode(object.value(u"batchSizes"_s), verb.batchSizes);
    decode(object.value(u"latency"_s), verb.latency.buckets);
    for (const quint64 calls : verb.latency.buckets)
        verb.latency.count += calls;
    // A century of calls at once is nobody's.
    const double seconds = std::clamp(object.value(u"seconds"_s).toDouble(), 0.0, 3e9);
    verb.latency.sum
        = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds));
    return verb;
}

} // namespace

QJsonObject encodeMetrics(const MetricsSnapshot &metrics)
{
    QJsonObject verbs;
    for (std::size_t i = 0; i < VerbCount; ++i) {
        const VerbMetrics &verb = metrics.verbs[i];
        if (verb.calls == 0)
            continue;
        verbs.insert(verbName(Verb(i)),
                     QJsonObject {{u"calls"_s, qint64(verb.calls)},
                                  {u"failures"_s, qint64(verb.failures)},
                                  {u"conflicts"_s, qint64(verb.conflicts)},
                                  {u"retries"_s, qint64(verb.retries)},
                                  {u"batches"_s, qint64(verb.batches)},
                                  {u"rows"_s, qint64(verb.rows)},
                                  {u"batchSizes"_s, encoded(verb.batchSizes)},
                                  {u"seconds"_s, std::chrono::duration<double>(verb.latency.sum).count()},
                                  {u"latency"_s, encoded(verb.latency.buckets)}});
    }
    QJsonObject counters;
    for (std::size_t i = 0; i < CounterCount; ++i)
        counters.insert(counterName(Counter(i)), qint64(metrics.counters[i]));
    return {{u"verbs"_s, verbs}, {u"counters"_s, counters}};
}

MetricsSnapshot metricsOf(const InstanceInfo &info)
{
    const QJsonObject verbs = info.counters.value(u"verbs"_s).toObject();
    const QJsonObject counters = info.counters.value(u"counters"_s).toObject();
    MetricsSnapshot metrics;
    for (std::size_t i = 0; i < VerbCount; ++i)
        metrics.verbs[i] = decodedVerb(verbs.value(verbName(Verb(i))).toObject());
    for (std::size_t i = 0; i < CounterCount; ++i)
        metrics.counters[i] = decoded(counters.value(counterName(Counter(i))));
    return metrics;
}

Result<SummedMetrics> summedMetrics(SessionStore &store)
{
    return instances(store).transform([&](const QList<InstanceInfo> &all) {
        const qint64 silent = store.now() - InstanceIsSilentAfter.count();
        SummedMetrics sum;
        sum.known = int(all.size());
        for (const InstanceInfo &info : all) {
            if (info.renewed < silent)
                continue;
            sum.metrics += metricsOf(info);
            ++sum.counted;
        }
        return sum;
    });
}

} // namespace Axess
