// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// A process that works a job off and dies by SIGKILL at its first step: killedworker URL JOB before|after.
// Before the step is kept, or just after. It ends by itself when there was nothing left to do.

#include "jobworker.h"

#include "operations/jobkinds_p.h"

#include <QtCore/qcoreapplication.h>

#include <csignal>
#include <cstdio>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

class DyingKind final : public JobKind
{
public:
    explicit DyingKind(std::shared_ptr<const JobKind> kind)
        : m_kind(std::move(kind))
    { }

    QString name() const override { return m_kind->name(); }
    int version() const override { return m_kind->version(); }
    Result<void> check(const JobRequest &request) const override { return m_kind->check(request); }
    Result<JobStep> step(StoreCore &core, const JobInfo &job, int rows) const override
    {
        const auto step = m_kind->step(core, job, rows);
        if (step)
            std::raise(SIGKILL);
        return step;
    }

private:
    const std::shared_ptr<const JobKind> m_kind;
};

std::shared_ptr<const JobKinds> kindsThat(bool dieBefore)
{
    const auto standard = JobKinds::standard();
    if (!dieBefore)
        return standard;
    JobKinds::List kinds;
    for (const auto &kind : standard->all())
        kinds.push_back(std::make_shared<const DyingKind>(kind));
    return std::make_shared<const JobKinds>(std::move(kinds));
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 4)
        return 2;
    StoreOptions options;
    options.callDeadline = 10s;
    const auto store = SessionStore::open(arguments[1], KilledJobs::rootKey(), options);
    if (!store) {
        std::fprintf(stderr, "%s\n", qPrintable(store.error().message()));
        return 1;
    }
    Jobs jobs(*store, kindsThat(arguments[3] == u"before"_s));
    JobControl control;
    control.lease = 300ms;
    control.worker = QString::number(QCoreApplication::applicationPid());
    control.wait = [](std::chrono::milliseconds time) {
        std::this_thread::sleep_for(time);
        return true;
    };
    // The first is that it took the job over.
    control.progressed = [written = 0](const JobInfo &) mutable {
        if (++written == 2)
            std::raise(SIGKILL);
    };
    for (;;) {
        const auto run = jobs.run(arguments[2], control);
        if (!run) {
            std::fprintf(stderr, "%s\n", qPrintable(run.error().message()));
            return 1;
        }
        if (run->end == JobRunEnd::Ended)
            return 0;
        std::this_thread::sleep_for(20ms);
    }
}
