// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "models/sessionmodel.h"

#include <QtCore/qpromise.h>

#include <limits>

/// A list of sessions that a test writes and a SessionModel reads, newest first, page by page.
class FakeList
{
public:
    static constexpr qint64 Now = 1'772'366'400'000;

    /// Answers at once; `hold()` makes questions wait for `release()`.
    Axess::SessionModel::Source source();

    /// A live session whose place in the list is given by its number: higher is newer.
    static Axess::ListedSession session(int number, const QString &user = QStringLiteral("ann"));
    static Axess::SessionId idOf(int number);

    void add(int number);
    void remove(int number);
    Axess::ListedSession &at(int number);
    void failWith(const std::optional<Axess::Error> &error) { m_error = error; }
    void hold() { m_held = true; }
    void release();
    int questions() const { return m_questions; }
    /// A page ends early after looking at so many.
    void lookAt(int most) { m_most = most; }

private:
    Axess::Result<Axess::SessionPage> answer(const Axess::SessionQuestion &question) const;

    using Promise = QPromise<Axess::Result<Axess::SessionPage>>;

    QMap<int, Axess::ListedSession> m_sessions;
    QList<std::pair<std::shared_ptr<Promise>, Axess::Result<Axess::SessionPage>>> m_waiting;
    std::optional<Axess::Error> m_error;
    int m_most = std::numeric_limits<int>::max();
    bool m_held = false;
    int m_questions = 0;
};
