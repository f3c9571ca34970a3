// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlinterruptor.h"

namespace Axess {

SqlInterruptor::Call::Call(SqlInterruptor &interruptor)
    : m_interruptor(interruptor)
{
    const std::scoped_lock lock(m_interruptor.m_mutex);
    m_interruptor.m_running = true;
    m_interruptor.m_interrupted = false;
}

SqlInterruptor::Call::~Call()
{
    const std::scoped_lock lock(m_interruptor.m_mutex);
    m_interruptor.m_running = false;
    m_interruptor.m_link = nullptr;
}

void SqlInterruptor::Call::workOn(SqlLink *link)
{
    // Under the lock, so that nobody interrupts a link that serves another connection by then.
    const std::scoped_lock lock(m_interruptor.m_mutex);
    m_interruptor.m_link = link;
}

void SqlInterruptor::interrupt()
{
    const std::scoped_lock lock(m_mutex);
    if (!m_running)
        return;
    m_interrupted = true;
    if (m_link)
        m_link->interrupt();
}

} // namespace Axess
