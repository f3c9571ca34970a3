// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// A process that works a rotation or a conversion off and kills itself on the way: rotationworker URL JOB
// MOMENT [MS]. At `effect` it dies when it has done a step and not kept it, at `kept` when it has kept one,
// at `never` not at all. Calls take MS at most.

#include "jobworker.h"

#include "operations/conversion_p.h"
#include "operations/keyrotation_p.h"

#include <QtCore/qcoreapplication.h>

#include <csignal>
#include <thread>

#include <unistd.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

void dieAt(bool isNow)
{
    if (isNow)
        ::kill(::getpid(), SIGKILL);
}

/// A job whose worker dies behind the first step that does more than wait.
template<typename Kind> class Deadly final : public JobKind
{
public:
    explicit Deadly(bool dies)
        : m_dies(dies)
    { }

    QString name() const override { return m_kind.name(); }
    Result<void> check(const JobRequest &request) const override { return m_kind.check(request); }
    Result<JobStep> step(StoreCore &core, const JobInfo &job, int rows) const override
    {
        const auto step = m_kind.step(core, job, rows);
        dieAt(m_dies && step && step->checkpoint != job.checkpoint);
        return step;
    }

private:
    const Kind m_kind;
    const bool m_dies;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 4)
        return 2;
    StoreOptions options;
    options.callDeadline = KilledJobs::RotationDeadline;
    if (arguments.size() > 4)
        options.callDeadline = std::chrono::milliseconds(arguments[4].toInt());
    options.controlLag = KilledJobs::RotationLag;
    const auto store = SessionStore::open(arguments[1], KilledJobs::rootKey(), options);
    if (!store)
        return KilledJobs::complain(store.error());
    const bool dies = arguments[3] == "effect"_L1;
    const JobKinds::List kinds {std::make_shared<const Deadly<KeyRotation>>(dies),
                                std::make_shared<const Deadly<Conversion>>(dies)};
    Jobs jobs(*store, std::make_shared<const JobKinds>(kinds));
    auto before = jobs.find(arguments[2]);
    for (int i = 0; i < 20 && !before && before.error().code() == ErrorCode::Unavailable; ++i)
        before = jobs.find(arguments[2]);
    if (!before)
        return KilledJobs::complain(before.error());
    JobControl control;
    control.lease = KilledJobs::RotationLease;
    control.progressed = [&](const JobInfo &job) {
        dieAt(arguments[3] == "kept"_L1 && job.checkpoint != before->checkpoint);
    };
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
        std::this_thread::sleep_for(20ms);
    }
}
