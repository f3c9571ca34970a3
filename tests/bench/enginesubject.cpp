// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "enginesubject.h"

#include <latch>
#include <mutex>
#include <thread>
#include <vector>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

class EngineCaller final : public Caller
{
public:
    EngineCaller(SessionStore &store, std::span<SessionRow> rows)
        : m_store(store)
        , m_rows(rows)
    { }

    bool perform(Operation operation) override
    {
        SessionRow &row = m_rows[m_next++ % m_rows.size()];
        switch (operation) {
        case Operation::Load:
            return load(row);
        case Operation::Save:
            return keep(row, m_store.save(row));
        case Operation::Touch:
            return m_store.touch(row).has_value();
        case Operation::Cycle:
            return cycle(row);
        case Operation::Page:
            return page();
        }
        return false;
    }

private:
    bool load(const SessionRow &row)
    {
        const auto loaded = m_store.load(row.token);
        return loaded && *loaded && (*loaded)->data == row.data;
    }

    static bool keep(SessionRow &row, const Result<SessionRow> &written)
    {
        if (written)
            row = *written;
        return written.has_value();
    }

    bool cycle(SessionRow &row)
    {
        const auto next = m_store.renewed(row.token);
        return next && keep(row, m_store.cycle(row.token, *next, row));
    }

    bool page()
    {
        SessionQuery query;
        query.limit = 50;
        const auto page = m_store.page(query);
        return page && page->sessions.size() == 50;
    }

    SessionStore &m_store;
    std::span<SessionRow> m_rows;
    std::size_t m_next = 0;
};

class Engine final : public Subject
{
public:
    Engine(const QString &name, std::shared_ptr<SessionStore> store, std::vector<SessionRow> rows)
        : m_name(name)
        , m_store(std::move(store))
        , m_rows(std::move(rows))
    { }

    QString name() const override { return m_name; }
    bool can(Operation) const override { return true; }
    std::unique_ptr<Caller> caller(int index, int callers) override
    {
        const std::size_t share = m_rows.size() / std::size_t(callers);
        return std::make_unique<EngineCaller>(*m_store,
                                              std::span(m_rows).subspan(std::size_t(index) * share, share));
    }

private:
    QString m_name;
    std::shared_ptr<SessionStore> m_store;
    std::vector<SessionRow> m_rows;
};

} // namespace

// By many callers: a batch commits many rows at once.
Result<void> fillStore(SessionStore &store, std::span<SessionRow> rows,
                       const std::function<SessionRow(std::size_t)> &rowOf)
{
    constexpr std::size_t callers = 32;
    std::mutex mutex;
    std::optional<Error> problem;
    std::vector<std::jthread> threads;
    for (std::size_t caller = 0; caller < callers; ++caller) {
        threads.emplace_back([&, caller] {
            for (std::size_t i = caller; i < rows.size(); i += callers) {
                auto saved = store.save(rowOf(i));
                if (saved) {
                    rows[i] = *std::move(saved);
                    continue;
                }
                const std::scoped_lock lock(mutex);
                problem = saved.error();
                return;
            }
        });
    }
    threads.clear();
    if (problem)
        return std::unexpected(*problem);
    return {};
}

Result<std::shared_ptr<SessionStore>> filledStore(const QString &url, const RootKey &key,
                                                  std::vector<SessionRow> &rows, const StoreOptions &options)
{
    return SessionStore::open(url, key, options).and_then([&](const std::shared_ptr<SessionStore> &store) {
        return fillStore(*store, rows, [](std::size_t) { return benchRow(); }).transform([&] {
            return store;
        });
    });
}

SessionRow benchRow()
{
    SessionRow row;
    row.idleTimeout = std::chrono::hours(2);
    row.client.label = u"Firefox on Linux"_s;
    row.client.address = u"203.0.113.7"_s;
    row.data.insert(u"blob"_s, QByteArray(PayloadBytes, 'b'));
    return row;
}

std::unique_ptr<Subject> engineSubject(const QString &name, const QString &url, const RootKey &key, int rows,
                                       QString &problem, const StoreOptions &options)
{
    std::vector<SessionRow> sessions {std::size_t(rows)};
    auto store = filledStore(url, key, sessions, options);
    if (!store) {
        problem = store.error().message();
        return nullptr;
    }
    return std::make_unique<Engine>(name, *std::move(store), std::move(sessions));
}
