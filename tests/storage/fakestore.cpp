// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "fakeconnection.h"

using namespace Qt::StringLiterals;

namespace Axess {

Result<std::unique_ptr<StorageConnection>> FakeStore::connect(const Deadline &)
{
    int attempt = 0;
    {
        const std::lock_guard lock(m_mutex);
        attempt = ++m_connects;
        m_openedBy = std::this_thread::get_id();
    }
    if (const auto error = onConnect(attempt))
        return std::unexpected(*error);
    return std::make_unique<FakeConnection>(*this, attempt);
}

void FakeStore::closeGate()
{
    const std::lock_guard lock(m_mutex);
    m_isOpen = false;
}

void FakeStore::openGate()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isOpen = true;
    }
    m_changed.notify_all();
}

int FakeStore::atGate() const
{
    const std::lock_guard lock(m_mutex);
    return m_atGate;
}

QList<FakeStore::Batch> FakeStore::batches() const
{
    const std::lock_guard lock(m_mutex);
    return m_batches;
}

void FakeStore::forgetBatches()
{
    const std::lock_guard lock(m_mutex);
    m_batches.clear();
}

int FakeStore::connects() const
{
    const std::lock_guard lock(m_mutex);
    return m_connects;
}

int FakeStore::alive() const
{
    const std::lock_guard lock(m_mutex);
    return m_alive;
}

std::thread::id FakeStore::openedBy() const
{
    const std::lock_guard lock(m_mutex);
    return m_openedBy;
}

SessionId idOf(int number)
{
    QByteArray bytes(SessionId::Size, '\0');
    bytes[14] = char(number >> 8);
    bytes[15] = char(number);
    return *SessionId::fromBytes(bytes);
}

NewRow newRow(int number, qsizetype payloadBytes)
{
    NewRow row;
    row.row.id = idOf(number);
    row.row.revision = 1;
    row.row.payload = QByteArray(payloadBytes, 'p');
    row.row.payloadBytes = payloadBytes;
    return row;
}

} // namespace Axess
