// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "demovisitors.h"

#include <QtCore/qcborarray.h>
#include <QtCore/qcbormap.h>

#include <array>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr int userCount = 200;
constexpr std::array tenants {u"acme", u"globex", u"initech"};
constexpr std::array names {u"alice", u"bob",   u"carol",   u"dana",  u"erik",  u"fatima", u"george",
                            u"hana",  u"ivan",  u"julia",   u"kenji", u"laura", u"mehmet", u"nora",
                            u"oscar", u"priya", u"quentin", u"rosa",  u"sami",  u"tara"};
constexpr std::array goods {u"tea", u"lamp",  u"notebook", u"bicycle bell",
                            u"mug", u"scarf", u"atlas",    u"kettle"};

struct Browser
{
    const char16_t *label;
    const char16_t *userAgent;
};
constexpr std::array browsers {
    Browser {u"Firefox on Linux", u"Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"},
    Browser {u"Firefox on Windows",
             u"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"},
    Browser {u"Chrome on Windows",
             u"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 "
             u"Safari/537.36"},
    Browser {u"Chrome on Android",
             u"Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile "
             u"Safari/537.36"},
    Browser {
        u"Safari on iPhone",
        u"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        u"Version/18.1 Mobile/15E148 Safari/604.1"},
    Browser {u"Safari on Mac",
             u"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
             u"Version/18.1 "
             u"Safari/605.1.15"},
};

QString textOf(const char16_t *text)
{
    return QString::fromUtf16(text);
}

} // namespace

DemoVisitors::DemoVisitors(quint32 seed, qint64 now)
    : m_engine(seed)
    , m_now(now)
{ }

Result<SessionRow> DemoVisitors::next()
{
    const int person = pick(userCount);
    const int kind = pick(100); // of a hundred: 25 guests, 60 signed in, 15 stepped up
    SessionRow row;
    row.absoluteTimeout = std::chrono::hours(12);
    row.idleTimeout = std::chrono::hours(3);
    row.client = client();
    row.data = basket();
    // Most visits are recent; a few have run out of idle time and wait for the sweep.
    const qint64 age = qint64(pick(1000)) * pick(1000) * 30;
    row.created = m_now - age;
    row.lastSeen = m_now - age / (1 + pick(6));
    const auto tenant = TenantId::fromText(textOf(tenants[size_t(person) % tenants.size()]));
    if (!tenant)
        return std::unexpected(tenant.error());
    row.tenant = *tenant;
    if (kind < 25)
        return row;

    const QString name
        = textOf(names[size_t(person) % names.size()]) + QString::number(person / int(names.size()));
    const auto user = UserId::fromText(name);
    if (!user)
        return std::unexpected(user.error());
    row.user = *user;
    row.level = kind < 85 ? SessionLevel::Authenticated : SessionLevel::SteppedUp;
    row.authenticatedAt = row.created;
    return row;
}

int DemoVisitors::pick(int count)
{
    // Not std::uniform_int_distribution: its numbers differ between standard libraries.
    return int(m_engine() % std::mt19937::result_type(count));
}

ClientInfo DemoVisitors::client()
{
    const Browser &browser = browsers[size_t(pick(int(browsers.size())))];
    ClientInfo info;
    // RFC 5737 and RFC 3849: addresses that belong to nobody.
    info.address = pick(4) == 0 ? u"2001:db8:%1::%2"_s.arg(pick(4096), 0, 16).arg(1 + pick(250), 0, 16)
                                : u"203.0.113.%1"_s.arg(1 + pick(250));
    info.userAgent = textOf(browser.userAgent);
    info.label = textOf(browser.label);
    return info;
}

SessionData DemoVisitors::basket()
{
    QCborArray lines;
    for (int i = 1 + pick(4); i > 0; --i) {
        lines.append(QCborMap {{u"article"_s, textOf(goods[size_t(pick(int(goods.size())))])},
                               {u"count"_s, 1 + pick(3)}});
    }
    SessionData data;
    data.insert(u"basket"_s, lines);
    data.insert(u"language"_s, pick(2) == 0 ? u"en"_s : u"de"_s);
    return data;
}
