// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shopserver.h"
#include "termination.h"

#include <axess/operations.h>

#include <QtCore/QCommandLineParser>
#include <QtCore/QCoreApplication>
#include <QtCore/QFile>
#include <QtCore/QTextStream>

using namespace Qt::StringLiterals;
using namespace Axess;

namespace {

int complain(const QString &sentence)
{
    QTextStream(stderr) << "axess-shop: " << sentence << Qt::endl;
    return 1;
}

// A first start makes the key. A store that has lost its key does not open with a new one, so nothing is at
// risk.
Result<RootKey> rootKeyIn(const QString &path)
{
    if (path.isEmpty())
        return RootKey::none();
    if (!QFile::exists(path)) {
        SystemRandom random;
        if (const auto made = RootKey::generate(random, path); !made)
            return std::unexpected(made.error());
    }
    return RootKey::fromFile(path);
}

int serve(QCoreApplication &application, const QCommandLineParser &options)
{
    bool isPort = false;
    const quint16 port = options.value(u"port"_s).toUShort(&isPort);
    if (!isPort)
        return complain(u"--port must be a number from 0 to 65535"_s);
    const auto store = rootKeyIn(options.value(u"root-key-file"_s)).and_then([&](const RootKey &key) {
        return SessionStore::open(options.value(u"store"_s), key);
    });
    if (!store)
        return complain(store.error().message());

    Housekeeping housekeeping(*store, {.program = u"axess-shop"_s});
    if (const auto started = housekeeping.start(); !started)
        return complain(started.error().message());
    ShopServer server(*store, options.isSet(u"behind-proxy"_s) ? Proxy::Trusted : Proxy::None,
                      options.isSet(u"metrics"_s) ? Insight::ThisMachine : Insight::None);
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
    QObject::connect(&termination, &Termination::asked, &application, &QCoreApplication::quit);

    QCommandLineParser options;
    options.setApplicationDescription(u"A small shop whose visitors' sessions are kept by Axess."_s);
    options.addHelpOption();
    options.addOptions({{u"store"_s, u"Where sessions are kept."_s, u"URL"_s, u"memory:"_s},
                        {u"root-key-file"_s, u"Seals the sessions; made if it is not there."_s, u"FILE"_s},
                        {u"port"_s, u"Port on 127.0.0.1; 0 = any that is free."_s, u"N"_s, u"8080"_s},
                        {u"behind-proxy"_s, u"Take addresses from X-Forwarded-For."_s},
                        {u"metrics"_s,
                         u"Answer requests of this machine at /metrics, and say to them why the shop is not "
                         "ready. Not behind a proxy that hides for whom it asks."_s}});
    options.process(application);
    if (!options.positionalArguments().isEmpty())
        return complain(u"There is no argument but the options; --help lists them"_s);
    return serve(application, options);
}
