// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "rawclient.h"

#include <QtCore/qprocess.h>
#include <QtCore/qregularexpression.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

RawClient::Run run(const QString &program, const QStringList &arguments, const QStringList &lines,
                   const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment())
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    process.write(lines.join(u'\n').toUtf8() + '\n');
    process.closeWriteChannel();
    const bool hasEnded = process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit;
    const bool isDone = hasEnded && process.exitCode() == 0;
    process.kill();
    process.waitForFinished();
    return {isDone, QString::fromUtf8(process.readAll())};
}

QStringList address(const StoreUrl &store, const QString &host, const QString &port)
{
    return {host, store.hosts().constFirst().name, port, QString::number(store.hosts().constFirst().port)};
}

RawClient::Run psql(const StoreUrl &store, const QStringList &lines)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PGPASSWORD"_s, store.password());
    environment.insert(u"PGOPTIONS"_s,
                       u"-c client_min_messages=warning -c search_path="_s
                           + store.option(u"schema"_s).value_or(u"public"_s));
    return run(u"psql"_s,
               address(store, u"-h"_s, u"-p"_s)
                   + QStringList {u"-U"_s, store.user(), u"-d"_s, store.path(), u"-X"_s, u"-q"_s, u"-v"_s,
                                  u"ON_ERROR_STOP=1"_s, u"-f"_s, u"-"_s},
               lines, environment);
}

RawClient::Run mariadb(const StoreUrl &store, const QStringList &arguments, const QStringList &lines)
{
    QStringList all {u"--no-defaults"_s};
    if (const auto authority = store.option(u"sslrootcert"_s))
        all.append(u"--ssl-ca="_s + *authority);
    return run(u"mariadb"_s, all + arguments + QStringList {store.path()}, lines);
}

RawClient::Run valkey(const StoreUrl &store, const QStringList &arguments, const QStringList &lines)
{
    auto typed = run(u"valkey-cli"_s, address(store, u"-h"_s, u"-p"_s) + arguments, lines);
    // It tells no failure by its exit code where it reads what to do.
    static const QRegularExpression failure(u"^(NOPERM|ERR|WRONGPASS|NOAUTH|AUTH failed)\\b"_s,
                                            QRegularExpression::MultilineOption);
    typed.isDone = typed.isDone && !failure.match(typed.output).hasMatch();
    return typed;
}

} // namespace

RawClient::Run RawClient::type(const StoreUrl &store, const QStringList &lines)
{
    if (store.backend() == "postgres"_L1)
        return psql(store, lines);
    if (store.backend() == "mysql"_L1)
        return mariadb(
            store, address(store, u"-h"_s, u"-P"_s) << u"-u"_s + store.user() << u"-p"_s + store.password(),
            lines);
    return valkey(store, {u"--user"_s, store.user(), u"--pass"_s, store.password(), u"--no-auth-warning"_s},
                  lines);
}

RawClient::Run RawClient::administrate(const StoreUrl &store, const QString &setUp, const QStringList &lines)
{
    if (store.backend() == "postgres"_L1)
        return psql(store, lines);
    if (store.backend() == "mysql"_L1)
        return mariadb(
            store,
            {u"--socket=%1/%2/socket"_s.arg(qEnvironmentVariable("AXESS_TEST_SERVERS"), setUp), u"-uroot"_s},
            lines);
    return valkey(store, {}, lines);
}
