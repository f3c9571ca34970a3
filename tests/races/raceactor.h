// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessionstore.h>

/// One of those who race: does what a line of words says, on a store of its own or a shared one.
///
/// The same words go to a thread and to a process. An answer is "ok" and what came of it, or the name of the
/// error; a "?" behind the name says that the outcome is unknown.
class RaceActor
{
public:
    explicit RaceActor(std::shared_ptr<Axess::SessionStore> store);

    /// `hold TOKEN`: loads the session; the words below act on what was loaded then.
    /// `ticket USER`; `save KEY`; `touch`; `cycle` (answers the new token); `signin USER` (the same);
    /// `remove`; `revoke GRACE-MS` (answers the mark); `restore MARK`; `everywhere USER`;
    /// `create USER LIMIT POLICY COUNT`, one after the other; `crowd USER LIMIT POLICY COUNT`, all at once
    /// (answers how many came in, were denied, and got no answer); `idle`.
    QByteArray act(const QByteArray &line);

private:
    Axess::Result<QByteArray> perform(const QByteArrayList &words);
    Axess::Result<QByteArray> hold(const QByteArray &token);
    Axess::Result<QByteArray> save(const QByteArray &key);
    /// By id, past the token: what no request may do.
    Axess::Result<QByteArray> put(const QByteArray &key);
    Axess::Result<QByteArray> cycle(const std::optional<Axess::SignIn> &signIn);
    Axess::Result<QByteArray> revoke(std::chrono::milliseconds grace);
    Axess::Result<QByteArray> restore(const QByteArray &mark);
    Axess::Result<QByteArray> create(const QByteArrayList &words);
    Axess::Result<QByteArray> crowd(const QByteArrayList &words);

    std::shared_ptr<Axess::SessionStore> m_store;
    Axess::SessionRow m_row;
    Axess::SignInTicket m_ticket;
};

/// What a process does that races with others: opens the store, prints "ready", then answers each line of
/// words with a line. The program's exit code.
int raceAsProcess(const QString &storeUrl, const QString &keyPath);
