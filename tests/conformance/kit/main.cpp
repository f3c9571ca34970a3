// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "killedwriter.h"
#include "kittopics.h"
#include "options.h"
#include "raceactor.h"
#include "report.h"
#include "storenames.h"
#include "topicrun.h"
#include "tryout.h"
#include "urlbackends.h"

#include <axess/version.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

#include <cstdio>
#include <optional>
#include <unistd.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

enum class ExitCode { Kept = 0, Broken = 1, Usage = 2, Untried = 3 };

// What the kit's own processes are told to be; nobody else calls them.
std::optional<int> runAsPart(const QStringList &arguments)
{
    const QString part = arguments.value(1);
    if (part == "--try-out"_L1)
        return tryOut();
    if (part == "--leave-word"_L1)
        return leaveWord(qEnvironmentVariable("AXESS_KIT_STORE"));
    if (part == "--race"_L1)
        return raceAsProcess(qEnvironmentVariable("AXESS_KIT_STORE"), arguments.value(2));
    if (part == "--write"_L1)
        return writeUntilKilled(qEnvironmentVariable("AXESS_KIT_STORE"), arguments.value(2));
    if (part != "--run-topic"_L1)
        return std::nullopt;
    UrlBackends backends = UrlBackends::fromEnvironment();
    const auto topic = makeKitTopic(arguments.value(2), backends);
    if (!topic)
        return int(ExitCode::Usage);
    return QTest::qExec(topic.get(), arguments.sliced(2));
}

int fail(const KitOptions &options, ExitCode code, const QString &sentence)
{
    if (options.isJson)
        std::fputs(QJsonDocument(QJsonObject {{u"error"_s, sentence}}).toJson().constData(), stdout);
    std::fprintf(stderr, "axess-conformance: %s\n", qPrintable(sentence));
    return int(code);
}

// In a process of its own, as everything that a plugin takes part in.
Result<QStringList> lookAtBackend(const KitOptions &options)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::SeparateChannels);
    process.start(QCoreApplication::applicationFilePath(), {u"--try-out"_s});
    const bool hasEnded = process.waitForFinished(int(std::chrono::milliseconds(options.deadline).count()));
    if (!hasEnded) {
        process.kill();
        process.waitForFinished();
        return std::unexpected(
            Error(ErrorCode::Unavailable,
                  u"The backend did not open a store within %1 s"_s.arg(options.deadline.count())));
    }
    const QString said = QString::fromUtf8(process.readAllStandardOutput()).trimmed();
    if (process.exitStatus() == QProcess::CrashExit)
        return std::unexpected(Error(ErrorCode::Unavailable,
                                     u"The backend crashed while a store was opened: "_s
                                         + QString::fromLocal8Bit(process.readAllStandardError()).trimmed()));
    if (process.exitCode() != 0 || said.isEmpty())
        return std::unexpected(
            Error(ErrorCode::Unavailable,
                  said.isEmpty() ? u"The backend ended the kit's process without a word"_s : said));
    return said.split(u'\n');
}

int tryBackend(const KitOptions &options)
{
    QElapsedTimer time;
    time.start();
    options.toEnvironment();
    if (const auto url = UrlBackends::fromEnvironment().check(); !url)
        return fail(options, ExitCode::Usage, url.error().message());
    const QTemporaryDir folder;
    StoreNames::keepIn(folder.filePath(u"names"_s));
    const UrlBackends backends = UrlBackends::fromEnvironment();
    const auto said = lookAtBackend(options);
    QStringList remaining = backends.removeLeft();
    if (!said)
        return fail(
            options, ExitCode::Untried,
            said.error().message()
                + (remaining.isEmpty() ? QString() : u". A store remains: "_s + remaining.join(u", "_s)));
    const bool isPersistent = said->value(1) == "persistent"_L1;
    qputenv("AXESS_KIT_PERSISTENT", isPersistent ? "1" : "0");
    const auto shown = StoreUrl::parse(options.url);
    Report report(said->constFirst(), shown ? shown->displayText() : QString());
    report.setAsked(options.topics.size() == kitTopicNames().size());
    const bool isWatched = ::isatty(STDERR_FILENO) != 0;
    for (const QString &topic : options.topics) {
        if (isWatched)
            std::fprintf(stderr, "%s …\n", qPrintable(topic));
        report.add(TopicRun(topic, options.deadline).run());
        remaining = backends.removeLeft();
    }
    report.setRemaining(remaining);
    const qint64 seconds = time.elapsed() / 1000;
    std::fputs(options.isJson ? report.json(seconds).constData() : report.text(seconds).toUtf8().constData(),
               stdout);
    return int(report.isKept() ? ExitCode::Kept : ExitCode::Broken);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"axess-conformance"_s);
    QCoreApplication::setApplicationVersion(QString::fromLatin1(AXESS_VERSION_STRING));
    const QStringList arguments = QCoreApplication::arguments();
    if (const auto code = runAsPart(arguments))
        return *code;
    const auto options = KitOptions::parse(arguments);
    if (!options)
        return fail({.url = {},
                     .pluginFolders = {},
                     .topics = {},
                     .makeCommand = {},
                     .dropCommand = {},
                     .isJson = arguments.contains(u"--json"_s)},
                    ExitCode::Usage, options.error().message());
    switch (options->action) {
    case KitOptions::Action::Help:
        std::fputs(KitOptions::help().toUtf8().constData(), stdout);
        return 0;
    case KitOptions::Action::Version:
        std::fprintf(stdout, "axess-conformance %s\n", AXESS_VERSION_STRING);
        return 0;
    case KitOptions::Action::ListTopics:
        std::fprintf(stdout, "%s\n", qPrintable(kitTopicNames().join(u'\n')));
        return 0;
    case KitOptions::Action::Try:
        break;
    }
    return tryBackend(*options);
}
