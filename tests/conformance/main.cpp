// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// One topic of the conformance suite on the set-ups of a test run: conformance_suite TOPIC [QTEST ARGUMENT…]

#include "freshbackends.h"
#include "topics.h"

#include <QtCore/QCoreApplication>

#include <cstdio>

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QStringList arguments = application.arguments();
    FreshBackends backends;
    const auto topic = makeTopic(arguments.value(1), backends);
    if (!topic) {
        std::fprintf(stderr, "The suite has no topic \"%s\"; there are %s\n", qPrintable(arguments.value(1)),
                     qPrintable(topicNames().join(u", "_s)));
        return 2;
    }
    arguments.removeAt(1);
    return QTest::qExec(topic.get(), arguments);
}
