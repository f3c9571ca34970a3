// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqllink.h"

#include "qtsqlstatement.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qthread.h>
#include <QtSql/qsqldriver.h>
#include <QtSql/qsqlerror.h>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Connection names are global to the process, so several engines and plugins in it must not meet.
QString uniqueName(const void *owner)
{
    static std::atomic<quint64> count = 0;
    return u"axess-%1-%2"_s.arg(quintptr(owner), 0, 16).arg(++count);
}

SqlFailure failureOf(const QSqlError &error)
{
    return {error.nativeErrorCode(),
            error.databaseText().isEmpty() ? error.driverText() : error.databaseText()};
}

std::unexpected<Error> interrupted()
{
    return std::unexpected(Error(ErrorCode::Unavailable, u"The call was ended before it was done."_s));
}

} // namespace

SqlLink::SqlLink(std::shared_ptr<const SqlDialect> dialect)
    : m_dialect(std::move(dialect))
    , m_plainTexts(*m_dialect, SqlTexts::Tenants::NoneRaised)
    , m_tenantTexts(*m_dialect, SqlTexts::Tenants::SomeRaised)
    , m_name(uniqueName(this))
{ }

SqlLink::~SqlLink()
{
    closeDatabase();
}

const SqlTexts &SqlLink::texts(const Horizon &horizon) const
{
    return horizon.tenants.isEmpty() ? m_plainTexts : m_tenantTexts;
}

Result<void> SqlLink::openDatabase(const QString &driver, const std::function<void(QSqlDatabase &)> &describe)
{
    // Without one QtSql gives a database that cannot be asked for anything, not even whether it is valid.
    if (!QCoreApplication::instance())
        return std::unexpected(
            Error(ErrorCode::InvalidArgument,
                  u"Databases need a QCoreApplication; make one in main() before the store is opened."_s));
    m_database = QSqlDatabase::addDatabase(driver, m_name);
    if (!m_database.isValid())
        return std::unexpected(Error(ErrorCode::Unavailable,
                                     u"Qt's driver %1 is not installed; on Debian, install %2."_s.arg(
                                         driver, m_dialect->driverPackage)));
    describe(m_database);
    if (!m_database.open())
        return std::unexpected(m_dialect->error(failureOf(m_database.lastError()), SqlStage::Statement));
    return {};
}

void SqlLink::closeDatabase()
{
    if (!m_database.isValid())
        return;
    attach();
    // Drivers would complain that they cannot say good-bye to a statement over a broken connection. A
    // database in a file has none to break, and does not close while it has statements.
    if (!isBroken() || m_dialect->isFile)
        m_statements.clear();
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_name);
    m_statements.clear();
}

bool SqlLink::attach()
{
    return m_database.driver()->thread() == QThread::currentThread()
        || m_database.moveToThread(QThread::currentThread());
}

bool SqlLink::detach()
{
    return m_database.moveToThread(nullptr);
}

std::expected<std::unique_ptr<SqlStatement>, SqlFailure> SqlLink::prepare(const QString &text)
{
    const bool isOfTransaction
        = text == m_dialect->begin || text == m_dialect->commit || text == m_dialect->rollback;
    auto statement = std::make_unique<QtSqlStatement>(
        m_database, isOfTransaction ? QtSqlStatement::Preparing::Never : QtSqlStatement::Preparing::Once);
    if (const auto prepared = statement->prepare(text); !prepared)
        return std::unexpected(prepared.error());
    return statement;
}

Result<SqlStatement *> SqlLink::statement(const QString &text)
{
    const auto known = m_statements.find(text);
    if (known != m_statements.end())
        return known->second.get();
    auto prepared = prepare(text);
    if (!prepared)
        return failed(text, prepared.error(), SqlStage::Statement);
    return m_statements.emplace(text, std::move(*prepared)).first->second.get();
}

std::unexpected<Error> SqlLink::failed(const QString &text, const SqlFailure &failure, SqlStage stage)
{
    if (m_dialect->endsLink(failure))
        m_broken = true;
    // Drivers throw a statement away when it fails; the next call prepares it anew.
    if (!isBroken())
        m_statements.erase(text);
    if (m_dialect->isCollision && m_dialect->isCollision(failure))
        m_hasCollided = true;
    return std::unexpected(m_dialect->error(failure, stage));
}

void SqlLink::beginCall(const Deadline &deadline)
{
    m_deadline = deadline;
    m_interrupted = false;
    m_hasCollided = false;
}

void SqlLink::interrupt()
{
    m_interrupted = true;
    interruptStatement();
}

Result<QList<qint64>> SqlLink::each(const QString &text, size_t count, const Bind &bind, Then then)
{
    if (count == 0)
        return QList<qint64>();
    const auto prepared = statement(text);
    if (!prepared)
        return std::unexpected(prepared.error());
    if (isInterrupted())
        return interrupted();
    ++m_roundTrips;
    auto batch = then == Then::CommitIfAll ? runEachAndCommit(**prepared, count, bind)
                                           : runEachAndGoOn(**prepared, count, bind);
    if (!batch)
        return failed(text, batch.error().failure, batch.error().stage);
    m_isCommitted = batch->isCommitted;
    if (batch->changed.size() < qsizetype(count))
        return interrupted();
    return std::move(batch->changed);
}

Result<QList<qint64>> SqlLink::eachOf(const QString &text, std::span<const SessionId> ids, const Bind &bind,
                                      Then then)
{
    std::vector<size_t> order(ids.size());
    std::iota(order.begin(), order.end(), size_t(0));
    std::ranges::sort(order, {}, [&](size_t i) { return ids[i]; });
    return each(
               text, ids.size(), [&](size_t i, SqlValues &values) { bind(order[i], values); }, then)
        .transform([&](const QList<qint64> &changed) {
            QList<qint64> answers(changed.size());
            for (size_t i = 0; i < order.size(); ++i)
                answers[qsizetype(order[i])] = changed[qsizetype(i)];
            return answers;
        });
}

std::expected<QList<qint64>, SqlFailure> SqlLink::runEach(SqlStatement &statement, size_t count,
                                                          const Bind &bind)
{
    QList<qint64> changed;
    changed.reserve(qsizetype(count));
    SqlValues values;
    for (size_t i = 0; i < count && !isInterrupted(); ++i) {
        values.clear();
        bind(i, values);
        if (const auto done = statement.execute(values); !done)
            return std::unexpected(done.error());
        changed.append(statement.affected());
        statement.finish();
    }
    return changed;
}

std::expected<SqlLink::Batch, SqlLink::BatchFailure> SqlLink::runEachAndGoOn(SqlStatement &statement,
                                                                             size_t count, const Bind &bind)
{
    auto changed = runEach(statement, count, bind);
    if (!changed)
        return std::unexpected(BatchFailure {changed.error(), SqlStage::Statement});
    return Batch {std::move(*changed), false};
}

std::expected<SqlLink::Batch, SqlLink::BatchFailure> SqlLink::runEachAndCommit(SqlStatement &statement,
                                                                               size_t count, const Bind &bind)
{
    return runEachAndGoOn(statement, count, bind);
}

Result<void> SqlLink::later(const QString &text, size_t count, const Bind &bind)
{
    if (text.isEmpty())
        return {};
    return each(text, count, bind).transform([](const QList<qint64> &) { });
}

Result<void> SqlLink::later(const QString &text)
{
    return later(text, 1, [](size_t, SqlValues &) { });
}

Result<qint64> SqlLink::change(const QString &text, std::span<const SqlValue> values)
{
    return each(text, 1, [&](size_t, SqlValues &bound) { bound.assign(values.begin(), values.end()); })
        .transform([](const QList<qint64> &changed) { return changed.first(); });
}

Result<void> SqlLink::query(const QString &text, std::span<const SqlValue> values, const ReadRow &read)
{
    const auto prepared = statement(text);
    if (!prepared)
        return std::unexpected(prepared.error());

    if (isInterrupted())
        return interrupted();
    ++m_roundTrips;
    SqlStatement &query = **prepared;
    if (const auto done = query.execute(values); !done)
        return failed(text, done.error(), SqlStage::Statement);
    Result<void> answer;
    while (answer) {
        const auto row = query.next();
        if (!row)
            return failed(text, row.error(), SqlStage::Statement);
        if (!*row)
            break;
        answer = read(query);
    }
    query.finish();
    return answer;
}

Result<std::optional<qint64>> SqlLink::number(const QString &text, std::span<const SqlValue> values)
{
    std::optional<qint64> number;
    const auto read = query(text, values, [&](const SqlStatement &row) -> Result<void> {
        if (!number && !row.isNull(0))
            number = row.integer(0);
        return {};
    });
    if (!read)
        return std::unexpected(read.error());
    return number;
}

Result<void> SqlLink::queryIds(const SqlTexts::BySize &texts, std::span<const SessionId> ids,
                               const ReadRow &read)
{
    const size_t size = SqlIdSets::sizeFor(qsizetype(ids.size()));
    SqlValues values;
    for (const SessionId &id : ids)
        values.emplace_back(SqlBytes {id.view()});
    values.resize(size_t(SqlIdSets::Sizes[size]), SqlBytes {ids.back().view()});
    return query(texts[size], values, read);
}

Result<void> SqlLink::changeIds(const SqlTexts::BySize &texts, std::span<const SessionId> ids)
{
    const size_t size = SqlIdSets::sizeFor(qsizetype(ids.size()));
    SqlValues values;
    for (const SessionId &id : ids)
        values.emplace_back(SqlBytes {id.view()});
    values.resize(size_t(SqlIdSets::Sizes[size]), SqlBytes {ids.back().view()});
    return change(texts[size], values).transform([](qint64) { });
}

Result<void> SqlLink::removeRows(std::span<const SessionId> ids, const ReadRow &read)
{
    const SqlTexts &any = texts();
    if (any.lockRows[0].isEmpty())
        return queryIds(any.removeRows, ids, read);
    return queryIds(any.lockRows, ids, read).and_then([&] { return changeIds(any.removeRows, ids); });
}

void SqlLink::appendHorizon(SqlValues &values, const Horizon &horizon)
{
    values.insert(values.end(), {horizon.now, horizon.now, qint64(horizon.store.value)});
    if (horizon.tenants.isEmpty() || m_dialect->tenantEpochs != SqlTenantEpochs::Value)
        return;
    if (m_tenantEpochs != horizon.tenants) {
        QJsonObject epochs;
        for (auto tenant = horizon.tenants.cbegin(); tenant != horizon.tenants.cend(); ++tenant)
            epochs.insert(tenant.key().text(), QString::number(tenant->value));
        m_tenantEpochsText = QString::fromUtf8(QJsonDocument(epochs).toJson(QJsonDocument::Compact));
        m_tenantEpochs = horizon.tenants;
    }
    values.emplace_back(m_tenantEpochsText);
}

void SqlLink::appendJson(SqlValues &values, const SealedRow &row) const
{
    if (!m_dialect->json)
        return;
    const QByteArray json = m_dialect->json(row);
    if (json.isEmpty())
        values.emplace_back();
    else
        values.emplace_back(QString::fromUtf8(json));
}

Result<void> SqlLink::setTenantEpochs(const Horizon &horizon)
{
    if (m_dialect->tenantEpochs != SqlTenantEpochs::Table || horizon.tenants.isEmpty()
        || m_tenantEpochs == horizon.tenants)
        return {};
    m_tenantEpochs.reset();
    const QList<TenantId> tenants = horizon.tenants.keys();
    const auto stored = change(m_dialect->clearTenantEpochs, {}).and_then([&](qint64) {
        return each(m_dialect->putTenantEpoch, size_t(tenants.size()), [&](size_t i, SqlValues &values) {
            const TenantId &tenant = tenants[qsizetype(i)];
            values = {SqlText {tenant.utf8()}, qint64(horizon.tenants.value(tenant).value)};
        });
    });
    if (!stored)
        return std::unexpected(stored.error());
    m_tenantEpochs = horizon.tenants;
    return {};
}

Result<void> SqlLink::begin()
{
    m_isCommitted = false;
    return later(m_dialect->begin);
}

Result<void> SqlLink::commit()
{
    if (std::exchange(m_isCommitted, false))
        return {};
    const auto prepared = statement(m_dialect->commit);
    if (!prepared)
        return std::unexpected(prepared.error());
    if (isInterrupted())
        return interrupted();
    ++m_roundTrips;
    if (const auto done = (*prepared)->execute({}); !done)
        return failed(m_dialect->commit, done.error(), SqlStage::Commit);
    (*prepared)->finish();
    return {};
}

void SqlLink::rollback()
{
    // Also for a call that was interrupted, of all calls.
    ++m_roundTrips;
    const auto prepared = statement(m_dialect->rollback);
    if (!prepared || !(*prepared)->execute({}))
        m_broken = true;
}

Result<void> SqlLink::run(const QString &text)
{
    QSqlQuery query(m_database);
    if (!query.exec(text))
        return std::unexpected(m_dialect->error(failureOf(query.lastError()), SqlStage::Statement));
    return {};
}

} // namespace Axess
