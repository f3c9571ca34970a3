// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "enginesubject.h"

#include <axess/asyncsessionstore.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qeventloop.h>
#include <QtCore/qtimer.h>

#include <vector>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

/// As many chains of calls as there are callers: each next call is made when the last one's answer has come
/// back to the event loop.
class FutureCallers
{
public:
    FutureCallers(AsyncSessionStore &store, std::span<SessionRow> rows, Operation operation, int callers)
        : m_store(store)
        , m_rows(rows)
        , m_operation(operation)
        , m_callers(callers)
    { }

    double rate(std::chrono::milliseconds time)
    {
        const auto begun = std::chrono::steady_clock::now();
        QTimer::singleShot(time, Qt::PreciseTimer, &m_context, [this] { m_stops = true; });
        m_running = m_callers;
        for (int caller = 0; caller < m_callers; ++caller)
            call(std::size_t(caller));
        m_loop.exec();
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begun;
        return m_failed ? 0 : double(m_done) / seconds.count();
    }

private:
    void call(std::size_t place)
    {
        SessionRow &row = m_rows[place];
        if (m_operation == Operation::Load) {
            m_store.load(row.token).then(&m_context, [this, place](Result<std::optional<SessionRow>> loaded) {
                answered(place, loaded && *loaded && (*loaded)->data == m_rows[place].data);
            });
            return;
        }
        m_store.save(row).then(&m_context, [this, place](Result<SessionRow> saved) {
            if (saved)
                m_rows[place] = *std::move(saved);
            answered(place, saved.has_value());
        });
    }

    // Each caller goes through rows of its own.
    void answered(std::size_t place, bool isRight)
    {
        m_failed = m_failed || !isRight;
        ++m_done;
        if (!m_stops && isRight)
            return call((place + std::size_t(m_callers)) % (m_rows.size() / m_callers * m_callers));
        if (--m_running == 0)
            m_loop.quit();
    }

    AsyncSessionStore &m_store;
    std::span<SessionRow> m_rows;
    Operation m_operation;
    int m_callers;
    QObject m_context;
    QEventLoop m_loop;
    qint64 m_done = 0;
    int m_running = 0;
    bool m_stops = false;
    bool m_failed = false;
};

class FutureEngine final : public Subject
{
public:
    FutureEngine(const QString &name, std::shared_ptr<SessionStore> store, std::vector<SessionRow> rows)
        : m_name(name)
        , m_store(std::move(store))
        , m_rows(std::move(rows))
    { }

    QString name() const override { return m_name; }
    bool can(Operation operation) const override
    {
        return operation == Operation::Load || operation == Operation::Save;
    }
    std::optional<double> measure(Operation operation, int callers, std::chrono::milliseconds time) override
    {
        return FutureCallers(m_store, m_rows, operation, callers).rate(time);
    }
    std::unique_ptr<Caller> caller(int, int) override { return nullptr; }

private:
    QString m_name;
    AsyncSessionStore m_store;
    std::vector<SessionRow> m_rows;
};

} // namespace

std::unique_ptr<Subject> futureSubject(const QString &name, const QString &url, const RootKey &key, int rows,
                                       QString &problem)
{
    std::vector<SessionRow> sessions {std::size_t(rows)};
    auto store = filledStore(url, key, sessions);
    if (!store) {
        problem = store.error().message();
        return nullptr;
    }
    return std::make_unique<FutureEngine>(name, *std::move(store), std::move(sessions));
}
