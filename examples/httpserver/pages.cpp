// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages.h"

#include "basket.h"
#include "catalogue.h"

#include <QtCore/QDateTime>

using namespace Qt::StringLiterals;
using namespace Axess;

namespace {

QString escaped(const QString &text)
{
    return text.toHtmlEscaped();
}

QString button(const QString &text, const QString &kind = u"plain"_s)
{
    return u"<button class=\"%1\">%2</button>"_s.arg(kind, text);
}

QString hidden(const QString &name, const QString &value)
{
    return u"<input type=\"hidden\" name=\"%1\" value=\"%2\">"_s.arg(name, escaped(value));
}

QString complaintText(const QString &complaint)
{
    return complaint.isEmpty() ? QString()
                               : u"<p class=\"complaint\" role=\"alert\">%1</p>"_s.arg(escaped(complaint));
}

QString ago(qint64 milliseconds)
{
    const qint64 minutes = milliseconds / 60'000;
    if (minutes < 1)
        return u"just now"_s;
    return minutes < 60 ? u"%1 min ago"_s.arg(minutes) : u"%1 h ago"_s.arg(minutes / 60);
}

QString levelText(SessionLevel level)
{
    return level == SessionLevel::SteppedUp ? u"signed in, confirmed"_s : u"signed in"_s;
}

// Head, navigation and foot of every page; %1 title, %2 attributes of the state, %3 navigation, %4 content.
const QString frame = uR"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%1 · Linden Tea</title>
<link rel="stylesheet" href="/style.css">
</head>
<body %2>
<header><a class="brand" href="/">Linden Tea</a><nav>%3</nav></header>
<main>
%4
</main>
<footer>A sample shop whose sessions are kept by Axess. Every name signs in with the password “demo”.</footer>
</body>
</html>
)"_s;

} // namespace

QByteArray Pages::page(const QString &title, const QString &content) const
{
    const int count = Basket(m_session).count();
    const QString user = escaped(m_session.user().text());
    const QString state = u"data-user=\"%1\" data-basket=\"%2\""_s.arg(user, QString::number(count));
    QString navigation = u"<a href=\"/basket\">Basket <span class=\"count\">%1</span></a>"_s.arg(count);
    if (m_session.isSignedIn())
        navigation
            += u"<a href=\"/account\">%1</a>"_s.arg(user) + form(u"/sign-out"_s, button(u"Sign out"_s));
    else
        navigation += u"<a href=\"/sign-in\">Sign in</a>"_s;
    // One pass: a name that looks like a placeholder stays what it is.
    return frame.arg(escaped(title), state, navigation, content).toUtf8();
}

QString Pages::form(const QString &action, const QString &content) const
{
    return u"<form method=\"post\" action=\"%1\">%2%3</form>"_s.arg(
        action, hidden(u"token"_s, m_session.value(u"formToken"_s).toString()), content);
}

QByteArray Pages::front() const
{
    QString cards;
    int tile = 0;
    for (const Article &article : catalogue()) {
        const QString add = form(u"/basket/add"_s,
                                 hidden(u"article"_s, article.id) + button(u"Add to basket"_s, u"main"_s));
        cards
            += u"<article class=\"card\"><div class=\"tile tile-%1\" aria-hidden=\"true\">%2</div>"
               "<h2>%3</h2><p>%4</p><div class=\"buy\"><span class=\"price\">%5</span>%6</div></article>\n"_s
                   .arg(QString::number(tile++ % 3), article.name.first(1), escaped(article.name),
                        escaped(article.description), priceText(article.cents), add);
    }
    return page(u"Teas and pots"_s, u"<h1>Teas and pots</h1><div class=\"cards\">%1</div>"_s.arg(cards));
}

QByteArray Pages::basket() const
{
    const Basket basket(m_session);
    if (basket.count() == 0)
        return message(u"Your basket is empty"_s, u"Have a look at our teas."_s);
    QString rows;
    for (const Basket::Line &line : basket.lines()) {
        rows += u"<tr><td>%1</td><td class=\"number\">%2</td><td class=\"number\">%3</td><td>%4</td></tr>"_s
                    .arg(escaped(line.article->name), QString::number(line.count),
                         priceText(line.count * line.article->cents),
                         form(u"/basket/remove"_s,
                              hidden(u"article"_s, line.article->id) + button(u"Remove"_s)));
    }
    return page(
        u"Basket"_s,
        u"<h1>Basket</h1><table><thead><tr><th>Article</th><th class=\"number\">Count</th>"
        "<th class=\"number\">Price</th><th></th></tr></thead><tbody>%1</tbody></table>"
        "<p class=\"total\">Total <strong>%2</strong></p><p><a class=\"main\" href=\"/order\">Order</a></p>"_s
            .arg(rows, priceText(basket.cents())));
}

QByteArray Pages::signIn(const QString &complaint) const
{
    const QString fields
        = u"<label>Name<input name=\"user\" autocomplete=\"username\" maxlength=\"40\" required></label>"
          "<label>Password<input name=\"password\" type=\"password\" "
          "autocomplete=\"current-password\" required></label>"_s
        + button(u"Sign in"_s, u"main"_s);
    return page(u"Sign in"_s,
                u"<h1>Sign in</h1>%1<div class=\"panel\">%2</div>"_s.arg(complaintText(complaint),
                                                                         form(u"/sign-in"_s, fields)));
}

QByteArray Pages::confirm(const QString &complaint) const
{
    const QString fields = u"<label>Password<input name=\"password\" type=\"password\" "
                           "autocomplete=\"current-password\" required></label>"_s
        + button(u"Confirm"_s, u"main"_s);
    return page(u"Confirm that it is you"_s,
                u"<h1>Confirm that it is you</h1><p>An order needs your password once more.</p>%1"
                "<div class=\"panel\">%2</div>"_s.arg(complaintText(complaint), form(u"/confirm"_s, fields)));
}

QByteArray Pages::order() const
{
    const Basket basket(m_session);
    if (basket.count() == 0)
        return message(u"Your basket is empty"_s, u"There is nothing to order yet."_s);
    return page(u"Order"_s,
                u"<h1>Order</h1><p>%1 for <strong>%2</strong>.</p>%3"_s.arg(
                    articlesText(basket.count()), priceText(basket.cents()),
                    form(u"/order"_s, button(u"Order with payment"_s, u"main"_s))));
}

QString Pages::ownSession(const ListedSession &own, qint64 now) const
{
    const SessionRow &row = own.row;
    const bool isThis = row.id == m_session.id();
    const QString label = row.client.label.isEmpty() ? u"Unknown browser"_s : row.client.label;
    const QString end = isThis
        ? u"<span class=\"badge\">this one</span>"_s
        : form(u"/account/end"_s, hidden(u"session"_s, row.id.text()) + button(u"Log out"_s));
    return u"<tr><td>%1</td><td>%2</td><td>%3</td><td>%4</td><td>%5</td></tr>"_s.arg(
        escaped(label), escaped(row.client.address), levelText(row.level), ago(now - row.lastSeen), end);
}

QByteArray Pages::account(std::span<const ListedSession> own, qint64 now) const
{
    QString rows;
    for (const ListedSession &session : own)
        rows += ownSession(session, now);
    const QString lastOrder = m_session.value(u"lastOrder"_s).toString();
    QString content = u"<h1>Your account</h1>"_s;
    if (!lastOrder.isEmpty())
        content += u"<p class=\"notice\">Your last order: %1</p>"_s.arg(escaped(lastOrder));
    content
        += u"<h2>Where you are signed in</h2><table><thead><tr><th>Browser</th><th>Address</th><th>State</th>"
           "<th>Last seen</th><th></th></tr></thead><tbody>%1</tbody></table><div class=\"actions\">"_s.arg(
               rows);
    content += form(u"/account/end-others"_s, button(u"Log out others"_s));
    content += form(u"/account/end-all"_s, button(u"Sign out everywhere"_s, u"danger"_s)) + u"</div>"_s;
    return page(u"Your account"_s, content);
}

QByteArray Pages::message(const QString &title, const QString &sentence) const
{
    return page(
        title,
        u"<h1>%1</h1><p>%2</p><p><a href=\"/\">To the shop</a></p>"_s.arg(escaped(title), escaped(sentence)));
}

QByteArray Pages::unavailable()
{
    return frame
        .arg(u"One moment"_s, u"data-unavailable=\"\""_s, QString(),
             u"<h1>One moment, please</h1><p>The shop cannot reach its sessions just now. You are still "
             u"signed in, and "
             "your basket is safe: try again in a few seconds.</p>"_s)
        .toUtf8();
}
