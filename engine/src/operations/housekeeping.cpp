// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "historywatch_p.h"
#include "instancedocument_p.h"
#include "vitals_p.h"

#include <axess/jobs.h>
#include <axess/logging.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qsysinfo.h>

#include <algorithm>
#include <condition_variable>
#include <system_error>
#include <thread>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// A sweep holds a connection; what is left goes with the next one.
constexpr std::chrono::milliseconds longestSweep = std::chrono::minutes(5);
constexpr std::chrono::milliseconds longestTrim = std::chrono::minutes(2);

} // namespace

class Housekeeping::Private
{
public:
    Private(std::shared_ptr<SessionStore> sessions, const Options &settings)
        : store(std::move(sessions))
        , options(settings)
        , instance(store->core(), settings.program)
    { }

    void run();
    void workOffJobs();
    void stop();
    bool mayWork() const;

    const std::shared_ptr<SessionStore> store;
    const Options options;
    InstanceDocument instance;
    std::thread thread;
    std::thread jobThread;

private:
    bool waitFor(std::chrono::milliseconds time);
    Deadline nextSweep() const;
    void sweep();
    void report(const Result<void> &done, const char *what);
    bool isStopping();

    std::mutex m_mutex;
    std::condition_variable m_stopped;
    bool m_stopping = false;
    bool m_isFailing = false;
};

// ± 20 %, so that instances that were started together do not sweep together.
Deadline Housekeeping::Private::nextSweep() const
{
    const auto random = store->core().random().bytes<2>();
    const unsigned number = random ? (unsigned((*random)[0]) << 8 | unsigned((*random)[1])) : 0x8000;
    const double share = 0.8 + 0.4 * double(number) / 65535.0;
    return Deadline::in(std::chrono::milliseconds(qint64(double(options.sweepEvery.count()) * share)));
}

bool Housekeeping::Private::isStopping()
{
    const std::scoped_lock lock(m_mutex);
    return m_stopping;
}

void Housekeeping::Private::report(const Result<void> &done, const char *what)
{
    // One line for an outage, not one every five seconds.
    if (!done && !m_isFailing)
        qCWarning(jobLog, "%s failed and will be tried again: %ls", what,
                  qUtf16Printable(done.error().message()));
    m_isFailing = !done;
}

void Housekeeping::Private::sweep()
{
    const auto swept = sweepOnce(*store, longestSweep, [this](qint64) { return !isStopping(); });
    if (!swept)
        report(std::unexpected(swept.error()), "Sweeping");
    else if (*swept && **swept > 0)
        qCInfo(jobLog, "Swept %lld ended sessions", static_cast<long long>(**swept));
    // Whoever sweeps: of several instances one is enough.
    if (swept && *swept) {
        const auto trimmed
            = trimHistory(*store, options.events, longestTrim, [this](qint64) { return !isStopping(); });
        report(trimmed.transform([](qint64) { }), "Forgetting old events");
    }
    report(instance.forgetSilentOnes(), "Forgetting silent instances");
}

void Housekeeping::Private::run()
{
    Deadline sweepAt = nextSweep();
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        lock.unlock();
        report(instance.renew(), "Renewing the instance's document");
        lookAtVitals(*store, store->core().deadline());
        if (sweepAt.hasPassed()) {
            sweep();
            sweepAt = nextSweep();
        }
        lock.lock();
        const Deadline renewAt = Deadline::in(options.renewEvery);
        m_stopped.wait_until(lock, std::min(renewAt.at(), sweepAt.at()), [this] { return m_stopping; });
    }
    lock.unlock();
    instance.remove();
}

// False = it is time to end.
bool Housekeeping::Private::waitFor(std::chrono::milliseconds time)
{
    std::unique_lock lock(m_mutex);
    return !m_stopped.wait_for(lock, time, [this] { return m_stopping; });
}

bool Housekeeping::Private::mayWork() const
{
    const StoreCapabilities capabilities = store->capabilities();
    return options.jobs == JobPolicy::WorkOff && !capabilities.readOnly
        && (!capabilities.sealed || capabilities.hasKey);
}

void Housekeeping::Private::workOffJobs()
{
    Jobs jobs(store);
    HistoryWatch histories(store, options.program, options.verifyAfter);
    QString failure;
    JobControl control;
    control.worker = u"%1@%2:%3"_s.arg(options.program, QSysInfo::machineHostName())
                         .arg(QCoreApplication::applicationPid());
    control.foregroundLimit = options.foregroundLimit;
    control.wait = [this](std::chrono::milliseconds time) { return waitFor(time); };
    do {
        const auto looked = histories.look();
        const auto ended = jobs.workOff(control);
        const QString sentence = !ended ? ended.error().message()
            : looked                    ? QString()
                                        : looked.error().message();
        // Once for each reason, not every few seconds.
        if (!sentence.isEmpty() && sentence != failure)
            qCWarning(jobLog, "Jobs wait, and will be tried again: %ls", qUtf16Printable(sentence));
        failure = sentence;
        if (ended.value_or(0) > 0)
            qCInfo(jobLog, "Worked off %d job(s)", *ended);
    } while (waitFor(options.lookForJobsEvery));
}

void Housekeeping::Private::stop()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_stopped.notify_all();
    for (std::thread *each : {&thread, &jobThread}) {
        if (each->joinable())
            each->join();
    }
    m_stopping = false;
}

Housekeeping::Housekeeping(std::shared_ptr<SessionStore> store, const Options &options)
    : d(std::make_unique<Private>(std::move(store), options))
{ }

Housekeeping::~Housekeeping()
{
    d->stop();
}

Result<void> Housekeeping::start()
{
    if (d->thread.joinable())
        return {};
    try {
        d->thread = std::thread([this] { d->run(); });
        if (d->mayWork())
            d->jobThread = std::thread([this] { d->workOffJobs(); });
    } catch (const std::system_error &) {
        d->stop();
        return std::unexpected(Error(ErrorCode::Full, u"The system starts no more threads"_s));
    }
    return {};
}

} // namespace Axess
