// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "doctortest.h"

#include "storefixture.h"

#include <axess/randomsource.h>

#include <algorithm>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 20s;

// Servers and machines under load are slow to take a setting over; a failure only says that they never did.
template<typename Condition> bool comesTrue(Condition condition)
{
    for (int attempt = 0; attempt < 240; ++attempt) {
        if (condition())
            return true;
        std::this_thread::sleep_for(250ms);
    }
    return false;
}

} // namespace

void DoctorTest::makeStore(const QString &url)
{
    m_url = url;
    m_rootKey = StoreFixture().rootKey;
    TAKE(parsed, StoreUrl::parse(url));
    StoreOptions options;
    options.callDeadline = patience;
    VERIFY_OK(SessionStore::initialise(parsed, m_rootKey, options));
}

Result<std::shared_ptr<SessionStore>> DoctorTest::open(const QString &url, StoreOptions options) const
{
    options.callDeadline = patience;
    return SessionStore::open(url, m_rootKey, options);
}

QString DoctorTest::urlWith(const QString &option) const
{
    return m_url + (m_url.contains(u'?') ? u'&' : u'?') + option;
}

Result<QList<Finding>> DoctorTest::look(const QString &url) const
{
    auto findings = open(url).and_then([](const auto &store) { return examine(*store); });
    if (!findings)
        qInfo("The doctor could not look: %s", qPrintable(findings.error().message()));
    return findings;
}

std::optional<Finding> DoctorTest::found(const QString &check, const QString &url) const
{
    const QList<Finding> findings = look(url).value_or(QList<Finding>());
    const auto finding = std::ranges::find(findings, check, &Finding::check);
    return finding == findings.cend() ? std::nullopt : std::optional(*finding);
}

void DoctorTest::isWellKept(qsizetype checks)
{
    TAKE(store, open());
    TAKE(findings, examine(*store));
    QVERIFY(findings.size() >= checks);
    for (const Finding &finding : findings)
        QVERIFY2(finding.severity == Severity::Good, qPrintable(finding.check + u": "_s + finding.sentence));
    QCOMPARE(store->health().health, Health::Good);
}

void DoctorTest::appears(const QString &check, Severity severity)
{
    m_finding = {};
    const bool isThere = comesTrue([&] {
        m_finding = found(check).value_or(Finding());
        return m_finding.severity == severity;
    });
    QVERIFY2(isThere, qPrintable(check + u" did not appear; last: "_s + m_finding.sentence));
    QVERIFY(!m_finding.sentence.isEmpty());
    QVERIFY2(!m_finding.remedy.isEmpty() && !m_finding.remedy.contains(u'%'), qPrintable(m_finding.remedy));
}

void DoctorTest::goes(const QString &check)
{
    QString last;
    const bool isGone = comesTrue([&] {
        const auto findings = look(m_url);
        if (!findings)
            return false;
        const auto finding = std::ranges::find(*findings, check, &Finding::check);
        const bool isBad = finding != findings->cend() && finding->severity != Severity::Good;
        last = isBad ? finding->sentence : QString();
        return !isBad;
    });
    QVERIFY2(isGone, qPrintable(check + u" did not go; last: "_s + last));
}

void DoctorTest::healthIs(Health health)
{
    StoreHealth last;
    const bool isSo = comesTrue([&] {
        if (const auto store = open())
            last = (*store)->health();
        return last.health == health;
    });
    QVERIFY2(isSo, qPrintable(u"The health is not as it should be; last: "_s + last.sentence));
}

SessionRow someGuest()
{
    return guestRow();
}
