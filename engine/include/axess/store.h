// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessionstore.h>

namespace Axess {

/// The narrow surface for code that needs no session vocabulary: get, put with a time to live, remove.
///
/// Blocking and thread-safe, with SessionStore's deadlines and errors. Absent and expired are "nothing".
template<typename Key, typename Value> class Store
{
public:
    virtual ~Store() = default;

    virtual Result<std::optional<Value>> get(const Key &key) = 0;
    virtual Result<void> put(const Key &key, const Value &value, std::chrono::milliseconds timeToLive) = 0;
    virtual Result<void> remove(const Key &key) = 0; ///< Absent is fine.
};

/// Data of live sessions by id: `put` is a compare-and-swap into a live session and never brings one back
/// (absent or ended = Gone; time to live is the session's own and must be 0).
AXESS_EXPORT std::unique_ptr<Store<SessionId, SessionData>> sessionDataStore(
    std::shared_ptr<SessionStore> store);

/// Small values of the application's own (at most 16 KiB), sealed like documents where the store seals.
AXESS_EXPORT std::unique_ptr<Store<QString, QByteArray>> valueStore(std::shared_ptr<SessionStore> store);

} // namespace Axess
