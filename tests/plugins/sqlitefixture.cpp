// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlitefixture.h"

#include <axess/clock.h>

#include <QtCore/QPluginLoader>
#include <QtCore/QProcess>

using namespace Axess;
using namespace Qt::StringLiterals;

SqliteFixture::SqliteFixture() = default;

StorageBackend *SqliteFixture::backend()
{
    QPluginLoader loader(qEnvironmentVariable("AXESS_PLUGIN_PATH") + u"/axess_sqlite.so"_s);
    return qobject_cast<StorageBackend *>(loader.instance());
}

StoreUrl SqliteFixture::url(const QString &option, const QString &value) const
{
    const StoreUrl plain = StoreUrl::forFile(path());
    return option.isEmpty() ? plain : plain.withOption(option, value);
}

Result<SqliteFixture::Factory> SqliteFixture::factory(const StoreUrl &url, AccessMode access) const
{
    if (!backend())
        return std::unexpected(Error(ErrorCode::Unavailable, u"The plugin axess_sqlite was not found"_s));
    return backend()->factory(url, access);
}

Result<SqliteFixture::Connection> SqliteFixture::connect(AccessMode access) const
{
    const auto made = factory(url(), access);
    if (!made)
        return std::unexpected(made.error());
    auto connection = (*made)->connect(Deadline::in(std::chrono::seconds(30)));
    if (connection)
        (*connection)->setDeadline(Deadline::in(std::chrono::seconds(60)));
    return connection;
}

Result<SqliteFixture::Connection> SqliteFixture::store() const
{
    auto connection = connect();
    if (!connection)
        return connection;
    if (const auto made = (*connection)->initSchema(); !made)
        return std::unexpected(made.error());
    return connection;
}

QString SqliteFixture::shell(const QString &statement, const QString &file) const
{
    QProcess program;
    program.setProcessChannelMode(QProcess::MergedChannels);
    program.start(u"sqlite3"_s,
                  {u"-bail"_s, u"-cmd"_s, u".timeout 60000"_s, file.isEmpty() ? path() : file, statement});
    program.waitForFinished(60'000);
    return QString::fromUtf8(program.readAll()).trimmed();
}

std::vector<NewRow> newRows(int count, qint64 now)
{
    std::vector<NewRow> rows;
    for (int i = 0; i < count; ++i)
        rows.push_back(RowBuilder(now).user(u"user%1"_s.arg(i)).payload(QByteArray(1024, 'x')).entry());
    return rows;
}

Horizon horizonNow()
{
    Horizon horizon;
    horizon.now = SystemClock().now();
    return horizon;
}

PageRequest firstPage(int limit)
{
    PageRequest request;
    request.limit = limit;
    return request;
}
