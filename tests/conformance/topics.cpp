// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "topics.h"

using namespace Qt::StringLiterals;

// In the order of reports: what a session lives through first.
#define TOPICS(TOPIC)                                                                                        \
    TOPIC(connection)                                                                                        \
    TOPIC(create)                                                                                            \
    TOPIC(load)                                                                                              \
    TOPIC(update)                                                                                            \
    TOPIC(touch)                                                                                             \
    TOPIC(cycle)                                                                                             \
    TOPIC(admission)                                                                                         \
    TOPIC(generations)                                                                                       \
    TOPIC(revocation)                                                                                        \
    TOPIC(removal)                                                                                           \
    TOPIC(sweep)                                                                                             \
    TOPIC(epochs)                                                                                            \
    TOPIC(reseal)                                                                                            \
    TOPIC(pages)                                                                                             \
    TOPIC(filters)                                                                                           \
    TOPIC(registry)                                                                                          \
    TOPIC(documents)                                                                                         \
    TOPIC(events)                                                                                            \
    TOPIC(follower)                                                                                          \
    TOPIC(verify)                                                                                            \
    TOPIC(hostile)                                                                                           \
    TOPIC(differential)                                                                                      \
    TOPIC(concurrency)                                                                                       \
    TOPIC(engine)

#define DECLARE(name) std::unique_ptr<ConformanceTest> makeTopic_##name();
TOPICS(DECLARE)
#undef DECLARE

namespace {

struct Topic
{
    QLatin1StringView name;
    std::unique_ptr<ConformanceTest> (*make)();
};

#define ENTRY(name) {#name##_L1, makeTopic_##name},
constexpr Topic Topics[] = {TOPICS(ENTRY)};
#undef ENTRY

} // namespace

QStringList topicNames()
{
    QStringList names;
    for (const Topic &topic : Topics)
        names.append(topic.name);
    return names;
}

std::unique_ptr<ConformanceTest> makeTopic(const QString &name, BackendsUnderTest &backends)
{
    const auto *topic = std::ranges::find(Topics, name, &Topic::name);
    if (topic == std::end(Topics))
        return nullptr;
    auto test = topic->make();
    test->setBackends(backends);
    return test;
}
