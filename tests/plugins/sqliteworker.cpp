// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// A process that works on a store until it is told to end, or killed. Prints "ready", waits for a line, then
// does its task: `init`, `probe` (prints what became of opening), `write` (prints each write that was
// acknowledged).

#include "rowbuilder.h"

#include <axess/clock.h>
#include <axess/randomsource.h>
#include <axess/storagebackend.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QPluginLoader>

#include <cstdio>
#include <poll.h>
#include <unistd.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

// Rows that are written in one transaction: all of them are there, or none.
constexpr int GroupSize = 3;
constexpr uid_t Nobody = 65534;

int say(const QByteArray &line)
{
    std::fprintf(stdout, "%s\n", line.constData());
    std::fflush(stdout);
    return 0;
}

int complain(const Error &error)
{
    std::fprintf(stderr, "%s: %s\n", qPrintable(errorCodeName(error.code())), qPrintable(error.message()));
    return 1;
}

bool isToldToEnd()
{
    pollfd input {STDIN_FILENO, POLLIN, 0};
    return ::poll(&input, 1, 0) > 0;
}

Result<std::unique_ptr<StorageConnection>> opened(StorageBackend &backend, const QString &path)
{
    return backend.factory(StoreUrl::forFile(path), AccessMode::ReadWrite)
        .and_then([](const std::shared_ptr<ConnectionFactory> &factory) {
            return factory->connect(Deadline::in(std::chrono::seconds(30)));
        });
}

// Another process's ids must not be the same ones.
NewRow freshRow(RandomSource &random, const QByteArray &payload)
{
    NewRow entry = RowBuilder(SystemClock().now()).user(u"worker"_s).payload(payload).entry();
    entry.row.id = SessionId::random(random).value();
    return entry;
}

int write(StorageConnection &store)
{
    SystemRandom random;
    Horizon horizon;
    for (int group = 0; !isToldToEnd(); ++group) {
        horizon.now = SystemClock().now();
        store.setDeadline(Deadline::in(std::chrono::seconds(30)));
        std::vector<NewRow> rows;
        const QByteArray name = QByteArray::number(::getpid()) + '-' + QByteArray::number(group);
        for (int i = 0; i < GroupSize; ++i)
            rows.push_back(freshRow(random, name.leftJustified(1024, ' ')));
        if (const auto created = store.create(rows, horizon); !created)
            return complain(created.error());
        for (const NewRow &entry : rows)
            say(entry.row.id.text().toLatin1() + " 1");

        const RowUpdate save = saveOf(rows.front().row, rows.front().row.payload);
        if (const auto saved = store.update({&save, 1}, horizon); !saved)
            return complain(saved.error());
        say(save.row.id.text().toLatin1() + " 2");
    }
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QString task = application.arguments().value(1);
    QPluginLoader loader(qEnvironmentVariable("AXESS_PLUGIN_PATH") + u"/axess_sqlite.so"_s);
    auto *backend = qobject_cast<StorageBackend *>(loader.instance());
    if (!backend)
        return complain(Error(ErrorCode::Unavailable, loader.errorString()));
    say("ready");
    if (std::fgetc(stdin) == EOF)
        return 1;
    while (std::fgetc(stdin) != '\n') { }
    // Root may do everything, so that rights can only be tested as somebody else.
    if (task == "probe"_L1 && ::geteuid() == 0 && (::setgid(Nobody) != 0 || ::setuid(Nobody) != 0))
        return 1;

    const auto store = opened(*backend, application.arguments().value(2));
    if (task == "probe"_L1)
        return say(store ? QByteArray("Opened") : errorCodeName(store.error().code()).toLatin1());
    if (!store)
        return complain(store.error());
    if (const auto made = (*store)->initSchema(); !made)
        return complain(made.error());
    return task == "write"_L1 ? write(**store) : 0;
}
