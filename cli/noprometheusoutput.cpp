// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "prometheusoutput.h"

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

std::unexpected<Error> unsupported()
{
    return std::unexpected(
        Error(ErrorCode::Unsupported, u"This axessctl was built without prometheus-cpp"_s));
}

} // namespace

Result<MetricsService> serveMetrics(const std::shared_ptr<SessionStore> &, const QString &)
{
    return unsupported();
}

Result<QByteArray> prometheusText(const MetricsSnapshot &, const QString &)
{
    return unsupported();
}
