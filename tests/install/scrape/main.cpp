// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/metricstext.h>
#include <axess/sessionstore.h>
#include <axess/storecollector.h>

int main()
{
    const auto store = Axess::SessionStore::open(QStringLiteral("memory:"));
    if (!store || Axess::StoreCollector(*store).Collect().empty())
        return 1;
    return Axess::metricsText(**store).contains("axess_build_info{") ? 0 : 1;
}
