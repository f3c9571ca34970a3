// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/options.h"

#include <axess/storeurl.h>

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qcoreapplication.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

struct Parser
{
    QCommandLineParser parser;
    QCommandLineOption store {u"store"_s, Options::tr("Open this store: a URL or a SQLite file."), u"URL"_s};
    QCommandLineOption keyFile {u"root-key-file"_s,
                                Options::tr("With this root key; without it data stays shut."), u"FILE"_s};
    QCommandLineOption environment {
        u"environment"_s,
        Options::tr("What the store is for: %1. It stands in the window's band and title.")
            .arg(EnvironmentTexts::names().join(u", "_s)),
        u"NAME"_s};
    QCommandLineOption lookup {
        u"lookup-command"_s,
        Options::tr("Program that prints the user ids of whom its last argument names, one a line."),
        u"COMMAND"_s};
    QCommandLineOption accessMode {u"access-mode"_s,
                                   Options::tr("What this console may do: %1. Without it: operator.")
                                       .arg(ConsoleModeTexts::names().join(u", "_s)),
                                   u"MODE"_s};
    QCommandLineOption screenshots {
        u"screenshots"_s, Options::tr("Write pictures of the pages into this folder and end."), u"FOLDER"_s};
    QCommandLineOption selfTest {u"self-test"_s,
                                 Options::tr("Check whether this installation is whole and end.")};
    QCommandLineOption help {{u"h"_s, u"help"_s}, Options::tr("Show this help.")};
    QCommandLineOption version {{u"v"_s, u"version"_s}, Options::tr("Show the version.")};

    Parser()
    {
        parser.setApplicationDescription(Options::tr("Find sessions, log them out, and see why one ended."));
        parser.addOptions(
            {store, keyFile, environment, lookup, accessMode, screenshots, selfTest, help, version});
    }
};

Error refused(const QString &sentence)
{
    return Error(ErrorCode::InvalidArgument, sentence);
}

} // namespace

Result<Options> Options::parse(const QStringList &arguments, const ConfigurationPlaces &places)
{
    Parser known;
    if (!known.parser.parse(arguments))
        return std::unexpected(refused(known.parser.errorText()));
    const QStringList loose = known.parser.positionalArguments();
    if (!loose.isEmpty())
        return std::unexpected(
            refused(tr("\"%1\" is not expected; name a store with --store.").arg(loose.constFirst())));
    Options options;
    if (known.parser.isSet(known.help))
        options.act = Act::ShowHelp;
    else if (known.parser.isSet(known.version))
        options.act = Act::ShowVersion;
    else if (known.parser.isSet(known.selfTest))
        options.act = Act::SelfTest;
    if (options.act != Act::Run)
        return options;

    const QString typed = known.parser.value(known.store);
    if (const auto url = StoreUrl::parse(typed); url && !url->password().isEmpty())
        options.warnings.append(tr("A password on the command line is seen by every user of this machine."));
    const auto configuration
        = Configuration::resolve({.store = typed, .rootKeyFile = known.parser.value(known.keyFile)}, places);
    if (!configuration)
        return std::unexpected(configuration.error());
    options.store = StoreAddress::fromTyped(configuration->store(), configuration->rootKeyFile());
    if (known.parser.isSet(known.environment)) {
        const QString name = known.parser.value(known.environment);
        const auto environment = EnvironmentTexts::fromName(name);
        if (!environment)
            return std::unexpected(refused(tr("\"%1\" is no environment; there are %2.")
                                               .arg(name, EnvironmentTexts::names().join(u", "_s))));
        options.store.environment = *environment;
    }
    if (known.parser.isSet(known.accessMode)) {
        const QString name = known.parser.value(known.accessMode);
        const auto mode = ConsoleModeTexts::fromName(name);
        if (!mode)
            return std::unexpected(refused(tr("\"%1\" is no access mode; there are %2.")
                                               .arg(name, ConsoleModeTexts::names().join(u", "_s))));
        options.mode = *mode;
    }
    options.lookupCommand = known.parser.value(known.lookup);
    options.screenshots = known.parser.value(known.screenshots);
    if (!options.screenshots.isEmpty() && options.store.url.isEmpty())
        return std::unexpected(refused(tr("--screenshots needs --store.")));
    return options;
}

QString Options::help()
{
    return Parser().parser.helpText();
}

} // namespace Axess
