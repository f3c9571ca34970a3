// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "operations/auditcheck_p.h"
#include "operations/storeaudit_p.h"

#include "axesstest.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/audit.h>
#include <axess/jobs.h>
#include <axess/keys.h>

#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The trail of administrative acts: what is recorded, and what verifying finds.
class TestAudit : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyActLeavesAnIntentAndAResult();
    void aFailedActSaysSo();
    void withoutTheKeyEntriesAreHashed();
    void aReplacedAuditKeyStillProves();
    void whatIsNotRecordedIsNotDoneIfSoIsAsked();
    void whatIsNotRecordedIsDoneElse();
    void aWriterThatDiedLeavesNoGap();
    void aRemovedHeadIsNoNewBeginning();
    void tamperingIsFound_data();
    void tamperingIsFound();
    void theFileFindsWhatTheChainCannot();

private:
    void act(SessionStore &store);
    QString file() const { return m_folder.filePath(u"audit.log"_s); }
    AuditVerification judged(const QList<QByteArray> &trail);

    QTemporaryDir m_folder;
    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<SessionStore> m_store;
};

void TestAudit::init()
{
    AxessTest::init();
    QFile::remove(file());
    m_fixture = std::make_unique<StoreFixture>();
    TAKE(store, m_fixture->open());
    m_store = store;
    Audit(m_store, {u"ann@desk"_s, file(), AuditPolicy::Record}).attach();
}

// Two acts, four entries.
void TestAudit::act(SessionStore &store)
{
    TAKE(row, store.save(guestRow()));
    TAKE(revoked, store.revoke(std::span(&row.id, 1), u"stolen laptop"_s, 15min));
    VERIFY_OK(store.restore(std::span(&row.id, 1), revoked.mark));
}

AuditVerification TestAudit::judged(const QList<QByteArray> &trail)
{
    AuditCheck check(m_store->core().ring().current().get());
    check.judge(trail);
    return check.report();
}

void TestAudit::everyActLeavesAnIntentAndAResult()
{
    act(*m_store);
    VERIFY_OK(m_store->raiseTenantEpoch(tenantNamed(u"acme"_s), u"breach"_s));
    VERIFY_OK(m_store->raiseStoreEpoch(u"leak"_s));
    Keys keys(m_store);
    TAKE(staged, keys.stage(u"cookie"_s));
    VERIFY_OK(keys.activate(staged.id));
    JobRequest request;
    request.kind = u"verify-index"_s;
    request.reason = u"after the failover"_s;
    Jobs jobs(m_store);
    TAKE(job, jobs.submit(request));
    VERIFY_OK(jobs.pause(job.id));
    VERIFY_OK(jobs.cancel(job.id));

    Audit audit(m_store, {u"ann@desk"_s, file(), AuditPolicy::Record});
    TAKE(entries, audit.list());
    QStringList acts;
    for (auto entry = entries.crbegin(); entry != entries.crend(); ++entry) {
        QCOMPARE(entry->by, u"ann@desk"_s);
        QCOMPARE(entry->at, m_store->now());
        if (entry->phase == AuditPhase::Intent)
            acts.append(entry->act);
        else
            QVERIFY(entry->phase == AuditPhase::Done && entry->intent == entry->number - 1);
    }
    QCOMPARE(acts,
             (QStringList {u"revoke"_s, u"restore"_s, u"raise-epoch"_s, u"raise-epoch"_s, u"key-stage"_s,
                           u"key-activate"_s, u"job-submit"_s, u"job-pause"_s, u"job-cancel"_s}));
    QCOMPARE(entries.last().reason, u"stolen laptop"_s);
    QVERIFY(entries[1].what.contains(job.id));
    TAKE(report, audit.verify());
    QVERIFY2(report.isClean(), qPrintable(report.problems.join(u'\n')));
    QCOMPARE(report.entries, 18);
    QCOMPARE(report.proven, 18);
    QCOMPARE(report.inFile, 18);
    QVERIFY(report.unfinished.isEmpty());
    QCOMPARE(QFile::permissions(file()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void TestAudit::aFailedActSaysSo()
{
    VERIFY_FAILS(Keys(m_store).activate(0x12345678), ErrorCode::InvalidArgument);
    TAKE(entries, Audit(m_store).list());
    QCOMPARE(entries.size(), 2);
    QCOMPARE(entries.first().phase, AuditPhase::Failed);
    QVERIFY2(entries.first().result.startsWith(u"InvalidArgument: "_s), qPrintable(entries.first().result));
    QVERIFY(entries.first().what.contains(u"12345678"_s));
}

void TestAudit::withoutTheKeyEntriesAreHashed()
{
    act(*m_store);
    TAKE(keyless, m_fixture->openKeyless());
    Audit(keyless, {u"support"_s, {}, AuditPolicy::Record}).attach();
    TAKE(row, m_store->save(guestRow()));
    VERIFY_OK(keyless->revoke(std::span(&row.id, 1), u"asked for"_s, 0min));
    TAKE(report, Audit(m_store).verify());
    QVERIFY2(report.isClean(), qPrintable(report.problems.join(u'\n')));
    QCOMPARE(report.proven, 4);
    QCOMPARE(report.hashed, 2);
    // Who has no key proves what needs none, and says what it could not.
    TAKE(less, Audit(keyless).verify());
    QCOMPARE(less.hashed, 2);
    QCOMPARE(less.problems.size(), 4);
}

void TestAudit::aReplacedAuditKeyStillProves()
{
    act(*m_store);
    Keys keys(m_store);
    TAKE(staged, keys.stage(u"audit"_s));
    VERIFY_OK(keys.activate(staged.id));
    act(*m_store);
    TAKE(report, Audit(m_store).verify());
    QVERIFY2(report.isClean(), qPrintable(report.problems.join(u'\n')));
    QCOMPARE(report.proven, 12);
    TAKE(entries, Audit(m_store).list(1));
    QCOMPARE(entries.first().key, staged.id);
}

void TestAudit::whatIsNotRecordedIsNotDoneIfSoIsAsked()
{
    QFile open(file());
    QVERIFY(open.open(QIODevice::WriteOnly));
    open.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
    Audit(m_store, {u"ann"_s, file(), AuditPolicy::Require}).attach();
    TAKE(row, m_store->save(guestRow()));
    VERIFY_FAILS(m_store->revoke(std::span(&row.id, 1), u"stolen"_s, 15min), ErrorCode::Denied);
    TAKE(alive, m_store->load(row.token));
    QVERIFY(alive);
    VERIFY_FAILS(Keys(m_store).stage(u"cookie"_s), ErrorCode::Denied);
    TAKE(keys, m_store->keys());
    QCOMPARE(keys.size(), 4);
}

void TestAudit::whatIsNotRecordedIsDoneElse()
{
    Audit(m_store, {u"ann"_s, m_folder.filePath(u"nowhere/audit.log"_s), AuditPolicy::Record}).attach();
    TAKE(row, m_store->save(guestRow()));
    for (int entry = 0; entry < 2; ++entry)
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"in the store only.*nowhere/audit.log"_s));
    VERIFY_OK(m_store->revoke(std::span(&row.id, 1), u"stolen"_s, 15min));
    TAKE(gone, m_store->load(row.token));
    QVERIFY(!gone);
    TAKE(entries, Audit(m_store).list());
    QCOMPARE(entries.size(), 2);
}

void TestAudit::aWriterThatDiedLeavesNoGap()
{
    act(*m_store);
    StoreCore &core = m_store->core();
    TAKE(head, AuditHead::read(core));
    AuditEntry entry;
    entry.number = 5;
    entry.act = u"revoke"_s;
    TAKE(line, AuditLine::make(entry, head.line.code, core.ring().current().get()));
    const AuditHead next {line, head.behind, 0};
    VERIFY_OK(m_fixture->connection()->putDocument(DocumentName::AuditHead.toString(), next.bytes(),
                                                   head.revision));
    // It stands in the head only; whoever reads counts it, whoever writes completes the log.
    TAKE(before, Audit(m_store).verify());
    QVERIFY2(before.isClean(), qPrintable(before.problems.join(u'\n')));
    QCOMPARE(before.entries, 5);
    QCOMPARE(before.unfinished, QList<quint64> {5});
    act(*m_store);
    TAKE(after, Audit(m_store, {{}, file(), AuditPolicy::Record}).verify());
    QVERIFY2(after.isClean(), qPrintable(after.problems.join(u'\n')));
    QCOMPARE(after.entries, 9);
    QCOMPARE(after.inFile, 8);
}

void TestAudit::aRemovedHeadIsNoNewBeginning()
{
    act(*m_store);
    StoreCore &core = m_store->core();
    TAKE(head, AuditHead::read(core));
    VERIFY_OK(m_fixture->connection()->removeDocument(DocumentName::AuditHead.toString(), head.revision));
    act(*m_store);
    TAKE(report, Audit(m_store).verify());
    QVERIFY2(report.isClean(), qPrintable(report.problems.join(u'\n')));
    QCOMPARE(report.entries, 8);
}

void TestAudit::tamperingIsFound_data()
{
    using Change = std::function<void(QList<QByteArray> &)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("found");
    QTest::newRow("altered") << Change([](QList<QByteArray> &trail) { trail[2].replace("ann@", "bob@"); })
                             << u"Entry 3 was altered"_s;
    QTest::newRow("a code of one's own")
        << Change([](QList<QByteArray> &trail) { trail[2][0] = trail[2][0] == 'a' ? 'b' : 'a'; })
        << u"Entry 3 was altered"_s;
    QTest::newRow("removed") << Change([](QList<QByteArray> &trail) { trail.remove(3); })
                             << u"Entry 4 was removed"_s;
    QTest::newRow("several removed") << Change([](QList<QByteArray> &trail) { trail.remove(3, 2); })
                                     << u"Entries 4 to 5 were removed"_s;
    QTest::newRow("the first removed")
        << Change([](QList<QByteArray> &trail) { trail.removeFirst(); }) << u"Entry 1 was removed"_s;
    QTest::newRow("moved") << Change([](QList<QByteArray> &trail) { trail.swapItemsAt(1, 3); })
                           << u"Entry 3 stands out of order"_s;
    QTest::newRow("junk") << Change([](QList<QByteArray> &trail) { trail[4] = "junk"; })
                          << u"Entry 5 of the log is no entry"_s;
    QTest::newRow("made anew without the key") << Change([](QList<QByteArray> &trail) {
        const auto old = AuditLine::parse(trail[2]).value();
        trail[2] = AuditLine::make(old.entry, old.previous, nullptr).value().bytes();
    }) << u"Entry 4 does not follow"_s;
}

void TestAudit::tamperingIsFound()
{
    using Change = std::function<void(QList<QByteArray> &)>;
    QFETCH(const Change, change);
    QFETCH(const QString, found);
    for (int i = 0; i < 3; ++i)
        act(*m_store);
    TAKE(trail, AuditCheck::trailOf(m_store->core()));
    QVERIFY(judged(trail).isClean());
    QList<QByteArray> changed = trail;
    change(changed);
    const AuditVerification report = judged(changed);
    QVERIFY2(report.problems.join(u'\n').contains(found), qPrintable(report.problems.join(u'\n')));
    // And by the local file, whatever was done to the store.
    AuditCheck check(m_store->core().ring().current().get());
    check.judge(changed);
    const qsizetype before = check.report().problems.size();
    check.compare(trail);
    QVERIFY(check.report().problems.size() > before);
}

void TestAudit::theFileFindsWhatTheChainCannot()
{
    for (int i = 0; i < 2; ++i)
        act(*m_store);
    TAKE(trail, AuditCheck::trailOf(m_store->core()));
    QList<QByteArray> shorter = trail;
    shorter.remove(6, 2);
    QVERIFY(judged(shorter).isClean());
    AuditCheck check(m_store->core().ring().current().get());
    check.judge(shorter);
    TAKE(lines, AuditFile(file()).lines());
    check.compare(lines);
    QCOMPARE(check.report().problems,
             (QStringList {u"Entry 7 of the local file was removed from the store"_s,
                           u"Entry 8 of the local file was removed from the store"_s}));
}

QTEST_GUILESS_MAIN(TestAudit)
#include "tst_audit.moc"
