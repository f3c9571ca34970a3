// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "stallwatch.h"

#include <QtTest/qtest.h>

#include <algorithm>

using namespace std::chrono;

namespace {

constexpr auto LongestWait = 30s;

} // namespace

StallWatch::StallWatch()
{
    m_control->place.moveToThread(&m_controlThread);
    m_controlThread.start();
    m_sender.reset(QThread::create([this] { send(); }));
    m_sender->start();
}

StallWatch::~StallWatch()
{
    m_ends = true;
    m_sender->wait();
    m_controlThread.quit();
    m_controlThread.wait();
}

void StallWatch::send()
{
    while (!m_ends) {
        ping(*m_control);
        ping(*m_watched);
        ++m_sent;
        QThread::sleep(Interval);
    }
}

void StallWatch::ping(Ear &ear)
{
    const auto sent = steady_clock::now();
    QMetaObject::invokeMethod(
        &ear.place,
        [&ear, sent] {
            const qint64 late = duration_cast<milliseconds>(steady_clock::now() - sent).count();
            ear.longest = std::max<qint64>(ear.longest, late);
            ++ear.pings;
        },
        Qt::QueuedConnection);
}

milliseconds StallWatch::longest()
{
    const int sent = m_sent;
    if (!QTest::qWaitFor([&] { return m_watched->pings >= sent; }, QDeadlineTimer(LongestWait)))
        return LongestWait;
    return milliseconds(std::max<qint64>(0, m_watched->longest - m_control->longest));
}
