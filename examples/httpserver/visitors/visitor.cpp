// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "visitor.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype mostOldCookies = 8;

QString userAgent(int number)
{
    static const std::array agents {
        u"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"_s,
        u"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/138.0.0.0 Safari/537.36"_s,
        u"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile Safari/604.1"_s,
        u"Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/138.0.0.0 Mobile Safari/537.36"_s,
        u"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15"_s,
        u"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0"_s};
    return agents[std::size_t(number) % agents.size()];
}

QString userName(int number)
{
    static const std::array names {u"ada"_s,      u"alan"_s,    u"barbara"_s,   u"dennis"_s,
                                   u"donald"_s,   u"edsger"_s,  u"frances"_s,   u"grace"_s,
                                   u"hedy"_s,     u"joan"_s,    u"katherine"_s, u"ken"_s,
                                   u"margaret"_s, u"niklaus"_s, u"radia"_s,     u"tim"_s};
    return u"%1.%2"_s.arg(names[std::size_t(number) % names.size()]).arg(number);
}

// Addresses that are reserved for examples (RFC 5737).
QString address(int number)
{
    return u"203.0.113.%1"_s.arg(number % 254 + 1);
}

} // namespace

Visitor::Visitor(int number, QNetworkAccessManager &network, const QList<QUrl> &shops, quint32 seed,
                 const Pace &pace)
    : m_number(number)
    , m_shops(shops)
    , m_pace(pace)
    , m_random(seed + quint32(number))
    , m_client(network, shops.constFirst(), userAgent(number), address(number))
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &Visitor::step);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &Visitor::ask);
}

int Visitor::below(int limit)
{
    return std::uniform_int_distribution(0, std::max(0, limit - 1))(m_random);
}

void Visitor::start()
{
    m_pause.start(below(int(m_pace.longest.count())));
}

void Visitor::leave()
{
    m_isLeaving = true;
    if (!m_pause.isActive() && !m_patience.isActive())
        return;
    m_pause.stop();
    m_patience.stop();
    Q_EMIT left();
}

void Visitor::pause()
{
    if (m_isLeaving)
        Q_EMIT left();
    else
        m_pause.start(m_pace.shortest
                      + std::chrono::milliseconds(below(int((m_pace.longest - m_pace.shortest).count()))));
}

// --- what a visitor does

void Visitor::step()
{
    const int choice = below(100);
    if (choice < 40)
        return browse(choice < 28 ? u"/"_s : u"/basket"_s);
    if (choice < 45)
        return showOldCookie();
    if (choice < 70)
        return addToBasket();
    if (m_known.user.isEmpty())
        return choice < 90 ? signIn() : browse(u"/"_s);
    if (choice < 80)
        return browse(u"/account"_s);
    return choice < 94 ? confirmAndOrder() : signOut();
}

void Visitor::browse(const QString &path)
{
    begin({.path = path});
}

// Whoever kept it must not come in by it.
void Visitor::showOldCookie()
{
    if (m_oldCookies.isEmpty())
        return browse(u"/"_s);
    const QByteArray cookie = m_oldCookies[below(int(m_oldCookies.size()))];
    begin({.path = u"/"_s, .counter = &Counts::oldCookies, .oldCookie = cookie});
}

void Visitor::addToBasket()
{
    static const std::array articles {u"assam"_s, u"sencha"_s, u"mint"_s, u"cup"_s, u"oolong"_s};
    const QString article = articles[std::size_t(below(int(articles.size())))];
    begin({.path = u"/basket/add"_s,
           .form = QUrlQuery {{u"article"_s, article}},
           .counter = &Counts::articles,
           .effect = [](Standing &known) { ++known.basket; }});
}

void Visitor::signIn()
{
    const QString user = userName(m_number);
    begin({.path = u"/sign-in"_s,
           .form = QUrlQuery {{u"user"_s, user}, {u"password"_s, u"demo"_s}},
           .counter = &Counts::signIns,
           .effect = [user](Standing &known) { known.user = user; },
           .endsCookie = true});
}

void Visitor::confirmAndOrder()
{
    if (m_known.basket == 0)
        return browse(u"/order"_s);
    begin({.path = u"/confirm"_s,
           .form = QUrlQuery {{u"password"_s, u"demo"_s}},
           .counter = &Counts::confirmations,
           .endsCookie = true,
           .next = [this] { order(); }});
}

void Visitor::order()
{
    begin(
        {.path = u"/order"_s, .form = QUrlQuery(), .counter = &Counts::orders, .effect = [](Standing &known) {
             known.basket = 0;
         }});
}

void Visitor::signOut()
{
    begin({.path = u"/sign-out"_s,
           .form = QUrlQuery(),
           .counter = &Counts::signOuts,
           .effect = [](Standing &known) { known = {}; },
           .endsCookie = true});
}

// --- how it is done, by as many requests as it takes

void Visitor::begin(const Errand &errand)
{
    m_errand = errand;
    m_since = m_clock.monotonic();
    m_cookieBefore = m_client.cookie();
    m_isUnsure = false;
    m_hasWaited = false;
    ask();
}

void Visitor::ask()
{
    ++m_counts.requests;
    m_client.setShop(m_shops[below(int(m_shops.size()))]);
    if (!m_errand.oldCookie.isEmpty())
        return m_client.visitWith(m_errand.oldCookie, m_errand.path,
                                  [this](const ShopPage &page) { hearOfOldCookie(page); });
    const auto then = [this](const ShopPage &page) { hear(page); };
    if (m_isUnsure)
        return m_client.visit(u"/basket"_s, then);
    if (m_errand.form)
        return m_client.submit(m_errand.path, *m_errand.form, then);
    m_client.visit(m_errand.path, then);
}

Standing Visitor::after() const
{
    Standing standing = m_known;
    if (m_errand.effect)
        m_errand.effect(standing);
    return standing;
}

void Visitor::hear(const ShopPage &page)
{
    if (page.status == 503 || page.status == 0)
        return postpone(page);
    if (!m_isUnsure) {
        const bool isDone = page.status == 200;
        if (isDone)
            m_known = after();
        see(page);
        return finish(isDone);
    }
    // The look at what became of the form; it is sent once more unless that shows.
    const Standing before = m_known;
    see(page);
    m_isUnsure = false;
    if (m_known != before)
        return finish(true);
    ask();
}

void Visitor::see(const ShopPage &page)
{
    ++m_counts.pages;
    if (page.status != 200)
        ++m_counts.refused;
    const Standing seen {page.user, page.basket};
    QList<Standing> possible {m_known};
    if (m_isUnsure)
        possible.append(after());
    switch (judge(seen, possible)) {
    case Verdict::AsExpected:
        break;
    case Verdict::LoggedOut:
        ++m_counts.loggedOut;
        break;
    case Verdict::ArticlesLost:
        ++m_counts.articlesLost;
        break;
    case Verdict::CameBack:
        ++m_counts.cameBack;
        break;
    }
    m_known = seen;
}

void Visitor::hearOfOldCookie(const ShopPage &page)
{
    if (page.status == 503 || page.status == 0)
        return postpone(page);
    ++m_counts.pages;
    if (!page.user.isEmpty() || page.basket > 0)
        ++m_counts.cameBack;
    finish(true);
}

void Visitor::postpone(const ShopPage &page)
{
    const int seconds = page.retryAfter.toInt();
    if (page.status == 503) {
        ++m_counts.waits;
        if (seconds < 1 || !page.setCookie.isEmpty())
            ++m_counts.rudeness;
    } else {
        ++m_counts.unanswered;
    }
    m_hasWaited = true;
    m_isUnsure = m_errand.form.has_value();
    if (m_isLeaving)
        Q_EMIT left();
    else
        m_patience.start(seconds > 0 ? std::min<std::chrono::milliseconds>(std::chrono::seconds(seconds), 10s)
                                     : 500ms);
}

void Visitor::finish(bool isDone)
{
    ++m_counts.errands;
    if (m_hasWaited) {
        const auto waited
            = std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.monotonic() - m_since);
        m_counts.longestWait = std::max(m_counts.longestWait, waited);
    }
    if (!isDone)
        return pause();
    if (m_errand.counter)
        ++(m_counts.*m_errand.counter);
    if (m_errand.endsCookie && !m_cookieBefore.isEmpty() && m_client.cookie() != m_cookieBefore) {
        m_oldCookies.append(m_cookieBefore);
        if (m_oldCookies.size() > mostOldCookies)
            m_oldCookies.removeFirst();
    }
    if (m_errand.next && !m_isLeaving)
        return std::exchange(m_errand.next, {})();
    pause();
}
