// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// A process that races with others: opens the store, prints "ready", then answers each line of words with a
// line.

#include "raceactor.h"

#include <QtCore/QCoreApplication>

#include <iostream>
#include <string>

using namespace Axess;
using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    StoreOptions options;
    options.callDeadline = std::chrono::seconds(30);
    const auto store = SessionStore::open(arguments.value(1), RootKey::fromFile(arguments.value(2)), options);
    if (!store) {
        std::cerr << qPrintable(store.error().message()) << std::endl;
        return 1;
    }
    RaceActor actor(*store);
    std::cout << "ready" << std::endl;
    for (std::string line; std::getline(std::cin, line);)
        std::cout << actor.act(QByteArray::fromStdString(line)).toStdString() << std::endl;
    return 0;
}
