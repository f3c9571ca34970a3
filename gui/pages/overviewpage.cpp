// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/overviewpage.h"

#include "app/texts.h"
#include "app/timetexts.h"
#include "operatorlog/logtexts.h"
#include "pages/pagenumbers.h"
#include "widgets/factcard.h"
#include "widgets/icons.h"
#include "widgets/panel.h"

#include <QtCore/qlocale.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qscrollarea.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString perMinute(double perSecond)
{
    const double rate = 60 * perSecond;
    return QLocale().toString(rate, 'f', rate > 0 && rate < 10 ? 1 : 0);
}

} // namespace

OverviewPage::OverviewPage(Console &console, QWidget *parent)
    : Page(console, parent)
    , m_live(card(u"pulse"_s, tr("Live sessions"), u"liveCard"_s, SessionsPageNumber))
    , m_begun(card(u"create"_s, tr("Begun a minute"), u"begunCard"_s, LivePageNumber))
    , m_ended(card(u"logout"_s, tr("Ended a minute"), u"endedCard"_s, LivePageNumber))
    , m_lost(card(u"warning"_s, tr("Lost a minute"), u"lostCard"_s, LivePageNumber))
    , m_failures(card(u"problem"_s, tr("Failed calls a minute"), u"failuresCard"_s, LivePageNumber))
    , m_health(card(u"store"_s, tr("Store"), u"healthCard"_s, LivePageNumber))
    , m_answers(card(u"clock"_s, tr("Answer time"), u"latencyCard"_s, LivePageNumber))
    , m_sweep(card(u"refresh"_s, tr("Sweep"), u"sweepCard"_s, SessionsPageNumber))
    , m_sealing(card(u"shield"_s, tr("Encryption"), u"sealingCard"_s, KeysPageNumber))
    , m_instances(card(u"sessions"_s, tr("Servers"), u"instancesCard"_s, LivePageNumber))
    , m_count(new QPushButton(tr("Count sessions"), this))
    , m_attention(new FindingList(this))
    , m_keyShares(new FindingList(this))
    , m_acts(new FindingList(this))
{
    setObjectName(u"overviewPage"_s);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(20, 18, 20, 20);
    column->setSpacing(14);
    column->addLayout(happeningCards());
    column->addLayout(storeCards());
    column->addLayout(topRow());
    auto *right = new QVBoxLayout;
    right->setSpacing(14);
    right->addWidget(actsPanel());
    right->addWidget(sharesPanel());
    right->addStretch();
    auto *panels = new QHBoxLayout;
    panels->setSpacing(14);
    panels->addWidget(attentionPanel(), 3, Qt::AlignTop);
    panels->addLayout(right, 2);
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
    for (const FindingList *list : {m_attention, m_acts})
        connect(list, &FindingList::pageWanted, this, &Page::pageWanted);
    connect(m_count, &QPushButton::clicked, this, &OverviewPage::count);
}

FactCard *OverviewPage::card(const QString &icon, const QString &title, const QString &name, int page)
{
    auto *made = new FactCard(icon, title, this);
    made->setObjectName(name);
    connect(made, &QAbstractButton::clicked, this, [this, page] { Q_EMIT pageWanted(page); });
    return made;
}

QLayout *OverviewPage::topRow()
{
    m_count->setObjectName(u"countSessions"_s);
    m_count->setAutoDefault(false);
    auto *price = new QLabel(
        tr("Counting reads up to %1 sessions, and takes some seconds.").arg(QLocale().toString(MostCounted)),
        this);
    price->setForegroundRole(QPalette::PlaceholderText);
    price->setBuddy(m_count);
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_count);
    row->addWidget(price);
    row->addStretch();
    m_live->set(u"–"_s, tr("not counted"));
    return row;
}

QLayout *OverviewPage::happeningCards()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(14);
    for (FactCard *made : {m_live, m_begun, m_ended, m_lost, m_failures})
        row->addWidget(made);
    return row;
}

QLayout *OverviewPage::storeCards()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(14);
    for (FactCard *made : {m_health, m_answers, m_sweep, m_sealing, m_instances})
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

Panel *OverviewPage::sharesPanel()
{
    auto *panel = new Panel(tr("Keys and their share"), this);
    panel->body()->addWidget(m_keyShares);
    m_keyShares->show({{Tone::Neutral, tr("Not counted."), {}}});
    return panel;
}

Panel *OverviewPage::actsPanel()
{
    auto *panel = new Panel(tr("Done last"), this);
    panel->body()->addWidget(m_acts);
    m_acts->show({{Tone::Neutral, tr("Reading the operator log…"), {}}});
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
        if (m_pending == 0 && part != Long)
            lookLong();
    });
}

void OverviewPage::ask()
{
    // A store that answers slowly is not asked again before it has answered.
    if (m_pending != 0)
        return;
    take(console().health(), Health, &OverviewPage::showHealth);
    take(console().keys(), Keys, &OverviewPage::showKeys);
    take(console().findings(), Findings, &OverviewPage::showFindings);
    take(console().instances(), Instances, &OverviewPage::showInstances);
}

void OverviewPage::lookLong()
{
    const auto look = [](const std::shared_ptr<SessionStore> &store) {
        LongLook seen {sampleLive(*store, CountSessions::No), Jobs(store).list(),
                       AuditReader(store).next(ActsShown)};
        return seen;
    };
    take(console().lookAtLength(look), Long, &OverviewPage::showLong);
}

void OverviewPage::showLong(const LongLook &look)
{
    showSample(look.sample);
    showJobs(look.jobs);
    showActs(look.acts);
}

void OverviewPage::showSample(const Result<LiveSample> &sample)
{
    m_facts.sample = sample;
    if (sample) {
        showRates(m_rates.take(*sample));
    } else {
        m_rates.forget();
        for (FactCard *made : {m_begun, m_ended, m_lost, m_failures})
            made->set(u"–"_s, Texts::problem(sample.error()), Tone::Attention);
    }
    showAttention();
}

void OverviewPage::showRates(const LivePoint &point)
{
    const QString from = tr("from %1 of %2 servers").arg(point.counted).arg(point.known);
    const QString why = point.known == 0 ? tr("no application tells") : tr("collecting, 10 s");
    const auto show = [&](FactCard *card, std::initializer_list<LiveValue> values, Tone tone) {
        double sum = 0;
        bool isKnown = false;
        for (const LiveValue value : values) {
            sum += point.knows(value) ? point.of(value) : 0;
            isKnown |= point.knows(value);
        }
        if (isKnown)
            card->set(perMinute(sum), from, sum > 0 ? tone : Tone::Neutral);
        else
            card->set(u"–"_s, why);
    };
    using enum LiveValue;
    show(m_begun, {Created}, Tone::Neutral);
    show(m_ended, {EndedByUser, EndedByTime, EndedByOperator, EndedDisplaced, EndedOtherwise}, Tone::Neutral);
    show(m_lost, {Evicted, Vanished}, Tone::Danger);
    show(m_failures, {Failures}, Tone::Attention);
    const QString ping = tr("a ping takes %1 ms").arg(QLocale().toString(double(m_ping) / 1000, 'f', 1));
    if (m_facts.sample && point.knows(LatencyP95))
        m_answers->set(tr("%1 ms").arg(QLocale().toString(1000 * point.of(LatencyP95), 'f', 1)),
                       tr("95 of 100 calls of the applications; %1").arg(ping));
}

void OverviewPage::showHealth(const StoreHealth &health)
{
    static constexpr Tone tones[] = {Tone::Good, Tone::Attention, Tone::Danger};
    const QString words[] = {tr("Healthy"), tr("Strained"), tr("Not answering")};
    const QString pool = tr("%1 of %2 connections in use").arg(health.poolBusy).arg(health.poolSize);
    m_health->set(words[int(health.health)], health.sentence.isEmpty() ? pool : health.sentence,
                  tones[int(health.health)]);
    if (health.health == Axess::Health::Down) {
        m_answers->set(u"–"_s, tr("no answer"), Tone::Danger);
        return;
    }
    m_ping = health.latencyMicroseconds;
    const double milliseconds = double(m_ping) / 1000;
    m_answers->set(tr("%1 ms").arg(QLocale().toString(milliseconds, 'f', milliseconds < 10 ? 2 : 0)),
                   tr("a ping; the clock differs by %1 ms").arg(health.clockOffset));
}

void OverviewPage::showKeys(const Result<QList<KeyInfo>> &keys)
{
    m_facts.keys = keys;
    const QList<KeyInfo> known = keys.value_or(QList<KeyInfo>());
    const auto active = std::ranges::find_if(
        known, [](const KeyInfo &key) { return key.purpose == "envelope"_L1 && key.state == "active"_L1; });
    if (active != known.end())
        m_sealing->set(tr("On"),
                       tr("key %1, made %2")
                           .arg(Texts::keyId(active->id), TimeTexts::ago(active->created, console().now())),
                       Tone::Good);
    showShares();
    showAttention();
}

void OverviewPage::showFindings(const Result<QList<Finding>> &findings)
{
    m_facts.findings = findings;
    showSweep();
    showAttention();
}

void OverviewPage::showSweep()
{
    const auto &findings = *m_facts.findings;
    if (!findings) {
        m_sweep->set(u"–"_s, Texts::problem(findings.error()), Tone::Attention);
        return;
    }
    const auto sweep = std::ranges::find(*findings, u"store.sweep"_s, &Finding::check);
    if (sweep == findings->end())
        m_sweep->set(u"–"_s, tr("the store does not tell"));
    else if (sweep->severity == Severity::Good)
        m_sweep->set(tr("In time"), tr("what has ended is removed"), Tone::Good);
    else
        m_sweep->set(tr("Behind"), sweep->sentence, Tone::Attention);
}

void OverviewPage::showJobs(const Result<QList<JobInfo>> &jobs)
{
    m_facts.jobs = jobs;
    showAttention();
}

void OverviewPage::showAttention()
{
    m_facts.now = console().now();
    if (m_facts.findings)
        m_attention->show(Attention::of(m_facts));
}

void OverviewPage::showActs(const Result<AuditPage> &acts)
{
    if (!acts) {
        m_acts->show(
            {{Tone::Attention, tr("The operator log could not be read."), Texts::problem(acts.error())}});
        return;
    }
    QList<FindingList::Line> lines;
    for (const AuditRecord &record : acts->records) {
        const AuditEntry &entry = record.head();
        const QString when = TimeTexts::ago(entry.at, console().now());
        lines.append({LogTexts::tone(record),
                      tr("%1: %2", "act, outcome").arg(LogTexts::act(entry.act), LogTexts::outcome(record)),
                      tr("%1, %2", "who, when").arg(entry.by, when)});
    }
    if (lines.isEmpty())
        lines.append({Tone::Neutral, tr("Nothing was done yet."), {}});
    else
        lines.last().action = tr("Operator log");
    lines.last().page = lines.last().action.isEmpty() ? -1 : int(OperatorLogPageNumber);
    m_acts->show(lines);
}

void OverviewPage::showInstances(const Result<QList<InstanceInfo>> &instances)
{
    m_facts.instances = instances;
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
    showAttention();
}

} // namespace Axess
