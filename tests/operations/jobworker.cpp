// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// A process that works a job off until it has ended, or is killed: jobworker URL JOB LOG. Each step is noted
// in the log before it is kept.

#include "jobworker.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfile.h>

#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 4)
        return 2;
    QFile log(arguments[3]);
    if (!log.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        return 2;
    StoreOptions options;
    options.callDeadline = 10s;
    const auto store = SessionStore::open(arguments[1], KilledJobs::rootKey(), options);
    if (!store)
        return KilledJobs::complain(store.error());
    const auto counting = std::make_shared<CountingJob>(KilledJobs::Rows);
    counting->inStep([&](int row) { log.write(QByteArray::number(row) + '\n'); });
    Jobs jobs(*store, std::make_shared<const JobKinds>(JobKinds::List {counting}));
    JobControl control;
    control.lease = KilledJobs::Lease;
    control.worker = QString::number(QCoreApplication::applicationPid());
    control.wait = [](std::chrono::milliseconds time) {
        std::this_thread::sleep_for(time);
        return true;
    };
    for (;;) {
        const auto run = jobs.run(arguments[2], control);
        if (!run)
            return KilledJobs::complain(run.error());
        if (run->end == JobRunEnd::Ended)
            return 0;
        std::this_thread::sleep_for(50ms);
    }
}
