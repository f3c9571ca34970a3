// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

// Helpers cannot leave the test that called them, so a failed call fails it and answers an empty value.
template<typename T> T valueOf(const Result<T> &result, const char *verb)
{
    if (result)
        return *result;
    QTest::qFail(qPrintable(u"%1 failed: %2"_s.arg(QLatin1StringView(verb), result.error().message())),
                 __FILE__, __LINE__);
    return T();
}

template<typename T> T onlyOf(const Result<QList<T>> &result, const char *verb)
{
    const QList<T> answers = valueOf(result, verb);
    if (answers.size() == 1)
        return answers.constFirst();
    QTest::qFail(
        qPrintable(u"%1 gave %2 answers to one question"_s.arg(QLatin1StringView(verb)).arg(answers.size())),
        __FILE__, __LINE__);
    return T();
}

} // namespace

void ConformanceTest::initTestCase_data()
{
    QTest::addColumn<QString>("backend");
    QVERIFY(m_backends);
    for (const QString &name : m_backends->names())
        QTest::addRow("%s", qPrintable(name)) << name;
}

void ConformanceTest::init()
{
    if (!mayWarn())
        AxessTest::init();
    QFETCH_GLOBAL(QString, backend);
    TAKE(made, m_backends->make(backend));
    m_backend = std::move(made);
    TAKE(factory, m_backend->factory());
    m_factory = factory;
    m_connection = connection();
    QVERIFY(m_connection);
    VERIFY_OK(m_connection->initSchema());
    m_horizon = {};
    m_horizon.now = SystemClock().now();
}

void ConformanceTest::cleanup()
{
    m_connection.reset();
    m_factory.reset();
    m_backend.reset();
}

std::unique_ptr<StorageConnection> ConformanceTest::connection()
{
    auto connected = m_factory->connect(Deadline::in(std::chrono::seconds(30)));
    if (!connected) {
        QTest::qFail(qPrintable(connected.error().message()), __FILE__, __LINE__);
        return nullptr;
    }
    (*connected)->setDeadline(Deadline::in(std::chrono::seconds(60)));
    return std::move(*connected);
}

SealedRow ConformanceTest::stored(const RowBuilder &builder)
{
    if (create(builder.entry()).status != WriteStatus::Stored)
        QTest::qFail("the row was not stored", __FILE__, __LINE__);
    return standing(builder.row().id);
}

SealedRow ConformanceTest::standing(const SessionId &id)
{
    return onlyOf(store().load(only(id)), "load");
}

bool ConformanceTest::exists(const SessionId &id)
{
    return !valueOf(store().load(only(id)), "load").isEmpty();
}

WriteOutcome ConformanceTest::create(const NewRow &row)
{
    return onlyOf(store().create(only(row), m_horizon), "create");
}

WriteOutcome ConformanceTest::update(const RowUpdate &update)
{
    return onlyOf(store().update(only(update), m_horizon), "update");
}

WriteStatus ConformanceTest::touch(const Touch &touch)
{
    return onlyOf(store().touch(only(touch), m_horizon), "touch");
}

WriteStatus ConformanceTest::reseal(const Reseal &reseal)
{
    return onlyOf(store().reseal(only(reseal)), "reseal");
}

WriteStatus ConformanceTest::revoke(const Revocation &revocation)
{
    return onlyOf(store().revoke(only(revocation), m_horizon), "revoke");
}

WriteStatus ConformanceTest::restore(const SessionId &id, const QByteArray &mark)
{
    return onlyOf(store().restore(only(id), mark, m_horizon), "restore");
}

QList<RemovedRow> ConformanceTest::remove(const SessionId &id, EndReason reason)
{
    const Removal removal {id, reason, {}, now()};
    return valueOf(store().remove(only(removal)), "remove");
}

QList<SessionId> ConformanceTest::sweep(int limit)
{
    QList<SessionId> ids;
    for (const RemovedRow &row : valueOf(store().removeExpired(m_horizon, limit), "removeExpired"))
        ids.append(row.id);
    return sorted(ids);
}

QList<SessionId> ConformanceTest::page(const SessionFilter &filter, PageOrder order)
{
    const PageRequest request {
        .filter = filter, .order = order, .cursor = {}, .limit = 1000, .horizon = m_horizon};
    return idsOf(valueOf(store().page(request), "page").rows);
}

QList<Event> ConformanceTest::eventsBehind(qint64 position)
{
    return valueOf(store().events(position, 1000), "events");
}

qint64 ConformanceTest::lastPosition()
{
    const QList<Event> events = eventsBehind();
    return events.isEmpty() ? 0 : events.constLast().position;
}

QList<SessionId> idsOf(const QList<SealedRow> &rows)
{
    QList<SessionId> ids;
    for (const SealedRow &row : rows)
        ids.append(row.id);
    return ids;
}

QList<SessionId> sorted(QList<SessionId> ids)
{
    std::ranges::sort(ids);
    return ids;
}

VerifyStep ConformanceTest::verifyAll(StorageConnection &connection, VerifyMode mode, int limit)
{
    VerifyStep sum;
    VerifyRequest request {mode, 0, {}, limit, horizon()};
    for (int calls = 0; request.bucket < sum.buckets; ++calls) {
        const auto step = connection.verify(request);
        if (!step || calls > 100'000) {
            QTest::qFail(step ? "It does not end" : qPrintable(step.error().message()), __FILE__, __LINE__);
            return sum;
        }
        sum.buckets = step->buckets;
        sum.sessions += step->sessions;
        sum.unregistered += step->unregistered;
        sum.unindexed += step->unindexed;
        sum.stale += step->stale;
        sum.vanished += step->vanished;
        sum.miscatalogued += step->miscatalogued;
        sum.unreadable += step->unreadable;
        sum.repaired += step->repaired;
        sum.remarks += step->remarks;
        request.cursor = step->next;
        request.bucket += step->next.isEmpty() ? 1 : 0;
    }
    return sum;
}
