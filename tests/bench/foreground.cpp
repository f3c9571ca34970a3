// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "foreground.h"

#include <QtCore/qfile.h>

#include <algorithm>
#include <chrono>

#include <unistd.h>

using namespace Axess;
using namespace Qt::StringLiterals;

using Steady = std::chrono::steady_clock;

Foreground::Foreground(SessionStore &store, const SessionToken &token)
    : m_thread([this, &store, token](const std::stop_token &stop) {
        while (!stop.stop_requested()) {
            const auto begun = Steady::now();
            const auto loaded = store.load(token);
            if (!loaded || !*loaded)
                m_failed = true;
            m_took.push_back(std::chrono::duration<double>(Steady::now() - begun).count());
        }
    })
{ }

double Foreground::p99()
{
    m_thread.request_stop();
    m_thread.join();
    if (m_failed || m_took.empty())
        return 0;
    const auto place = m_took.begin() + std::ptrdiff_t(m_took.size() * 99 / 100);
    std::ranges::nth_element(m_took, place);
    return *place;
}

double residentBytes()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * double(::sysconf(_SC_PAGESIZE));
}
