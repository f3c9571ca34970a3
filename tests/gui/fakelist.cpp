// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "fakelist.h"

#include <QtCore/qendian.h>

using namespace Axess;

SessionId FakeList::idOf(int number)
{
    QByteArray bytes(SessionId::Size, '\0');
    qToBigEndian(qint32(number), bytes.data());
    return SessionId::fromBytes(bytes).value();
}

ListedSession FakeList::session(int number, const QString &user)
{
    ListedSession session;
    session.row.id = idOf(number);
    session.row.user = UserId::fromText(user).value();
    session.row.level = SessionLevel::Authenticated;
    // Two share a millisecond, so that the id decides between them.
    session.row.created = Now - 1'000'000'000 + number / 2;
    session.row.lastSeen = Now - 60'000;
    session.row.idleDeadline = Now + 1'800'000;
    session.row.absoluteDeadline = Now + 40'000'000;
    session.row.revision = 1;
    session.row.change = 1;
    return session;
}

void FakeList::add(int number)
{
    m_sessions.insert(number, session(number));
}

void FakeList::remove(int number)
{
    m_sessions.remove(number);
}

ListedSession &FakeList::at(int number)
{
    return m_sessions[number];
}

Result<SessionPage> FakeList::answer(const SessionQuestion &query) const
{
    if (m_error)
        return std::unexpected(*m_error);
    SessionPage page;
    const int below = query.cursor.isEmpty() ? std::numeric_limits<int>::max() : query.cursor.toInt();
    auto next = m_sessions.lowerBound(below);
    while (next != m_sessions.cbegin() && page.sessions.size() < std::min(query.limit, m_most)) {
        --next;
        page.sessions.append(*next);
        page.next = QByteArray::number(next.key());
    }
    if (next == m_sessions.cbegin())
        page.next.clear();
    page.examined = page.sessions.size();
    return page;
}

SessionModel::Source FakeList::source()
{
    return [this](const SessionQuestion &query) {
        ++m_questions;
        auto promise = std::make_shared<Promise>();
        promise->start();
        m_waiting.append({promise, answer(query)});
        if (!m_held)
            release();
        return promise->future();
    };
}

void FakeList::release()
{
    m_held = false;
    for (const auto &[promise, answer] : std::exchange(m_waiting, {})) {
        promise->addResult(answer);
        promise->finish();
    }
}
