// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/sessionquery.h>
#include <axess/session.h>

#include <span>

class Basket;

/// The shop's pages as HTML. Everything that came from outside is escaped here.
class Pages
{
public:
    explicit Pages(Axess::Session &session)
        : m_session(session)
    { }

    QByteArray front() const;
    QByteArray basket() const;
    QByteArray signIn(const QString &complaint = {}) const;
    QByteArray confirm(const QString &complaint = {}) const; ///< Asks for the password once more.
    QByteArray order() const;
    QByteArray account(std::span<const Axess::ListedSession> own, qint64 now) const;
    QByteArray message(const QString &title, const QString &sentence) const;

    /// For when there is no session to be had.
    static QByteArray unavailable();

private:
    QByteArray page(const QString &title, const QString &content) const;
    QString form(const QString &action, const QString &content) const;
    QString ownSession(const Axess::ListedSession &own, qint64 now) const;

    Axess::Session &m_session;
};
