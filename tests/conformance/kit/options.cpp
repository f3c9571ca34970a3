// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "options.h"

#include "kittopics.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QDir>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

std::unexpected<Error> invalid(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::InvalidArgument, sentence));
}

void describe(QCommandLineParser &parser)
{
    parser.setApplicationDescription(u"Tries a backend of Axess: the conformance suite, races and faults, "
                                     u"each case on a store of its own, "
                                     "and reports which of the ten promises it keeps."_s);
    parser.addPositionalArgument(
        u"URL"_s, u"Where stores are made, with {store} for their name: sqlite:/tmp/kit/{store}.db"_s);
    parser.addOption({u"plugins"_s, u"Search this folder for plugins first; may be repeated."_s, u"DIR"_s});
    parser.addOption({u"only"_s, u"Try only this topic; may be repeated."_s, u"TOPIC"_s});
    parser.addOption({u"rounds"_s, u"How often each race is run (200)."_s, u"N"_s});
    parser.addOption(
        {u"deadline"_s, u"How long a case may take before it counts as broken (120)."_s, u"SECONDS"_s});
    parser.addOption(
        {u"make"_s, u"A shell command that makes a store, such as 'createdb {store}'."_s, u"COMMAND"_s});
    parser.addOption({u"drop"_s, u"A shell command that removes one."_s, u"COMMAND"_s});
    parser.addOption({u"json"_s, u"Print the report as JSON."_s});
    parser.addOption({u"topics"_s, u"List the topics."_s});
    parser.addOption({{u"h"_s, u"help"_s}, u"Say how this is used."_s});
    parser.addOption({u"version"_s, u"Print the version."_s});
}

Result<int> number(const QCommandLineParser &parser, const QString &name, int byDefault, int maximum)
{
    if (!parser.isSet(name))
        return byDefault;
    bool isNumber = false;
    const int value = parser.value(name).toInt(&isNumber);
    if (!isNumber || value < 1 || value > maximum)
        return invalid(u"--%1 takes a whole number from 1 to %2"_s.arg(name).arg(maximum));
    return value;
}

} // namespace

Result<KitOptions> KitOptions::parse(const QStringList &arguments)
{
    QCommandLineParser parser;
    describe(parser);
    if (!parser.parse(arguments))
        return invalid(parser.errorText());
    KitOptions options;
    options.isJson = parser.isSet(u"json"_s);
    for (const auto &[name, action] :
         {std::pair(u"help"_s, Action::Help), std::pair(u"version"_s, Action::Version),
          std::pair(u"topics"_s, Action::ListTopics)}) {
        if (parser.isSet(name)) {
            options.action = action;
            return options;
        }
    }
    if (parser.positionalArguments().size() != 1)
        return invalid(u"Say which backend to try, by one URL, such as sqlite:/tmp/kit/{store}.db"_s);
    options.url = parser.positionalArguments().constFirst();
    for (const QString &folder : parser.values(u"plugins"_s)) {
        if (!QDir(folder).exists())
            return invalid(u"There is no folder %1 to search for plugins"_s.arg(folder));
        options.pluginFolders.append(QDir(folder).absolutePath());
    }
    options.topics = parser.values(u"only"_s);
    for (const QString &topic : std::as_const(options.topics)) {
        if (!kitTopicNames().contains(topic))
            return invalid(
                u"There is no topic \"%1\"; there are %2"_s.arg(topic, kitTopicNames().join(u", "_s)));
    }
    if (options.topics.isEmpty())
        options.topics = kitTopicNames();
    options.makeCommand = parser.value(u"make"_s);
    options.dropCommand = parser.value(u"drop"_s);
    const auto rounds = number(parser, u"rounds"_s, options.rounds, 10'000'000);
    const auto seconds = number(parser, u"deadline"_s, int(options.deadline.count()), 86'400);
    if (!rounds || !seconds)
        return std::unexpected(rounds ? seconds.error() : rounds.error());
    options.rounds = *rounds;
    options.deadline = std::chrono::seconds(*seconds);
    return options;
}

QString KitOptions::help()
{
    QCommandLineParser parser;
    describe(parser);
    return parser.helpText()
        + u"\nExit codes: 0 all promises are kept, 1 one is broken, 2 usage, 3 the backend could not be tried.\n"_s;
}

void KitOptions::toEnvironment() const
{
    QStringList folders = pluginFolders;
    if (qEnvironmentVariableIsSet("AXESS_PLUGIN_PATH"))
        folders.append(qEnvironmentVariable("AXESS_PLUGIN_PATH"));
    if (!folders.isEmpty())
        qputenv("AXESS_PLUGIN_PATH", folders.join(u':').toUtf8());
    qputenv("AXESS_KIT_URL", url.toUtf8());
    qputenv("AXESS_KIT_MAKE", makeCommand.toUtf8());
    qputenv("AXESS_KIT_DROP", dropCommand.toUtf8());
    qputenv("AXESS_RACE_ROUNDS", QByteArray::number(rounds));
    // Qt Test ends a case that takes longer.
    qputenv("QTEST_FUNCTION_TIMEOUT", QByteArray::number(std::chrono::milliseconds(deadline).count()));
}
