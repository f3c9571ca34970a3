// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "verifyindex_p.h"

#include <axess/metrics.h>

#include <QtCore/qjsondocument.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Buckets without much in them: so many in one step, to keep its checkpoint near.
constexpr int mostBuckets = 32;

struct Place
{
    int bucket = 0;
    QByteArray cursor;
};

QByteArray encoded(const Place &place)
{
    return QJsonDocument(QJsonObject {{u"bucket"_s, place.bucket},
                                      {u"cursor"_s, QString::fromLatin1(place.cursor.toBase64())}})
        .toJson(QJsonDocument::Compact);
}

Place placeFrom(const QByteArray &checkpoint)
{
    const QJsonObject object = QJsonDocument::fromJson(checkpoint).object();
    return {std::max(0, object.value(u"bucket"_s).toInt()),
            QByteArray::fromBase64(object.value(u"cursor"_s).toString().toLatin1())};
}

void add(const VerifyStep &found, JobStep &step)
{
    const std::pair<QString, qint64> counts[] {
        {u"sessions"_s, found.sessions},
        {u"entries"_s, found.entries},
        {u"unregistered"_s, found.unregistered},
        {u"unindexed"_s, found.unindexed},
        {u"stale"_s, found.stale},
        {u"vanished"_s, found.vanished},
        {u"miscatalogued"_s, found.miscatalogued},
        {u"unreadable"_s, found.unreadable},
        {u"repaired"_s, found.repaired},
    };
    for (const auto &[name, count] : counts)
        step.counts[name] += count;
    step.rows += found.sessions + found.entries;
    step.remarks += found.remarks;
}

} // namespace

QString VerifyIndex::name() const
{
    return u"verify-index"_s;
}

Result<void> VerifyIndex::check(const JobRequest &request) const
{
    if (!request.parameters.isEmpty())
        return std::unexpected(Error(ErrorCode::InvalidArgument, u"“verify-index” takes no parameters"_s));
    return {};
}

Result<JobStep> VerifyIndex::step(StoreCore &core, const JobInfo &job, int rows) const
{
    const bool repairs = job.request.mode == JobMode::Act;
    const Deadline deadline = core.deadline();
    Place place = placeFrom(job.checkpoint);
    JobStep step;
    VerifyRequest request;
    request.mode = repairs ? VerifyMode::Repair : VerifyMode::Report;
    for (int calls = 0; calls < mostBuckets && step.rows < rows && !step.isLast; ++calls) {
        request.bucket = place.bucket;
        request.cursor = place.cursor;
        request.limit = int(std::clamp<qint64>(rows - step.rows, 1, VerifyRequest::MaximumRows));
        request.horizon = core.horizonAtHand(deadline);
        const auto found
            = core.storage().run(repairs ? Verb::Repair : Verb::Verify, deadline,
                                 [&](StorageConnection &connection) { return connection.verify(request); });
        // What went before is kept; the failure comes again with the next step.
        if (!found && calls > 0)
            break;
        if (!found)
            return std::unexpected(found.error());
        add(*found, step);
        if (repairs && found->vanished > 0)
            core.metrics().add(Counter::SessionsVanished, quint64(found->vanished));
        place.cursor = found->next;
        place.bucket += place.cursor.isEmpty() ? 1 : 0;
        step.total = found->buckets;
        step.isLast = place.bucket >= found->buckets;
    }
    step.done = place.bucket;
    step.checkpoint = encoded(place);
    return step;
}

} // namespace Axess
