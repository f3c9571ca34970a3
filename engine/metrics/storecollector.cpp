// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/storecollector.h>

#include "families_p.h"

namespace Axess {

StoreCollector::StoreCollector(std::shared_ptr<const SessionStore> store)
    : m_store(std::move(store))
{ }

StoreCollector::~StoreCollector() = default;

std::vector<prometheus::MetricFamily> StoreCollector::Collect() const
{
    return familiesOf(*m_store);
}

} // namespace Axess
