// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeykeys.h"

#include "valkeyclient.h"

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

Result<void> removeKeysAt(ValkeyClient &node, const QByteArray &pattern)
{
    QByteArray cursor = "0";
    do {
        const auto found = node.call({"SCAN", cursor, "MATCH", pattern, "COUNT", "1000"});
        if (!found)
            return std::unexpected(found.error());
        cursor = found->items.value(0).text;
        // One by one: those of a cluster lie in different slots.
        for (const ValkeyClient::Reply &key : found->items.value(1).items) {
            if (const auto removed = node.call({"UNLINK", key.text}); !removed)
                return std::unexpected(removed.error());
        }
    } while (cursor != "0");
    return {};
}

} // namespace

Result<void> removeKeys(const StoreUrl &url, const QString &prefix)
{
    const auto primaries = valkeyPrimaries(url);
    if (!primaries)
        return std::unexpected(primaries.error());
    for (const StoreUrl::Host &primary : *primaries) {
        const auto node = ValkeyClient::connect(url, primary);
        if (!node)
            return std::unexpected(node.error());
        const QByteArray number = url.option(u"db"_s).value_or(u"0"_s).toUtf8();
        if (number != "0") {
            if (const auto selected = (*node)->call({"SELECT", number}); !selected)
                return std::unexpected(selected.error());
        }
        if (const auto removed = removeKeysAt(**node, prefix.toUtf8() + '*'); !removed)
            return removed;
    }
    return {};
}
