// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "visitor.h"

#include <array>

using namespace Qt::StringLiterals;

namespace {

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

Visitor::Visitor(int number, QNetworkAccessManager &network, const QUrl &shop, Counts &counts, quint32 seed)
    : m_number(number)
    , m_counts(counts)
    , m_random(seed + quint32(number))
    , m_client(network, shop, userAgent(number), address(number))
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &Visitor::step);
}

int Visitor::below(int limit)
{
    return std::uniform_int_distribution(0, limit - 1)(m_random);
}

void Visitor::start()
{
    m_pause.start(below(2500));
}

void Visitor::leave()
{
    m_isLeaving = true;
    m_pause.stop();
    if (!m_isWaiting)
        Q_EMIT left();
}

void Visitor::pause()
{
    m_isWaiting = false;
    if (m_isLeaving)
        Q_EMIT left();
    else
        m_pause.start(300 + below(2700));
}

void Visitor::step()
{
    m_isWaiting = true;
    m_isSubmitting = false;
    const int choice = below(100);
    if (choice < 45)
        return browse(choice < 30 ? u"/"_s : u"/basket"_s);
    if (choice < 70)
        return addToBasket();
    if (m_user.isEmpty())
        return choice < 90 ? signIn() : browse(u"/"_s);
    if (choice < 80)
        return browse(u"/account"_s);
    return choice < 94 ? confirmAndOrder() : signOut();
}

// Whether the page is one of a visit that goes on, and says what we know.
bool Visitor::see(const ShopPage &page)
{
    if (page.status == 503 || page.status == 0) {
        // A form may have had its effect or not; the next page tells.
        m_isSure = m_isSure && !m_isSubmitting;
        ++m_counts.unavailable;
        return false;
    }
    ++m_counts.pages;
    if (page.status != 200)
        ++m_counts.refused;
    if (m_isSure && (page.user != m_user || page.basket != m_basket))
        ++m_counts.lost;
    m_user = page.user;
    m_basket = page.basket;
    m_isSure = true;
    return page.status == 200;
}

void Visitor::browse(const QString &path)
{
    m_client.visit(path, [this](const ShopPage &page) {
        see(page);
        pause();
    });
}

void Visitor::addToBasket()
{
    static const std::array articles {u"assam"_s, u"sencha"_s, u"mint"_s, u"cup"_s, u"oolong"_s};
    const QString article = articles[std::size_t(below(int(articles.size())))];
    m_isSubmitting = true;
    m_client.submit(u"/basket/add"_s, {{u"article"_s, article}}, [this](const ShopPage &page) {
        if (page.status == 200) {
            ++m_basket;
            ++m_counts.articles;
        }
        see(page);
        pause();
    });
}

void Visitor::signIn()
{
    const QString user = userName(m_number);
    m_isSubmitting = true;
    m_client.submit(u"/sign-in"_s, {{u"user"_s, user}, {u"password"_s, u"demo"_s}},
                    [this, user](const ShopPage &page) {
                        if (page.status == 200) {
                            m_user = user;
                            ++m_counts.signIns;
                        }
                        see(page);
                        pause();
                    });
}

void Visitor::confirmAndOrder()
{
    if (m_basket == 0)
        return browse(u"/order"_s);
    m_isSubmitting = true;
    m_client.submit(u"/confirm"_s, {{u"password"_s, u"demo"_s}}, [this](const ShopPage &confirmed) {
        if (!see(confirmed))
            return pause();
        ++m_counts.confirmations;
        m_client.submit(u"/order"_s, {}, [this](const ShopPage &page) {
            if (page.status == 200) {
                m_basket = 0;
                ++m_counts.orders;
            }
            see(page);
            pause();
        });
    });
}

void Visitor::signOut()
{
    m_isSubmitting = true;
    m_client.submit(u"/sign-out"_s, {}, [this](const ShopPage &page) {
        if (page.status == 200) {
            m_user.clear();
            m_basket = 0;
            ++m_counts.signOuts;
        }
        see(page);
        pause();
    });
}
