// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// A process whose sessions come and go: eventwriter URL LOG COUNT. Each session whose end was acknowledged is
// noted in the log.

#include "jobworker.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfile.h>

#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Result<SessionId> comeAndGo(SessionStore &store, int number)
{
    SessionRow row;
    row.idleTimeout = 30min;
    row.absoluteTimeout = 12h;
    const auto guest = store.save(row);
    if (!guest)
        return std::unexpected(guest.error());
    row = *guest;
    const auto user = UserId::fromText(u"user%1"_s.arg(number % 20)).value();
    const auto ticket = store.ticket(user);
    if (!ticket)
        return std::unexpected(ticket.error());
    row.user = user;
    row.level = SessionLevel::Authenticated;
    return store.renewed(row.token)
        .and_then([&](const SessionToken &to) { return store.cycle(row.token, to, row, SignIn {*ticket}); })
        .and_then([&](const SessionRow &in) { return store.remove(in.id); })
        .transform([&] { return row.id; });
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 4)
        return 2;
    QFile log(arguments[2]);
    if (!log.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        return 2;
    StoreOptions options;
    options.callDeadline = 30s;
    const auto store = SessionStore::open(arguments[1], KilledJobs::rootKey(), options);
    if (!store)
        return KilledJobs::complain(store.error());
    for (int i = 0; i < arguments[3].toInt(); ++i) {
        const auto ended = comeAndGo(**store, i);
        if (!ended && ended.error().code() != ErrorCode::Unavailable)
            return KilledJobs::complain(ended.error());
        // What was not acknowledged may be told or not.
        if (ended)
            log.write(ended->text().toLatin1() + '\n');
        else
            std::this_thread::sleep_for(20ms);
    }
    return 0;
}
