// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// A process that does what an operator does, and dies on the way: killedoperator N copy SOURCE TARGET,
// killedoperator N move SOURCE TARGET run|cut-over|roll-back|finish, or killedoperator N add|finish URL
// KEYFILE [NEWKEYFILE]. It dies before it writes its Nth document; 0 = not at all. It ends by itself when all
// is done.

#include "deadlyfactory.h"
#include "jobworker.h"

#include <axess/backendregistry.h>
#include <axess/keys.h>
#include <axess/livemigration.h>
#include <axess/storecopy.h>

#include <QtCore/qcoreapplication.h>

#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Result<StoreOptions> optionsFor(const QString &url, const std::shared_ptr<BackendRegistry> &registry,
                                const std::shared_ptr<std::atomic<int>> &left)
{
    return StoreUrl::parse(url)
        .and_then([&](const StoreUrl &parsed) { return registry->factory(parsed, AccessMode::ReadWrite); })
        .transform([&](const std::shared_ptr<ConnectionFactory> &factory) {
            StoreOptions options;
            // Nobody repeats what an operator does once, such as making a schema.
            options.callDeadline = std::chrono::seconds(30);
            options.controlLag = KilledJobs::RotationLag;
            options.registry = registry;
            options.factory = std::make_shared<DeadlyFactory>(factory, left);
            return options;
        });
}

Result<JobRun> copied(const QStringList &urls, const StoreOptions &target)
{
    StoreOptions reading;
    reading.callDeadline = std::chrono::seconds(30);
    const auto from = StoreUrl::parse(urls[0]);
    const auto to = StoreUrl::parse(urls[1]);
    if (!from || !to)
        return std::unexpected(from ? to.error() : from.error());
    JobControl control;
    control.lease = KilledJobs::RotationLease;
    control.wait = [](std::chrono::milliseconds time) {
        std::this_thread::sleep_for(time);
        return true;
    };
    const StoreCopyEnds ends {*from, *to, KilledJobs::rootKey(), reading, target};
    for (;;) {
        auto run = StoreCopy::open(ends).and_then(
            [&](const std::shared_ptr<StoreCopy> &copy) { return copy->run({}, control); });
        // Somebody died before this one, whose lease is not over yet.
        if (!run || run->end != JobRunEnd::Elsewhere)
            return run;
        std::this_thread::sleep_for(20ms);
    }
}

Result<void> moved(const QStringList &words, const StoreOptions &source, const StoreOptions &target)
{
    const auto from = StoreUrl::parse(words[0]);
    const auto to = StoreUrl::parse(words[1]);
    if (!from || !to)
        return std::unexpected(from ? to.error() : from.error());
    LiveMigrationControl control;
    // Nobody else is there whose calls of half a minute would have to be waited for.
    control.wait = [](std::chrono::milliseconds time) {
        std::this_thread::sleep_for(std::min<std::chrono::milliseconds>(time, 3 * KilledJobs::RotationLag));
        return true;
    };
    const auto mover = LiveMigration::open({*from, *to, KilledJobs::rootKey(), source, target});
    if (!mover)
        return std::unexpected(mover.error());
    if (words[2] == "run"_L1)
        return (*mover)->run(control).transform([](const LiveMigrationReport &) { });
    const auto state = words[2] == "cut-over"_L1 ? (*mover)->cutOver(control)
        : words[2] == "roll-back"_L1             ? (*mover)->rollBack(control)
                                                 : (*mover)->finish(control);
    return state.transform([](const LiveMigrationState &) { });
}

Result<KeyChange> changed(const QStringList &words, const StoreOptions &options)
{
    const RootKey deployed = RootKey::fromFile(words[2]);
    const auto store = SessionStore::open(words[1], deployed, options);
    if (!store)
        return std::unexpected(store.error());
    Keys keys(*store);
    return words[0] == "add"_L1 ? keys.addRootKey(RootKey::fromFile(words[3])) : keys.finishRootKey(deployed);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 5)
        return 2;
    const bool copies = arguments[2] == "copy"_L1;
    const auto registry = std::make_shared<BackendRegistry>();
    const auto left = std::make_shared<std::atomic<int>>(arguments[1].toInt());
    const auto options = optionsFor(copies ? arguments[4] : arguments[3], registry, left);
    if (!options)
        return KilledJobs::complain(options.error());
    if (arguments[2] == "move"_L1) {
        const auto done = optionsFor(arguments[4], registry, left).and_then([&](const StoreOptions &target) {
            return moved(arguments.sliced(3), *options, target);
        });
        return done ? 0 : KilledJobs::complain(done.error());
    }
    if (copies) {
        const auto run = copied(arguments.sliced(3), *options);
        // Who died before this one had opened the target already, and had not noted that.
        if (!run)
            return run.error().code() == ErrorCode::Gone ? 0 : KilledJobs::complain(run.error());
        return run->job.state == JobState::Done ? 0 : 1;
    }
    const auto change = changed(arguments.sliced(2), *options);
    return change ? 0 : KilledJobs::complain(change.error());
}
