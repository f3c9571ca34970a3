// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "polling.h"

#include <algorithm>
#include <thread>
#include <unistd.h>

namespace Axess {

Polling::Polling(std::chrono::microseconds middle)
    : m_middle(middle)
    , m_state(quint32(::getpid()) * 2654435761U ^ quint32(quintptr(this) >> 4))
{ }

void Polling::wait(const Deadline &deadline)
{
    m_state = m_state * 1664525U + 1013904223U;
    const auto pause = m_middle / 2 + m_middle * (m_state >> 16) / 65536;
    std::this_thread::sleep_for(std::min<std::chrono::microseconds>(pause, deadline.remaining()));
}

} // namespace Axess
