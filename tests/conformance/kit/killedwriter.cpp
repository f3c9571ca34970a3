// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "killedwriter.h"

#include "storefixture.h"

#include <axess/sessionstore.h>

#include <iostream>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

void say(const char *what, const SessionToken &token, int value)
{
    std::cout << what << ' ' << token.text().toStdString() << ' ' << value << std::endl;
}

// From its first save to its sign-out. `lives` and `dead` are said of what the store has acknowledged.
Result<void> liveOnce(SessionStore &store)
{
    auto row = store.save(guestRow());
    for (int value = 1; row && value <= 3; ++value) {
        say("lives", row->token, value - 1);
        row->data.insert(u"value"_s, value);
        row = store.save(*row);
    }
    if (!row)
        return std::unexpected(row.error());
    say("lives", row->token, 3);
    const auto token = store.renewed(row->token);
    if (!token)
        return std::unexpected(token.error());
    const SessionToken old = row->token;
    row = store.cycle(old, *token, *row);
    if (!row)
        return std::unexpected(row.error());
    say("cycled", old, 0);
    say("lives", row->token, 3);
    return store.remove(row->id).transform([&] { say("dead", row->token, 0); });
}

} // namespace

int writeUntilKilled(const QString &storeUrl, const QString &keyPath)
{
    StoreOptions options;
    options.callDeadline = std::chrono::seconds(30);
    const auto store = SessionStore::open(storeUrl, RootKey::fromFile(keyPath), options);
    if (!store) {
        std::cerr << qPrintable(store.error().message()) << std::endl;
        return 1;
    }
    for (;;) {
        if (const auto lived = liveOnce(**store); !lived) {
            std::cout << "failed " << qPrintable(lived.error().message()) << std::endl;
            return 1;
        }
    }
}
