// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "livetest.h"

#include "session/storeopener_p.h"

#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// Short, so that the tests are; a copy that is older is read anew, so a busy machine does no harm.
constexpr auto lag = 200ms;

QHash<SessionId, SealedRow> rowsOf(const StoreUrl &url, const RootKey &key, const StoreOptions &options)
{
    const auto core = StoreOpener(url, key, options, StoreOpener::Purpose::Operator).connect().value();
    QHash<SessionId, SealedRow> rows;
    PageRequest request;
    do {
        const auto page = core->storage()
                              .run(Verb::Page, Deadline::in(60s),
                                   [&](StorageConnection &connection) { return connection.page(request); })
                              .value();
        QList<SessionId> ids;
        for (const SealedRow &row : page.rows)
            ids.append(row.id);
        const auto loaded = core->storage().load(std::span<const SessionId>(ids), Deadline::in(60s)).value();
        for (const SealedRow &row : loaded)
            rows.insert(row.id, row);
        request.cursor = page.next;
    } while (!request.cursor.isEmpty());
    return rows;
}

} // namespace

std::pair<QString, QString> LiveTest::texts() const
{
    const auto &[source, target] = newest();
    return {source.text(), target.text()};
}

void LiveTest::prepare(const QString &source, const QString &target, const std::optional<RootKey> &rootKey)
{
    m_ends.reset();
    TAKE(made, ends(source, target));
    made.rootKey = rootKey.value_or(made.rootKey);
    TAKE(store, sourceOf(made));
    TAKE(filled, fill(*store));
    m_filled = filled;
    made.sourceOptions.controlLag = lag;
    made.targetOptions.controlLag = lag;
    m_ends = made;
}

LiveTest::StorePointer LiveTest::instance(const RootKey &rootKey)
{
    StoreOptions options = m_ends->sourceOptions;
    options.standby = m_ends->target;
    options.standbyFactory = m_ends->targetOptions.factory;
    return SessionStore::open(m_ends->source, rootKey, options).value();
}

LiveTest::StorePointer LiveTest::turnedInstance()
{
    StoreOptions options = m_ends->targetOptions;
    options.standby = m_ends->source;
    options.standbyFactory = m_ends->sourceOptions.factory;
    return SessionStore::open(m_ends->target, m_ends->rootKey, options).value();
}

LiveTest::Migration LiveTest::migration()
{
    return LiveMigration::open(*m_ends).value();
}

// Instances that are asked to wait for calls of half a minute would make long tests; theirs are short.
LiveMigrationControl LiveTest::control()
{
    LiveMigrationControl control;
    control.wait = [](std::chrono::milliseconds time) {
        std::this_thread::sleep_for(std::min<std::chrono::milliseconds>(time, 3 * lag));
        return true;
    };
    return control;
}

QString LiveTest::verdict(SessionStore &instance) const
{
    for (const SessionToken &token : m_filled.live) {
        const auto loaded = instance.load(token);
        if (!loaded)
            return loaded.error().message();
        if (!*loaded)
            return u"Somebody was logged out"_s;
    }
    for (const SessionToken &token : m_filled.dead) {
        const auto loaded = instance.load(token);
        if (!loaded)
            return loaded.error().message();
        if (*loaded)
            return u"Somebody is back who had ended"_s;
    }
    return {};
}

bool LiveTest::areTheSame() const
{
    return rowsOf(m_ends->source, m_ends->rootKey, m_ends->sourceOptions)
        == rowsOf(m_ends->target, m_ends->rootKey, m_ends->targetOptions);
}
