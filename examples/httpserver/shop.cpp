// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shop.h"

#include "basket.h"
#include "catalogue.h"
#include "pages.h"

#include <axess/secretbytes.h>

#include <QtCore/QDateTime>

using namespace Qt::StringLiterals;
using namespace Axess;

namespace {

constexpr qint64 proofLasts = 5 * 60'000; // Milliseconds that a confirmed password is good for.

ShopAnswer redirect(const char *to)
{
    return {.status = 303, .location = to};
}

// While sessions move to another store, writes are held for about two seconds.
ShopAnswer unavailable()
{
    return {.status = 503, .body = Pages::unavailable(), .retryAfter = 2};
}

// Real shops ask their user database here: authentication is not Axess's business.
bool isRightPassword(const QString &password)
{
    return constantTimeEquals(password.toUtf8(), "demo");
}

// Browsers name the origin of every POST; what another site sent is refused. In a session that has a token
// for its forms, the form must show it, too.
bool isGenuine(const ShopRequest &request, const Session &session)
{
    if (!request.origin.isEmpty() && request.origin != "http://" + request.host)
        return false;
    const QByteArray expected = session.value(u"formToken"_s).toString().toUtf8();
    const QByteArray shown = request.form.queryItemValue(u"token"_s, QUrl::FullyDecoded).toUtf8();
    return expected.isEmpty() || constantTimeEquals(shown, expected);
}

} // namespace

ShopAnswer Shop::answer(const ShopRequest &request, SessionManager &sessions) const
{
    auto session = sessions.load(request.cookies, request.context);
    if (!session)
        return session.error().code() == ErrorCode::InvalidArgument ? ShopAnswer {.status = 400}
                                                                    : unavailable();
    Visit visit {request, sessions, std::move(*session)};
    ShopAnswer answer = routed(visit);
    if (answer.status != 503)
        answer.setCookie = visit.session.setCookie();
    return answer;
}

ShopAnswer Shop::closed()
{
    return unavailable();
}

ShopAnswer Shop::routed(Visit &visit) const
{
    static constexpr Route routes[] = {
        {false, u"/", &Shop::frontPage},
        {false, u"/basket", &Shop::basketPage},
        {true, u"/basket/add", &Shop::addToBasket},
        {true, u"/basket/remove", &Shop::removeFromBasket},
        {false, u"/sign-in", &Shop::signInPage},
        {true, u"/sign-in", &Shop::signIn},
        {true, u"/sign-out", &Shop::signOut},
        {false, u"/order", &Shop::orderPage},
        {true, u"/confirm", &Shop::confirm},
        {true, u"/order", &Shop::order},
        {false, u"/account", &Shop::accountPage},
        {true, u"/account/end", &Shop::endOne},
        {true, u"/account/end-others", &Shop::endOthers},
        {true, u"/account/end-all", &Shop::endAll},
    };
    for (const Route &route : routes) {
        if (visit.request.path != QStringView(route.path) || visit.request.isPost != route.isPost)
            continue;
        if (route.isPost && !isGenuine(visit.request, visit.session))
            return {.status = 403,
                    .body = Pages(visit.session)
                                .message(u"That page was out of date"_s,
                                         u"Please go back to the shop and try again."_s)};
        return (this->*route.step)(visit);
    }
    return {.status = 404,
            .body = Pages(visit.session).message(u"Not found"_s, u"There is no such page here."_s)};
}

ShopAnswer Shop::failed(Visit &visit, const Error &error) const
{
    switch (error.code()) {
    case ErrorCode::Conflict:
    case ErrorCode::Gone:
    case ErrorCode::Superseded:
        return {.status = 409,
                .body = Pages(visit.session)
                            .message(u"Something changed meanwhile"_s,
                                     u"You signed in or out in another window. Please try again."_s)};
    case ErrorCode::Denied:
        return {.status = 403,
                .body = Pages(visit.session).message(u"Not allowed"_s, u"That cannot be done."_s)};
    case ErrorCode::InvalidArgument:
        return {.status = 400,
                .body = Pages(visit.session).message(u"Not understood"_s, u"That cannot be right."_s)};
    default:
        return unavailable();
    }
}

std::optional<ShopAnswer> Shop::settled(Visit &visit, const Result<Session> &session) const
{
    if (!session)
        return failed(visit, session.error());
    visit.session = *session;
    return {};
}

Result<Session> Shop::withFormToken(Session session, bool anew) const
{
    if (!anew && !session.value(u"formToken"_s).isUndefined())
        return session;
    return SystemRandom().bytes<24>().transform([&](const auto &bytes) {
        const QByteArray token(reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size()));
        session.insert(u"formToken"_s, QString::fromLatin1(token.toBase64(QByteArray::Base64UrlEncoding)));
        return session;
    });
}

ShopAnswer Shop::frontPage(Visit &visit) const
{
    return {.body = Pages(visit.session).front()};
}

ShopAnswer Shop::basketPage(Visit &visit) const
{
    return {.body = Pages(visit.session).basket()};
}

ShopAnswer Shop::addToBasket(Visit &visit) const
{
    const Article *wanted = article(visit.field(u"article"_s));
    if (!wanted)
        return failed(visit, Error(ErrorCode::InvalidArgument, u"There is no such article"_s));
    Basket(visit.session).add(*wanted);
    const auto saved = withFormToken(visit.session, false).and_then([&](const Session &session) {
        return visit.sessions.save(session);
    });
    return settled(visit, saved).value_or(redirect("/basket"));
}

ShopAnswer Shop::removeFromBasket(Visit &visit) const
{
    if (const Article *unwanted = article(visit.field(u"article"_s)))
        Basket(visit.session).remove(*unwanted);
    return settled(visit, visit.sessions.save(visit.session)).value_or(redirect("/basket"));
}

ShopAnswer Shop::signInPage(Visit &visit) const
{
    return {.body = Pages(visit.session).signIn()};
}

ShopAnswer Shop::signIn(Visit &visit) const
{
    const auto user = UserId::fromText(visit.field(u"user"_s).trimmed());
    if (!user || user->isEmpty())
        return {.status = 400, .body = Pages(visit.session).signIn(u"Please give your name."_s)};
    // Drawn before the password is checked: a sign-out everywhere in between ends this sign-in, too.
    const auto ticket = visit.sessions.ticket(*user, visit.session.tenant());
    if (!ticket)
        return failed(visit, ticket.error());
    if (!isRightPassword(visit.field(u"password"_s)))
        return {.status = 401,
                .body = Pages(visit.session).signIn(u"Name and password do not fit together."_s)};
    const auto signedIn = withFormToken(visit.session, true).and_then([&](const Session &session) {
        return visit.sessions.signIn(session, *ticket);
    });
    return settled(visit, signedIn).value_or(redirect("/account"));
}

ShopAnswer Shop::signOut(Visit &visit) const
{
    return settled(visit, visit.sessions.signOut(visit.session)).value_or(redirect("/"));
}

ShopAnswer Shop::orderPage(Visit &visit) const
{
    if (!visit.session.isSignedIn())
        return redirect("/sign-in");
    const SessionRow &row = visit.session.row();
    const bool isProven = row.level == SessionLevel::SteppedUp
        && visit.sessions.store()->now() - row.authenticatedAt < proofLasts;
    return {.body = isProven ? Pages(visit.session).order() : Pages(visit.session).confirm()};
}

ShopAnswer Shop::confirm(Visit &visit) const
{
    if (!visit.session.isSignedIn())
        return redirect("/sign-in");
    if (!isRightPassword(visit.field(u"password"_s)))
        return {.status = 401, .body = Pages(visit.session).confirm(u"That was not your password."_s)};
    return settled(visit, visit.sessions.stepUp(visit.session)).value_or(redirect("/order"));
}

ShopAnswer Shop::order(Visit &visit) const
{
    const SessionRow &row = visit.session.row();
    if (row.level != SessionLevel::SteppedUp
        || visit.sessions.store()->now() - row.authenticatedAt >= proofLasts)
        return redirect("/order");
    Basket basket(visit.session);
    if (basket.count() == 0)
        return redirect("/basket");
    const QString time
        = QDateTime::fromMSecsSinceEpoch(visit.sessions.store()->now()).toString(u"d MMM HH:mm"_s);
    visit.session.insert(
        u"lastOrder"_s,
        u"%1 for %2, %3"_s.arg(articlesText(basket.count()), priceText(basket.cents()), time));
    basket.clear();
    return settled(visit, visit.sessions.save(visit.session)).value_or(redirect("/account"));
}

ShopAnswer Shop::accountPage(Visit &visit) const
{
    if (!visit.session.isSignedIn())
        return redirect("/sign-in");
    const auto own = visit.sessions.sessionsOf(visit.session);
    if (!own)
        return failed(visit, own.error());
    return {.body = Pages(visit.session).account(*own, visit.sessions.store()->now())};
}

ShopAnswer Shop::endOne(Visit &visit) const
{
    const auto id = SessionId::fromText(visit.field(u"session"_s));
    const auto ended = visit.sessions.end(visit.session, id.value_or(SessionId()));
    return ended ? redirect("/account") : failed(visit, ended.error());
}

ShopAnswer Shop::endOthers(Visit &visit) const
{
    const auto ended = visit.sessions.signOutEverywhere(visit.session, SessionManager::Spare::ThisSession);
    return ended ? redirect("/account") : failed(visit, ended.error());
}

ShopAnswer Shop::endAll(Visit &visit) const
{
    const auto ended = visit.sessions.signOutEverywhere(visit.session, SessionManager::Spare::Nothing);
    if (!ended)
        return failed(visit, ended.error());
    return settled(visit, visit.sessions.signOut(visit.session)).value_or(redirect("/"));
}
