// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/overviewpage.h"

#include "app/texts.h"
#include "app/timetexts.h"
#include "pages/pagenumbers.h"
#include "widgets/factcard.h"
#include "widgets/findinglist.h"
#include "widgets/panel.h"

#include <QtCore/qlocale.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qscrollarea.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString number(qint64 value, bool exact)
{
    const QString text = QLocale().toString(value);
    return exact ? text : u"≥ "_s + text;
}

Tone toneOf(Severity severity)
{
    switch (severity) {
    case Severity::Good:
        return Tone::Good;
    case Severity::Hint:
        return Tone::Info;
    case Severity::Warning:
        return Tone::Attention;
    case Severity::Problem:
        return Tone::Danger;
    }
    return Tone::Neutral;
}

} // namespace

OverviewPage::OverviewPage(Console &console, QWidget *parent)
    : Page(console, parent)
    , m_live(card(u"pulse"_s, tr("Live"), u"liveCard"_s, SessionsPageNumber))
    , m_signedIn(card(u"user"_s, tr("Signed in"), u"signedInCard"_s, UsersPageNumber))
    , m_guests(card(u"guest"_s, tr("Guests"), u"guestsCard"_s, SessionsPageNumber))
    , m_revoked(card(u"logout"_s, tr("Logged out"), u"revokedCard"_s, SessionsPageNumber))
    , m_expired(card(u"clock"_s, tr("Expired, not swept"), u"expiredCard"_s, SessionsPageNumber))
    , m_health(card(u"store"_s, tr("Store"), u"healthCard"_s, OverviewPageNumber))
    , m_latency(card(u"clock"_s, tr("Answer time"), u"latencyCard"_s, OverviewPageNumber))
    , m_sealing(card(u"shield"_s, tr("Encryption"), u"sealingCard"_s, OverviewPageNumber))
    , m_instances(card(u"sessions"_s, tr("Servers"), u"instancesCard"_s, OverviewPageNumber))
    , m_attention(new FindingList(this))
    , m_keyShares(new FindingList(this))
{
    setObjectName(u"overviewPage"_s);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(20, 18, 20, 20);
    column->setSpacing(14);
    column->addLayout(countCards());
    column->addLayout(storeCards());
    auto *panels = new QHBoxLayout;
    panels->setSpacing(14);
    panels->addWidget(attentionPanel(), 3, Qt::AlignTop);
    panels->addWidget(keysPanel(), 2, Qt::AlignTop);
    column->addLayout(panels);
    column->addStretch();
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("Overview"));
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (isVisible())
            ask();
    });
    m_timer.start(10s);
}

FactCard *OverviewPage::card(const QString &icon, const QString &title, const QString &name, int page)
{
    auto *made = new FactCard(icon, title, this);
    made->setObjectName(name);
    connect(made, &QAbstractButton::clicked, this, [this, page] { Q_EMIT pageWanted(page); });
    return made;
}

QLayout *OverviewPage::countCards()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(14);
    for (FactCard *made : {m_live, m_signedIn, m_guests, m_revoked, m_expired})
        row->addWidget(made);
    return row;
}

QLayout *OverviewPage::storeCards()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(14);
    for (FactCard *made : {m_health, m_latency, m_sealing, m_instances})
        row->addWidget(made);
    const StoreCapabilities &can = console().capabilities();
    if (!can.sealed)
        m_sealing->set(tr("Off"), tr("Whoever reads the store reads the sessions' data"), Tone::Attention);
    else
        m_sealing->set(tr("On"),
                       can.hasKey ? tr("This window has the root key") : tr("This window has no key"),
                       Tone::Good);
    return row;
}

Panel *OverviewPage::attentionPanel()
{
    auto *panel = new Panel(tr("Needs attention"), this);
    panel->body()->addWidget(m_attention);
    m_attention->show({{Tone::Neutral, tr("Looking the store over…"), {}}});
    return panel;
}

Panel *OverviewPage::keysPanel()
{
    auto *panel = new Panel(tr("Keys and their share"), this);
    panel->body()->addWidget(m_keyShares);
    return panel;
}

void OverviewPage::refresh()
{
    ask();
}

template<typename Answer>
void OverviewPage::take(QFuture<Answer> answer, Part part, void (OverviewPage::*shown)(const Answer &))
{
    m_pending |= part;
    answer.then(this, [this, part, shown](const Answer &value) {
        m_pending &= quint8(~part);
        m_known |= part;
        (this->*shown)(value);
    });
}

void OverviewPage::ask()
{
    // A store that answers slowly is not asked again before it has answered.
    if (m_pending != 0)
        return;
    take(console().statistics(), Statistics, &OverviewPage::showStatistics);
    take(console().health(), Health, &OverviewPage::showHealth);
    take(console().keys(), Keys, &OverviewPage::showKeys);
    take(console().findings(), Findings, &OverviewPage::showFindings);
    take(console().instances(), Instances, &OverviewPage::showInstances);
}

void OverviewPage::showStatistics(const Result<StoreStatistics> &statistics)
{
    if (!statistics) {
        for (FactCard *made : {m_live, m_signedIn, m_guests, m_revoked, m_expired})
            made->set(u"–"_s, Texts::problem(statistics.error()), Tone::Attention);
        return;
    }
    m_statistics = *statistics;
    const bool exact = statistics->exact;
    const QString at = tr("as of %1").arg(TimeTexts::brief(console().now(), console().now()));
    m_live->set(number(statistics->live, exact), at, Tone::Good);
    const QString kept = tr("of %1 that are kept").arg(number(statistics->sessions, exact));
    m_signedIn->set(number(statistics->authenticated, exact), kept);
    m_guests->set(number(statistics->guests, exact), kept);
    m_revoked->set(number(statistics->revoked, exact), tr("by operators, not swept yet"));
    m_expired->set(number(statistics->expired, exact), tr("the next sweep removes them"));
    showKeyShares();
}

void OverviewPage::showHealth(const StoreHealth &health)
{
    static constexpr Tone tones[] = {Tone::Good, Tone::Attention, Tone::Danger};
    const QString words[] = {tr("Healthy"), tr("Strained"), tr("Not answering")};
    const QString pool = tr("%1 of %2 connections in use").arg(health.poolBusy).arg(health.poolSize);
    m_health->set(words[int(health.health)], health.sentence.isEmpty() ? pool : health.sentence,
                  tones[int(health.health)]);
    if (health.health == Axess::Health::Down) {
        m_latency->set(u"–"_s, tr("no answer"), Tone::Danger);
        return;
    }
    const double milliseconds = double(health.latencyMicroseconds) / 1000;
    m_latency->set(tr("%1 ms").arg(QLocale().toString(milliseconds, 'f', milliseconds < 10 ? 2 : 0)),
                   tr("clock differs by %1 ms").arg(health.clockOffset));
}

void OverviewPage::showKeys(const Result<QList<KeyInfo>> &keys)
{
    m_keys = keys.value_or(QList<KeyInfo>());
    showKeyShares();
}

void OverviewPage::showKeyShares()
{
    if (!m_statistics)
        return;
    const StoreStatistics &statistics = *m_statistics;
    const qint64 all = std::max<qint64>(1, statistics.sessions);
    QList<FindingList::Line> lines;
    QList<quint32> ids = statistics.byKey.keys();
    std::ranges::sort(ids, {}, [&](quint32 id) { return -statistics.byKey.value(id); });
    for (const quint32 id : std::as_const(ids)) {
        const auto known = std::ranges::find(m_keys, id, &KeyInfo::id);
        const QString state = known == m_keys.cend() ? QString() : Texts::keyState(known->state);
        const QString name = id == 0 ? tr("Not encrypted") : tr("Key %1").arg(Texts::keyId(id));
        const QString share
            = QLocale().toString(100.0 * double(statistics.byKey.value(id)) / double(all), 'f', 1);
        const QString sentence = state.isEmpty() ? name : tr("%1, %2", "key and its state").arg(name, state);
        lines.append(
            {id == 0 ? Tone::Attention : Tone::Info, sentence,
             tr("%1 % of the sessions (%2)").arg(share, QLocale().toString(statistics.byKey.value(id)))});
    }
    if (lines.isEmpty())
        lines.append({Tone::Neutral, tr("No sessions yet."), {}});
    m_keyShares->show(lines);
}

void OverviewPage::showFindings(const Result<QList<Finding>> &findings)
{
    if (!findings) {
        m_attention->show(
            {{Tone::Danger, tr("The store could not be looked over."), Texts::problem(findings.error())}});
        return;
    }
    QList<Finding> sorted = *findings;
    std::ranges::stable_sort(sorted, std::greater(), &Finding::severity);
    QList<FindingList::Line> lines;
    for (const Finding &finding : std::as_const(sorted)) {
        if (finding.severity != Severity::Good)
            lines.append({toneOf(finding.severity), finding.sentence, finding.remedy});
    }
    if (lines.isEmpty())
        lines.append({Tone::Good,
                      tr("Nothing. %n check(s) found the store in order.", nullptr, int(sorted.size())),
                      {}});
    m_attention->show(lines);
}

void OverviewPage::showInstances(const Result<QList<InstanceInfo>> &instances)
{
    if (!instances) {
        m_instances->set(u"–"_s, Texts::problem(instances.error()), Tone::Attention);
        return;
    }
    QStringList programs;
    for (const InstanceInfo &instance : *instances)
        programs.append(u"%1@%2"_s.arg(instance.program, instance.host));
    const QString note
        = programs.isEmpty() ? tr("no application is using the store") : programs.join(u", "_s);
    m_instances->set(QLocale().toString(instances->size()), note);
}

} // namespace Axess
