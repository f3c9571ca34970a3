// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/sessionmanager.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QTextStream>

using namespace Qt::StringLiterals;

namespace {

/// What a browser would send back for the answer's Set-Cookie.
QByteArray cookieOf(const Axess::Session &session)
{
    return session.setCookie()->split(';').first();
}

/// A guest fills a basket, signs in, comes back and signs out. `url` names the store; with `keyFile` it is
/// sealed.
Axess::Result<QString> visit(const QString &url, const QString &keyFile)
{
    using namespace Axess;

    auto store = SessionStore::open(url, keyFile.isEmpty() ? RootKey::none() : RootKey::fromFile(keyFile));
    if (!store)
        return std::unexpected(store.error());
    SessionManager sessions(*store);

    Session guest = sessions.start();
    guest.insert(u"basket"_s, u"tea"_s);
    const auto saved = sessions.save(guest);
    if (!saved)
        return std::unexpected(saved.error());

    // The ticket is drawn before the password is checked: who is signed out everywhere meanwhile stays out.
    const auto ticket
        = UserId::fromText(u"ada"_s).and_then([&](const UserId &ada) { return sessions.ticket(ada); });
    if (!ticket)
        return std::unexpected(ticket.error());
    const auto signedIn = sessions.signIn(*saved, *ticket);
    if (!signedIn)
        return std::unexpected(signedIn.error());

    const auto back = sessions.load(cookieOf(*signedIn));
    if (!back)
        return std::unexpected(back.error());
    const auto out = sessions.signOut(*back);
    if (!out)
        return std::unexpected(out.error());
    return u"Hello, %1. Your basket: %2"_s.arg(back->user().text(), back->value(u"basket"_s).toString());
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv); // QtSql, which most stores use, wants one
    const QStringList arguments = QCoreApplication::arguments();
    const QString url = arguments.value(1, u"memory:"_s);
    const QString keyFile = arguments.value(2);

    const auto greeting = visit(url, keyFile);
    QTextStream(greeting ? stdout : stderr) << (greeting ? *greeting : greeting.error().message()) << '\n';
    return greeting ? 0 : 1;
}
