// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// An instance whose sessions move while it works: movingcaller URL STANDBY LAG_MS. It tells on standard
// output what was acknowledged, a line each, and before it ends a session that it is about to; until it is
// killed, or its standard input ends.

#include "jobworker.h"
#include "storefixture.h"

#include <QtCore/qcoreapplication.h>

#include <atomic>
#include <thread>

#include <unistd.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

void tell(const char *what, const SessionToken &token, qint64 count = 0)
{
    std::printf("%s %s %lld\n", what, token.text().constData(), static_cast<long long>(count));
    std::fflush(stdout);
}

// One session: begun, saved as often as it goes, and every other one ended.
void work(SessionStore &store, int turn)
{
    const auto begun = store.save(guestRow());
    if (!begun)
        return;
    tell("begun", begun->token);
    for (qint64 count = 1; count <= 5; ++count) {
        const auto loaded = store.load(begun->token);
        if (!loaded)
            continue;
        if (!*loaded) {
            tell("lost", begun->token);
            return;
        }
        SessionRow next = **loaded;
        next.data.insert(u"count"_s, count);
        if (store.save(next))
            tell("saved", begun->token, count);
    }
    if (turn % 2 == 0)
        return;
    tell("ending", begun->token);
    if (store.remove(begun->id))
        tell("ended", begun->token);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const auto own = StoreUrl::parse(arguments.value(1));
    const auto standby = StoreUrl::parse(arguments.value(2));
    if (!own || !standby)
        return KilledJobs::complain(own ? standby.error() : own.error());
    StoreOptions options;
    options.standby = *standby;
    options.callDeadline = 10s;
    options.controlLag = std::chrono::milliseconds(arguments.value(3).toInt());
    const auto store = SessionStore::open(*own, KilledJobs::rootKey(), options);
    if (!store)
        return KilledJobs::complain(store.error());

    std::atomic<bool> isOver = false;
    std::thread ending([&] {
        char byte = 0;
        while (::read(STDIN_FILENO, &byte, 1) > 0) { }
        isOver = true;
    });
    for (int turn = 0; !isOver; ++turn)
        work(**store, turn);
    ending.join();
    return 0;
}
