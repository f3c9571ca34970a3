// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "mysqlwire.h"

#include <QtCore/qvariant.h>
#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlerror.h>
#include <QtSql/qsqlquery.h>

#include <errmsg.h>
#include <mysql.h>

namespace Axess {

namespace {

// A connection that was lost between two answers leaves no error, only answers that are missing.
SqlFailure answersMissing()
{
    return {QString::number(CR_SERVER_LOST), QStringLiteral("The answers ended early")};
}

class NativeWire final : public MysqlWire
{
public:
    explicit NativeWire(MYSQL *handle)
        : m_handle(handle)
    { }
    ~NativeWire() override { finish(); }
    Q_DISABLE_COPY_MOVE(NativeWire)

    std::expected<QList<qint64>, SqlFailure> run(const QByteArray &texts, qsizetype count) override
    {
        finish();
        QList<qint64> changed;
        int state = mysql_real_query(m_handle, texts.constData(), static_cast<unsigned long>(texts.size()));
        while (state == 0) {
            finish();
            m_result = mysql_store_result(m_handle);
            if (!m_result && mysql_field_count(m_handle) > 0)
                return std::unexpected(failure());
            changed.append(qint64(mysql_affected_rows(m_handle)));
            state = mysql_next_result(m_handle);
        }
        if (state > 0)
            return std::unexpected(failure());
        if (changed.size() < count)
            return std::unexpected(answersMissing());
        return changed;
    }
    bool next() override
    {
        m_row = m_result ? mysql_fetch_row(m_result) : nullptr;
        m_lengths = m_row ? mysql_fetch_lengths(m_result) : nullptr;
        return m_row;
    }
    void finish() override
    {
        mysql_free_result(m_result);
        m_result = nullptr;
    }
    bool isNull(int column) const override { return !m_row[column]; }
    qint64 integer(int column) const override
    {
        return m_row[column] ? QByteArrayView(m_row[column]).toLongLong() : 0;
    }
    QByteArray bytes(int column) const override
    {
        return QByteArray(m_row[column], qsizetype(m_lengths[column]));
    }

private:
    SqlFailure failure()
    {
        return {QString::number(mysql_errno(m_handle)), QString::fromUtf8(mysql_error(m_handle))};
    }

    MYSQL *m_handle;
    MYSQL_RES *m_result = nullptr;
    MYSQL_ROW m_row = nullptr;
    unsigned long *m_lengths = nullptr;
};

class PlainWire final : public MysqlWire
{
public:
    explicit PlainWire(const QSqlDatabase &database)
        : m_query(database)
    {
        m_query.setForwardOnly(true);
    }

    std::expected<QList<qint64>, SqlFailure> run(const QByteArray &texts, qsizetype count) override
    {
        QList<qint64> changed;
        // Asking for the result behind one throws its rows away, so the last one's are left.
        for (bool isRunning = m_query.exec(QString::fromLatin1(texts)); isRunning;
             isRunning = m_query.nextResult()) {
            changed.append(m_query.numRowsAffected());
            if (changed.size() == count)
                return changed;
        }
        const QSqlError error = m_query.lastError();
        if (error.nativeErrorCode().isEmpty())
            return std::unexpected(answersMissing());
        return std::unexpected(SqlFailure {error.nativeErrorCode(), error.databaseText()});
    }
    bool next() override { return m_query.next(); }
    void finish() override { m_query.finish(); }
    bool isNull(int column) const override { return m_query.isNull(column); }
    qint64 integer(int column) const override { return m_query.value(column).toLongLong(); }
    QByteArray bytes(int column) const override
    {
        const QVariant value = m_query.value(column);
        return value.typeId() == QMetaType::QByteArray ? value.toByteArray() : value.toString().toUtf8();
    }

private:
    QSqlQuery m_query;
};

} // namespace

std::unique_ptr<MysqlWire> MysqlWire::native(MYSQL *handle)
{
    return std::make_unique<NativeWire>(handle);
}

std::unique_ptr<MysqlWire> MysqlWire::plain(const QSqlDatabase &database)
{
    return std::make_unique<PlainWire>(database);
}

} // namespace Axess
