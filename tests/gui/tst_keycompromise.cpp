// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "keysfixture.h"
#include "verify.h"

#include "jobs/jobsmodel.h"
#include "keys/compromisedialog.h"
#include "logouts/bulklogouts.h"

#include <QtWidgets/qcheckbox.h>
#include <QtWidgets/qlabel.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// A key is known to somebody else: what is asked, and that all of it is done.
class TestKeyCompromise : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aCompromisedKeyIsTypedFirst();
    void whoBeganBeforeIsLoggedOut();
    void aClosedWindowLeavesNothingHalfDone();
    void whatIsNotKnownIsNotDenied();
    void whatWasInterruptedIsSaidAgain();
    void aLostKeyIsReplacedByARotationOfItsOwn();

private:
    static CompromiseOrder compromise(quint32 key)
    {
        CompromiseOrder order;
        order.key = key;
        order.rotates = order.revokes = true;
        order.reason = u"lost"_s;
        order.ticket = u"OPS-21"_s;
        order.by = u"tester"_s;
        return order;
    }
    static quint32 active(const KeysFixture &fixture)
    {
        for (const KeyUse &use : Keys(fixture.opened).list().value_or(KeyReport()).keys) {
            if (use.key.purpose == "envelope"_L1 && use.key.state == "active"_L1)
                return use.key.id;
        }
        return 0;
    }
};

void TestKeyCompromise::aCompromisedKeyIsTypedFirst()
{
    KeysFixture fixture;
    QVERIFY(fixture.openKeys());
    const quint32 lost = fixture.key(u"active"_s);
    fixture.page().select(lost);
    auto *dialog = fixture.ask<CompromiseDialog>("keyCompromise");
    QVERIFY(dialog);
    auto *act = KeysFixture::part<QPushButton>(dialog, "keyAct");
    QVERIFY(!act->isEnabled());
    KeysFixture::part<QLineEdit>(dialog, "keyTyped")->setText(Texts::keyId(lost));
    QVERIFY(!act->isEnabled());
    QVERIFY(dialog->order().rotates);

    KeysFixture::confirm(dialog);

    QTRY_COMPARE(fixture.key(u"compromised"_s), lost);
    // Everything is sealed anew under the one in its place, and nobody is logged out.
    QVERIFY(fixture.passes([&] { return fixture.window->bulkLogOuts().jobs().running().isEmpty(); }));
    QCOMPARE(fixture.window->bulkLogOuts().jobs().job(0)->stateText(), u"Done"_s);
    TAKE(clean, Keys(fixture.opened).verify());
    QVERIFY(clean.isClean());
    for (const SessionId &id : std::as_const(fixture.ids))
        QCOMPARE(fixture.lifeOf(id), Life::Live);
}

void TestKeyCompromise::whoBeganBeforeIsLoggedOut()
{
    KeysFixture fixture;
    QVERIFY(fixture.openKeys());
    fixture.page().select(fixture.key(u"active"_s));
    auto *dialog = fixture.ask<CompromiseDialog>("keyCompromise");
    QVERIFY(dialog);
    KeysFixture::part<QCheckBox>(dialog, "compromiseRotate")->setChecked(false);
    KeysFixture::part<QCheckBox>(dialog, "compromiseRevoke")->setChecked(true);
    auto *typed = KeysFixture::part<QLineEdit>(dialog, "keyTyped");
    typed->setText(typed->placeholderText());
    QVERIFY(!KeysFixture::part<QPushButton>(dialog, "keyAct")->isEnabled()); // The ticket is missing.
    KeysFixture::part<QLineEdit>(dialog, "compromiseTicket")->setText(u"OPS-21"_s);
    KeysFixture::part<QPushButton>(dialog, "compromiseCount")->click();
    const auto *counted = KeysFixture::part<QLabel>(dialog, "compromiseCounted");
    QVERIFY(fixture.passes([&] { return counted->text().startsWith("3 "_L1); }));
    QVERIFY2(dialog->line().contains("--revoke-created-before=now"_L1), qPrintable(dialog->line()));

    KeysFixture::confirm(dialog);

    QVERIFY(fixture.passes([&] {
        const JobsModel &jobs = fixture.window->bulkLogOuts().jobs();
        return jobs.rowCount() == 1 && jobs.running().isEmpty();
    }));
    for (const SessionId &id : std::as_const(fixture.ids))
        QCOMPARE(fixture.lifeOf(id), Life::Revoked);
}

void TestKeyCompromise::aClosedWindowLeavesNothingHalfDone()
{
    KeysFixture fixture;
    QVERIFY(fixture.openKeys());
    fixture.page().select(fixture.key(u"active"_s));
    auto *dialog = fixture.ask<CompromiseDialog>("keyCompromise");
    QVERIFY(dialog);
    KeysFixture::part<QCheckBox>(dialog, "compromiseRevoke")->setChecked(true);
    KeysFixture::part<QLineEdit>(dialog, "compromiseTicket")->setText(u"OPS-21"_s);
    QCOMPARE(dialog->line().count(u'\n'), 1);

    KeysFixture::confirm(dialog);
    fixture.window.reset();

    // Both stand in the store for whoever works jobs off.
    Jobs jobs(fixture.opened);
    QTRY_COMPARE(jobs.list().value_or(QList<JobInfo>()).size(), 2);
}

// At every call in turn: what says that nothing was changed has changed nothing.
void TestKeyCompromise::whatIsNotKnownIsNotDenied()
{
    KeysFixture fixture;
    int failed = 0;
    int unknown = 0;
    for (int call = 1; call < 100; ++call) {
        const quint32 before = active(fixture);
        QVERIFY(before != 0);
        fixture.faults->arm(Fault::Refused, call);
        const auto done = Keys(fixture.opened).compromise(before);
        if (fixture.faults->disarm() == 0)
            break;
        if (done)
            continue;
        ++failed;
        unknown += done.error().outcome() == Outcome::Unknown ? 1 : 0;
        QVERIFY2(done.error().outcome() == Outcome::Unknown || active(fixture) == before,
                 qPrintable(done.error().message()));
    }
    QVERIFY(failed > 0);
    QVERIFY(unknown > 0);
}

void TestKeyCompromise::whatWasInterruptedIsSaidAgain()
{
    KeysFixture fixture;
    const quint32 lost = active(fixture);
    VERIFY_OK(Keys(fixture.opened).compromise(lost));
    QVERIFY(fixture.openKeys());
    const quint32 active = fixture.key(u"active"_s);
    fixture.page().select(lost);
    auto *dialog = fixture.ask<CompromiseDialog>("keyCompromise");
    QVERIFY(dialog);

    KeysFixture::confirm(dialog);

    // The key that is known is not said to seal.
    const QString marked = u"Key %1 is marked as compromised."_s.arg(Texts::keyId(lost));
    QTRY_VERIFY2(fixture.sentence().startsWith(marked), qPrintable(fixture.sentence()));
    QVERIFY(fixture.passes([&] { return fixture.key(u"retired"_s) == active; }));
    TAKE(clean, Keys(fixture.opened).verify());
    QVERIFY(clean.isClean());
}

void TestKeyCompromise::aLostKeyIsReplacedByARotationOfItsOwn()
{
    KeysFixture fixture;
    Jobs jobs(fixture.opened);
    RotationOrder lazily;
    lazily.isLazy = true;
    lazily.by = u"dana"_s;
    TAKE(standing, jobs.submit(lazily.request()));

    TAKE(done, compromise(active(fixture)).carryOut(fixture.opened));

    VERIFY_OK(*done.revocation);
    VERIFY_OK(*done.rotation);
    QVERIFY((*done.rotation)->id != standing.id);
    QVERIFY(!RotationProgress::of(**done.rotation)->isLazy);
    TAKE(before, jobs.find(standing.id));
    QCOMPARE(before.state, JobState::Cancelled);
}

QTEST_MAIN(TestKeyCompromise)
#include "tst_keycompromise.moc"
