// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "kittopics.h"

#include <QtCore/QMetaMethod>

using namespace Qt::StringLiterals;

QStringList kitTopicNames()
{
    return topicNames() << u"races"_s << u"faults"_s;
}

std::unique_ptr<ConformanceTest> makeKitTopic(const QString &name, BackendsUnderTest &backends)
{
    auto topic = name == "races"_L1 ? makeTopic_races()
        : name == "faults"_L1       ? makeTopic_faults()
                                    : makeTopic(name, backends);
    if (topic)
        topic->setBackends(backends);
    return topic;
}

QStringList casesOf(const QString &topic)
{
    class Nowhere final : public BackendsUnderTest
    {
        QStringList names() const override { return {}; }
        Axess::Result<std::unique_ptr<BackendUnderTest>> make(const QString &) override { return nullptr; }
    } nowhere;
    QStringList cases;
    const auto test = makeKitTopic(topic, nowhere);
    const QMetaObject *type = test ? test->metaObject() : &ConformanceTest::staticMetaObject;
    for (int i = ConformanceTest::staticMetaObject.methodCount(); i < type->methodCount(); ++i) {
        const QMetaMethod method = type->method(i);
        const QString name = QString::fromLatin1(method.name());
        const bool isFrame = name.endsWith("_data"_L1) || name == "init"_L1 || name == "cleanup"_L1;
        if (method.methodType() == QMetaMethod::Slot && method.access() == QMetaMethod::Private && !isFrame)
            cases.append(name);
    }
    return cases;
}
