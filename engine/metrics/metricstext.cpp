// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/metricstext.h>

#include "families_p.h"

#include <axess/sessionstore.h>

#include <prometheus/text_serializer.h>

namespace Axess {

namespace {

QByteArray textOf(const std::vector<prometheus::MetricFamily> &families)
{
    return QByteArray::fromStdString(prometheus::TextSerializer().Serialize(families));
}

} // namespace

QByteArray metricsText(const SessionStore &store)
{
    return textOf(familiesOf(store));
}

QByteArray metricsText(const MetricsSnapshot &counted, const QString &backend)
{
    return textOf(countedFamilies(counted, backend));
}

} // namespace Axess
