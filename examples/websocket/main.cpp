// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "chatserver.h"

#include <termination.h>

#include <axess/configuredkey.h>
#include <axess/operations.h>

#include <QtCore/QCommandLineParser>
#include <QtCore/QCoreApplication>
#include <QtCore/QTextStream>
#include <QtCore/QTimer>

using namespace Qt::StringLiterals;
using namespace Axess;
using namespace std::chrono_literals;

namespace {

int complain(const QString &sentence)
{
    QTextStream(stderr) << "axess-chat: " << sentence << Qt::endl;
    return 1;
}

// From the options, then as for every program with Axess: environment, then configuration files.
Result<std::shared_ptr<SessionStore>> openStore(const QCommandLineParser &options)
{
    const auto configuration = Configuration::resolve(
        {.store = options.value(u"store"_s), .rootKeyFile = options.value(u"root-key-file"_s)});
    if (!configuration)
        return std::unexpected(configuration.error());
    const auto store = configuration->storeUrl();
    if (!store)
        return std::unexpected(store.error());
    const auto standby = configuration->standbyUrl();
    if (!standby)
        return std::unexpected(standby.error());
    StoreOptions settings;
    settings.standby = *standby;
    return configuredRootKey(*configuration).and_then([&](const RootKey &key) {
        return SessionStore::open(*store, key, settings);
    });
}

int serve(QCoreApplication &application, const Termination &termination, const QCommandLineParser &options)
{
    bool isPort = false;
    const quint16 port = options.value(u"port"_s).toUShort(&isPort);
    if (!isPort)
        return complain(u"--port must be a number from 0 to 65535"_s);
    const auto store = openStore(options);
    if (!store)
        return complain(store.error().message());

    Housekeeping housekeeping(*store, {.program = u"axess-chat"_s});
    if (const auto started = housekeeping.start(); !started)
        return complain(started.error().message());
    ChatServer server(*store, options.values(u"origin"_s));
    QObject::connect(&termination, &Termination::asked, &server, [&] {
        server.close();
        // The goodbyes are on their way.
        QTimer::singleShot(200ms, &application, &QCoreApplication::quit);
    });
    const auto listening = server.listen(port);
    if (!listening)
        return complain(listening.error().message());
    QTextStream(stdout) << "The chat is open: ws://127.0.0.1:" << *listening << "/" << Qt::endl;
    return application.exec();
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"axess-chat"_s);
    const Termination termination;

    QCommandLineParser options;
    options.setApplicationDescription(
        u"A chat whose connections end when their session does, kept by Axess."_s);
    options.addHelpOption();
    options.addOptions(
        {{u"store"_s, u"Where sessions are kept; else AXESS_STORE."_s, u"URL"_s},
         {u"root-key-file"_s, u"Seals the sessions; else AXESS_ROOT_KEY_FILE."_s, u"FILE"_s},
         {u"origin"_s, u"A site whose pages may connect, as https://shop.example; once for each."_s,
          u"ORIGIN"_s},
         {u"port"_s, u"Port on 127.0.0.1; 0 = any that is free."_s, u"N"_s, u"8082"_s}});
    options.process(application);
    if (!options.positionalArguments().isEmpty())
        return complain(u"There is no argument but the options; --help lists them"_s);
    return serve(application, termination, options);
}
