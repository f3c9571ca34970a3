// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "live/livestatus.h"

#include "app/timetexts.h"

#include <QtCore/qlocale.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostNamed = 5;

} // namespace

LiveStatus::Line LiveStatus::of(const LiveSample &sample, const LivePoint &point)
{
    if (sample.instances.isEmpty())
        return {tr("No application that uses this store tells its numbers. What the server says is shown."),
                Tone::Info};
    QStringList silent;
    for (const InstanceSample &instance : sample.instances) {
        if (instance.isSilent)
            silent.append(tr("%1 since %2", "instance and time")
                              .arg(instance.name, TimeTexts::brief(instance.renewed, sample.at)));
    }
    const QString sum = tr("From %1 of %n instance(s).", nullptr, int(sample.instances.size()))
                            .arg(QLocale().toString(point.counted));
    if (!silent.isEmpty()) {
        const qsizetype more = silent.size() - mostNamed;
        if (more > 0)
            silent = silent.first(mostNamed) + QStringList {tr("%n more", nullptr, int(more))};
        return {tr("%1 Silent: %2. The sums lack what these do.").arg(sum, silent.join(u", "_s)),
                Tone::Attention};
    }
    if (point.counted < sample.instances.size())
        return {tr("%1 The others were met only now: a rate takes two looks.").arg(sum), Tone::Info};
    return {sum, Tone::Neutral};
}

LiveStatus::Line LiveStatus::failed(const Error &error, qint64 since, qint64 now)
{
    const QString problem = Texts::problem(error);
    if (since == 0)
        return {problem, Tone::Danger};
    return {tr("Nothing is known since %1. %2").arg(TimeTexts::brief(since, now), problem), Tone::Danger};
}

QString LiveStatus::note(const LiveChartKind &kind, const LiveSample &sample, bool isCountCutShort,
                         bool hasRates)
{
    switch (kind.source) {
    case LiveSource::Instances:
        if (hasRates)
            return {};
        return sample.instances.isEmpty() ? tr("No application tells its numbers.")
                                          : tr("Collecting: a rate takes two looks.");
    case LiveSource::Server:
        if (sample.server)
            return {};
        return sample.serverRefusal ? tr("The server does not say: this account may not ask it.")
                                    : tr("This kind of store has no memory that could become full.");
    case LiveSource::ServerAndInstances:
        if (sample.server || hasRates)
            return {};
        return sample.serverRefusal ? tr("The server does not say: this account may not ask it.")
                                    : tr("This kind of store evicts nothing.");
    case LiveSource::Count:
        if (!isCountCutShort)
            return {};
        return tr("The store has more sessions than are counted here.");
    }
    return {};
}

} // namespace Axess
