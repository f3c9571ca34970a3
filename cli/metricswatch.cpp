// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "metricswatch.h"

#include "jobterminal.h"

#include <axess/liverates.h>

#include <algorithm>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype width = 11;

struct Column
{
    const char *title;
    std::initializer_list<LiveValue> sum;
    double scale = 1; ///< What a value is divided by.
};

constexpr double milli = 1e-3;

const Column columns[] {
    {"CREATED/S", {LiveValue::Created}},
    {"ENDED/S",
     {LiveValue::EndedByUser, LiveValue::EndedByTime, LiveValue::EndedByOperator, LiveValue::EndedDisplaced,
      LiveValue::EndedOtherwise}},
    {"LOADS/S", {LiveValue::LoadsHit, LiveValue::LoadsMissed}},
    {"MISSED/S", {LiveValue::LoadsMissed}},
    {"SAVES/S", {LiveValue::Saves}},
    {"P95 MS", {LiveValue::LatencyP95}, milli},
    {"FAILED/S", {LiveValue::Failures}},
    {"EVICTED/S", {LiveValue::Evicted}},
    {"VANISHED/S", {LiveValue::Vanished}},
};

QString cell(const LivePoint &point, const Column &column)
{
    double sum = 0;
    for (const LiveValue value : column.sum) {
        if (!point.knows(value))
            return u"-"_s;
        sum += point.of(value) / column.scale;
    }
    return QString::number(sum, 'f', sum >= 100 ? 0 : 2);
}

void printTitles(const Output &output)
{
    QString line = u"TIME"_s.leftJustified(22) + u"FROM"_s.leftJustified(8);
    for (const Column &column : columns)
        line += QString::fromLatin1(column.title).rightJustified(width);
    output.line(line);
}

void print(const Output &output, const LivePoint &point)
{
    QString line = timeText(point.at).leftJustified(22)
        + u"%1/%2"_s.arg(point.counted).arg(point.known).leftJustified(8);
    for (const Column &column : columns)
        line += cell(point, column).rightJustified(width);
    output.line(line);
    QJsonObject values;
    for (std::size_t i = 0; i < LiveValueCount; ++i) {
        if (point.knows(LiveValue(i)))
            values.insert(liveValueName(LiveValue(i)), point.values[i]);
    }
    output.jsonLine({{u"at"_s, point.at},
                     {u"instances"_s, QJsonObject {{u"counted"_s, point.counted}, {u"known"_s, point.known}}},
                     {u"values"_s, values}});
}

} // namespace

ExitCode watchMetrics(const Context &context, SessionStore &store, std::chrono::milliseconds every)
{
    const Output &output = context.output();
    output.note(u"A rate takes two looks; Ctrl-C ends it"_s);
    printTitles(output);
    LiveRates rates;
    do {
        const auto sample = sampleLive(store, CountSessions::No);
        if (sample) {
            print(output, rates.take(*sample));
        } else {
            rates.forget();
            output.failure(sample.error());
        }
        if (const auto flushed = output.flush(); !flushed)
            return failed(context, flushed.error());
    } while (waitUncancelled(every));
    return ExitCode::Ok;
}
