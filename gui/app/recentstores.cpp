// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/recentstores.h"

#include <axess/storeurl.h>

#include <QtCore/qsettings.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr auto Group = "recentStores"_L1;

StoreAddress withoutPassword(const StoreAddress &address)
{
    const Result<StoreUrl> url = StoreUrl::parse(address.url);
    return {url ? url->displayText() : QString(), address.rootKeyFile, address.environment};
}

} // namespace

QList<StoreAddress> RecentStores::list() const
{
    QSettings settings;
    QList<StoreAddress> stores;
    const int count = settings.beginReadArray(Group);
    for (int i = 0; i < count && stores.size() < Maximum; ++i) {
        settings.setArrayIndex(i);
        const QString url = settings.value("url"_L1).toString();
        if (!url.isEmpty())
            stores.append({url, settings.value("rootKeyFile"_L1).toString(),
                           EnvironmentTexts::fromName(settings.value("environment"_L1).toString())
                               .value_or(Environment::Unmarked)});
    }
    settings.endArray();
    return stores;
}

void RecentStores::remember(const StoreAddress &address)
{
    const StoreAddress kept = withoutPassword(address);
    // What lives in this process only cannot be opened again.
    if (kept.url.isEmpty() || kept.url.startsWith("memory:"_L1))
        return;
    QList<StoreAddress> stores = list();
    stores.removeIf([&](const StoreAddress &store) { return store.url == kept.url; });
    stores.prepend(kept);
    write(stores.first(std::min(stores.size(), Maximum)));
}

Environment RecentStores::environmentOf(const StoreAddress &address) const
{
    const QString url = withoutPassword(address).url;
    const QList<StoreAddress> stores = list();
    const auto known = std::ranges::find(stores, url, &StoreAddress::url);
    return known == stores.end() ? Environment::Unmarked : known->environment;
}

void RecentStores::forget(const StoreAddress &address)
{
    QList<StoreAddress> stores = list();
    stores.removeAll(address);
    write(stores);
}

void RecentStores::write(const QList<StoreAddress> &stores)
{
    QSettings settings;
    settings.remove(Group);
    settings.beginWriteArray(Group, int(stores.size()));
    for (int i = 0; i < stores.size(); ++i) {
        settings.setArrayIndex(i);
        settings.setValue("url"_L1, stores.at(i).url);
        settings.setValue("rootKeyFile"_L1, stores.at(i).rootKeyFile);
        settings.setValue("environment"_L1, EnvironmentTexts::name(stores.at(i).environment));
    }
    settings.endArray();
}

} // namespace Axess
