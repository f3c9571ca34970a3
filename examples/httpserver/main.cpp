// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shopserver.h"
#include "termination.h"

#include <axess/configuredkey.h>
#include <axess/operations.h>

#include <QtCore/QCommandLineParser>
#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QTextStream>

using namespace Qt::StringLiterals;
using namespace Axess;

namespace {

void note(const QString &sentence)
{
    QTextStream(stderr) << "axess-shop: " << sentence << Qt::endl;
}

int complain(const QString &sentence)
{
    note(sentence);
    return 1;
}

// A first start makes the key. A store that has lost its key does not open with a new one, so nothing is at
// risk.
Result<RootKey> rootKeyIn(const QString &path)
{
    if (!QFile::exists(path)) {
        SystemRandom random;
        if (const auto made = RootKey::generate(random, path); !made)
            return std::unexpected(made.error());
    }
    return RootKey::fromFile(path);
}

Result<RootKey> rootKeyOf(const Configuration &configuration, const QCommandLineParser &options)
{
    const QString path = options.value(u"root-key-file"_s);
    return path.isEmpty() ? configuredRootKey(configuration) : rootKeyIn(path);
}

Result<std::optional<StoreUrl>> standbyOf(const Configuration &configuration, const QString &option)
{
    if (option.isEmpty())
        return configuration.standbyUrl();
    return StoreUrl::parse(option).transform([](const StoreUrl &url) { return std::optional(url); });
}

// What was typed can be seen by every process of this machine.
void warnOfPasswords(const QCommandLineParser &options)
{
    const auto hasPassword = [&](const QString &option) {
        return StoreUrl::parse(options.value(option))
            .transform([](const StoreUrl &url) { return !url.password().isEmpty(); })
            .value_or(false);
    };
    const QString warning = u"Warning: a password in an argument can be seen by every process of this "
                            "machine; use "_s;
    if (hasPassword(u"store"_s))
        note(warning + u"AXESS_STORE_PASSWORD_FILE"_s);
    if (hasPassword(u"standby"_s))
        note(warning + u"AXESS_STANDBY_STORE"_s);
}

// From the options, then as for every program with Axess: environment, then configuration files.
Result<std::shared_ptr<SessionStore>> openStore(const QCommandLineParser &options)
{
    const auto configuration = Configuration::resolve({.store = options.value(u"store"_s)});
    if (!configuration)
        return std::unexpected(configuration.error());
    const auto store
        = configuration->store().isEmpty() ? StoreUrl::parse(u"memory:"_s) : configuration->storeUrl();
    if (!store)
        return std::unexpected(store.error());
    const auto standby = standbyOf(*configuration, options.value(u"standby"_s));
    if (!standby)
        return std::unexpected(standby.error());
    StoreOptions settings;
    settings.standby = *standby;
    return rootKeyOf(*configuration, options).and_then([&](const RootKey &key) {
        return SessionStore::open(*store, key, settings);
    });
}

int serve(QCoreApplication &application, const Termination &termination, const QCommandLineParser &options)
{
    bool isPort = false;
    const quint16 port = options.value(u"port"_s).toUShort(&isPort);
    if (!isPort)
        return complain(u"--port must be a number from 0 to 65535"_s);
    warnOfPasswords(options);
    const auto store = openStore(options);
    if (!store)
        return complain(store.error().message());

    Housekeeping housekeeping(*store, {.program = u"axess-shop"_s});
    if (const auto started = housekeeping.start(); !started)
        return complain(started.error().message());
    ShopServer server(*store, options.isSet(u"behind-proxy"_s) ? Proxy::Trusted : Proxy::None,
                      options.isSet(u"metrics"_s) ? Insight::ThisMachine : Insight::None);
    QObject::connect(&termination, &Termination::asked, &server, &ShopServer::close);
    QObject::connect(&server, &ShopServer::closed, &application, &QCoreApplication::quit);
    const auto listening = server.listen(port);
    if (!listening)
        return complain(u"Port %1 of 127.0.0.1 is taken"_s.arg(port));
    QTextStream(stdout) << "The shop is open: http://127.0.0.1:" << *listening << "/" << Qt::endl;
    return application.exec();
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"axess-shop"_s);
    const Termination termination;

    QCommandLineParser options;
    options.setApplicationDescription(u"A small shop whose visitors' sessions are kept by Axess."_s);
    options.addHelpOption();
    options.addOptions(
        {{u"store"_s, u"Where sessions are kept; else AXESS_STORE, else in memory."_s, u"URL"_s},
         {u"standby"_s, u"The store to which the sessions may move meanwhile; else AXESS_STANDBY_STORE."_s,
          u"URL"_s},
         {u"root-key-file"_s, u"Seals the sessions; made if it is not there. Else AXESS_ROOT_KEY_FILE."_s,
          u"FILE"_s},
         {u"port"_s, u"Port on 127.0.0.1; 0 = any that is free."_s, u"N"_s, u"8080"_s},
         {u"behind-proxy"_s, u"Take addresses from X-Forwarded-For."_s},
         {u"metrics"_s,
          u"Answer requests of this machine at /metrics, and say to them why the shop is not "
          "ready. Not behind a proxy that hides for whom it asks."_s}});
    options.process(application);
    if (!options.positionalArguments().isEmpty())
        return complain(u"There is no argument but the options; --help lists them"_s);
    return serve(application, termination, options);
}
