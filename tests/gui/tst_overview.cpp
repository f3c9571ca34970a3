// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "verify.h"
#include "windowfixture.h"

#include "overview/attention.h"
#include "pages/overviewpage.h"
#include "widgets/factcard.h"

#include <axess/audit.h>
#include <axess/metrics.h>
#include <axess/rotationprogress.h>

#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qtoolbutton.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// How the store stands, and what needs attention.
class TestOverview : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsCountedUnasked();
    void whatWasDoneLastIsShown();
    void aStoreThatIsAwayIsNoZero();
    void withoutTheKeyItFills();
    void theWorstStandsFirst();
    void aJobThatNobodyTakesIsNamed();
    void anUnfinishedRotationLeadsToTheKeys();
    void anInstanceThatDoesNotKnowAKeyIsNamed();
    void whoFellSilentIsNamed();
    void whatCouldNotBeReadIsSaid();
    void inOrderIsSaid();
    void aLinkLeadsToThePage();

private:
    static JobInfo job(const QString &kind, JobState state)
    {
        JobInfo job;
        job.id = u"20261128-020000-aabbcc"_s;
        job.request.kind = kind;
        job.request.by = u"dana@desk"_s;
        job.state = state;
        job.submitted = 1'000'000;
        return job;
    }
    /// The sentences, with the page where one leads.
    static QStringList said(const AttentionFacts &facts)
    {
        QStringList lines;
        for (const FindingList::Line &line : Attention::of(facts))
            lines.append(line.page < 0 ? line.sentence : u"%1 [%2]"_s.arg(line.sentence).arg(line.page));
        return lines;
    }
};

void TestOverview::nothingIsCountedUnasked()
{
    WindowFixture fixture;
    fixture.addSession(u"ann"_s);
    fixture.addGuest();
    fixture.openWindow();
    const auto counts = [&] { return fixture.opened->metrics().of(Verb::CountByKey).calls; };

    QVERIFY(fixture.turnTo(OverviewPageNumber));

    auto *live = fixture.child<FactCard>("liveCard");
    QCOMPARE(live->value(), u"–"_s);
    QCOMPARE(live->note(), u"not counted"_s);
    QCOMPARE(fixture.child<FactCard>("healthCard")->value(), u"Healthy"_s);
    QCOMPARE(fixture.child<FactCard>("begunCard")->note(), u"no application tells"_s);
    fixture.window->overview().refresh();
    QTRY_VERIFY(fixture.window->isSettled());
    QCOMPARE(counts(), quint64(0));
    fixture.child<QPushButton>("countSessions")->click();
    QTRY_COMPARE(live->value(), u"2"_s);
    QVERIFY2(live->note().startsWith("1 guests, of 2 that are kept"_L1), qPrintable(live->note()));
    QVERIFY(counts() > 0);
}

void TestOverview::whatWasDoneLastIsShown()
{
    WindowFixture fixture;
    Audit(fixture.opened, {u"ann@desk"_s, {}, AuditPolicy::Record}).attach();
    const SessionRow row = fixture.addSession(u"alice"_s);
    VERIFY_OK(fixture.opened->revoke(std::span(&row.id, 1), u"stolen"_s, 10min));
    fixture.openWindow();
    QVERIFY(fixture.turnTo(OverviewPageNumber));
    const QList<FindingList *> lists = fixture.window->overview().findChildren<FindingList *>();
    const auto acts = std::ranges::find_if(lists, [](const FindingList *list) {
        return list->lines().constFirst().sentence == "Log out: Done"_L1;
    });
    QVERIFY(acts != lists.end());
    QVERIFY((*acts)->lines().constFirst().remedy.startsWith("ann@desk, "_L1));
    QCOMPARE((*acts)->lines().constLast().page, int(OperatorLogPageNumber));
}

void TestOverview::aStoreThatIsAwayIsNoZero()
{
    WindowFixture fixture;
    fixture.addSession(u"ann"_s);
    fixture.openWindow();
    QVERIFY(fixture.turnTo(OverviewPageNumber));
    QVERIFY(fixture.turnTo(KeysPageNumber));
    fixture.faults->arm(Fault::Refused, 1, 1'000'000);
    QVERIFY(fixture.turnTo(OverviewPageNumber));
    for (const char *name : {"begunCard", "endedCard", "lostCard", "instancesCard", "latencyCard"})
        QTRY_COMPARE(fixture.child<FactCard>(name)->value(), u"–"_s);
    QTRY_COMPARE(fixture.child<FactCard>("healthCard")->value(), u"Not answering"_s);
    QVERIFY(!fixture.window->overview().attention().lines().isEmpty());
    fixture.child<QPushButton>("countSessions")->click();
    QTRY_VERIFY(fixture.window->isSettled());
    QCOMPARE(fixture.child<FactCard>("liveCard")->value(), u"–"_s);
    fixture.faults->disarm();
    fixture.window->overview().refresh();
    QTRY_COMPARE(fixture.child<FactCard>("healthCard")->value(), u"Healthy"_s);
}

void TestOverview::withoutTheKeyItFills()
{
    WindowFixture fixture;
    fixture.addSession(u"ann"_s);
    fixture.openWindow(WindowFixture::Access::Keyless);
    QVERIFY(fixture.turnTo(OverviewPageNumber));
    QCOMPARE(fixture.child<FactCard>("sealingCard")->note(), u"This window has no key"_s);
    fixture.child<QPushButton>("countSessions")->click();
    QTRY_COMPARE(fixture.child<FactCard>("liveCard")->value(), u"1"_s);
}

void TestOverview::theWorstStandsFirst()
{
    AttentionFacts facts;
    facts.findings
        = QList<Finding> {{u"store.clock"_s, Severity::Good, u"good"_s, {}},
                          {u"valkey.max-memory"_s, Severity::Hint, u"no limit"_s, u"set one"_s},
                          {u"valkey.eviction-policy"_s, Severity::Problem, u"evicts"_s, u"CONFIG"_s},
                          {u"keys.age"_s, Severity::Hint, u"old key"_s, u"rotate"_s},
                          {u"store.sweep"_s, Severity::Warning, u"behind"_s, u"sweep"_s}};
    QCOMPARE(said(facts),
             (QStringList {u"evicts [%1]"_s.arg(LivePageNumber), u"behind"_s,
                           u"no limit [%1]"_s.arg(LivePageNumber), u"old key [%1]"_s.arg(KeysPageNumber)}));
}

void TestOverview::aJobThatNobodyTakesIsNamed()
{
    AttentionFacts facts;
    facts.now = 1'000'000 + Attention::TakenWithin.count();
    facts.jobs = QList<JobInfo> {job(u"sweep"_s, JobState::Waiting), job(u"sweep"_s, JobState::Done)};
    QVERIFY(said(facts).isEmpty());
    facts.now += 1;
    QCOMPARE(said(facts).size(), 1);
    QVERIFY(said(facts).constFirst().contains("nobody takes it"_L1));
    QVERIFY(Attention::of(facts).constFirst().remedy.contains("axessctl job run 20261128-020000-aabbcc"_L1));
}

void TestOverview::anUnfinishedRotationLeadsToTheKeys()
{
    AttentionFacts facts;
    facts.now = 1'000'000;
    JobInfo rotation = job(RotationProgress::Kind.toString(), JobState::Paused);
    rotation.request.parameters = {{u"purpose"_s, u"envelope"_s}};
    facts.jobs = QList<JobInfo> {rotation};
    const QList<FindingList::Line> lines = Attention::of(facts);
    QCOMPARE(lines.size(), 1);
    QVERIFY2(lines[0].sentence.contains("is paused"_L1) && lines[0].sentence.contains("dana@desk"_L1),
             qPrintable(lines[0].sentence));
    if (RotationProgress::of(rotation))
        QCOMPARE(lines[0].page, int(KeysPageNumber));
}

void TestOverview::anInstanceThatDoesNotKnowAKeyIsNamed()
{
    AttentionFacts facts;
    KeyInfo active;
    active.id = 0x0a1b2c3d;
    active.state = u"active"_s;
    KeyInfo old = active;
    old.id = 7;
    old.state = u"retired"_s;
    facts.keys = QList<KeyInfo> {active, old};
    InstanceInfo knows;
    knows.program = u"shop"_s;
    knows.host = u"web1"_s;
    knows.keysKnown = {active.id};
    InstanceInfo lacks = knows;
    lacks.host = u"web2"_s;
    lacks.keysKnown = {old.id};
    InstanceInfo silent = knows;
    silent.keysKnown = {};
    facts.instances = QList<InstanceInfo> {knows, lacks, silent};
    QCOMPARE(said(facts),
             QStringList {u"shop on web2 does not know key 0a1b2c3d yet. [%1]"_s.arg(KeysPageNumber)});
}

void TestOverview::whoFellSilentIsNamed()
{
    AttentionFacts facts;
    LiveSample sample;
    InstanceSample instance;
    instance.name = u"shop@web1"_s;
    instance.isSilent = true;
    sample.instances = {instance};
    facts.sample = sample;
    QCOMPARE(said(facts).size(), 1);
    QVERIFY(said(facts).constFirst().startsWith("shop@web1 is silent"_L1));
}

void TestOverview::whatCouldNotBeReadIsSaid()
{
    const Error away(ErrorCode::Unavailable, u"away"_s);
    AttentionFacts facts;
    facts.findings = std::unexpected(away);
    facts.jobs = std::unexpected(away);
    QCOMPARE(said(facts),
             (QStringList {u"The store could not be looked over."_s,
                           u"The jobs of the store could not be read."_s}));
}

void TestOverview::inOrderIsSaid()
{
    AttentionFacts facts;
    facts.findings = QList<Finding> {{u"store.clock"_s, Severity::Good, u"good"_s, {}}};
    QCOMPARE(said(facts), QStringList {u"Nothing. 1 check(s) found the store in order."_s});
    facts.findings.reset();
    QVERIFY(said(facts).isEmpty());
}

void TestOverview::aLinkLeadsToThePage()
{
    FindingList list;
    list.show(
        {{Tone::Info, u"old key"_s, u"rotate"_s, u"Keys"_s, KeysPageNumber}, {Tone::Good, u"good"_s, {}}});
    int wanted = -1;
    connect(&list, &FindingList::pageWanted, &list, [&](int page) { wanted = page; });
    const QList<QToolButton *> links = list.findChildren<QToolButton *>();
    QCOMPARE(links.size(), 1);
    links[0]->click();
    QCOMPARE(wanted, int(KeysPageNumber));
}

QTEST_MAIN(TestOverview)
#include "tst_overview.moc"
