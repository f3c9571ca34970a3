// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axessctlrun.h"

#include "axesstest.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qprocess.h>

#include <csignal>

using namespace Qt::StringLiterals;

namespace {

QList<QJsonObject> linesOf(const QByteArray &output)
{
    QList<QJsonObject> lines;
    for (const QByteArray &line : output.split('\n')) {
        if (!line.isEmpty())
            lines.append(QJsonDocument::fromJson(line).object());
    }
    return lines;
}

QString cursorIn(const QList<QJsonObject> &lines)
{
    return lines.isEmpty() ? QString() : lines.constLast().value(u"cursor"_s).toString();
}

qsizetype eventsIn(const QList<QJsonObject> &lines)
{
    return std::ranges::count_if(lines, [](const QJsonObject &line) { return line.contains(u"event"_s); });
}

} // namespace

/// `axessctl events follow` prints what happens, and says where it was.
class TestAxessctlEvents : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void onceGoesOnWhereItWas();
    void followingEndsCleanly();
    void aFullDiskLosesNothing_data();
    void aFullDiskLosesNothing();
    void aGapIsPrinted();
    void wrongCursorsAreRefused();
};

void TestAxessctlEvents::onceGoesOnWhereItWas()
{
    const SealedStore store;
    QVERIFY(store.isReady());
    QCOMPARE(store.run({u"demo-data"_s, u"30"_s}).exitCode, 0);
    const QStringList once {u"events"_s, u"follow"_s, u"--once"_s, u"--from"_s};
    const auto first = store.runKeyless(once + QStringList {u"beginning"_s});
    QCOMPARE(first.exitCode, 0);
    const auto lines = linesOf(first.output);
    QCOMPARE_GE(eventsIn(lines), 30);
    QVERIFY(first.errors.contains(cursorIn(lines).toLatin1()));
    const auto nothing = store.runKeyless(once + QStringList {cursorIn(lines)});
    QCOMPARE(eventsIn(linesOf(nothing.output)), 0);
    QCOMPARE(store.run({u"revoke"_s, u"--everybody"_s, u"--yes"_s, u"--reason"_s, u"a test"_s}).exitCode, 0);
    const auto next = store.runKeyless(once + QStringList {cursorIn(lines)});
    QCOMPARE_GE(eventsIn(linesOf(next.output)), 1);
    QVERIFY(next.output.contains("revoked"));
    QVERIFY(next.output.contains("a test"));
}

void TestAxessctlEvents::followingEndsCleanly()
{
    const SealedStore store;
    QVERIFY(store.isReady());
    QProcess follower;
    follower.start(QString::fromLatin1(AXESSCTL),
                   {u"--store"_s, store.url(), u"events"_s, u"follow"_s, u"--from"_s, u"beginning"_s,
                    u"--look-every"_s, u"1s"_s});
    QVERIFY(follower.waitForStarted());
    QCOMPARE(store.run({u"demo-data"_s, u"3"_s}).exitCode, 0);
    QByteArray output;
    const auto hasCome = [&] {
        output += follower.readAllStandardOutput();
        return output.count("\n") >= 3;
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasCome(), 60'000);
    QVERIFY(::kill(pid_t(follower.processId()), SIGINT) == 0);
    QVERIFY(follower.waitForFinished(60'000));
    QCOMPARE(follower.exitStatus(), QProcess::NormalExit);
    QCOMPARE(follower.exitCode(), 0);
    QVERIFY(follower.readAllStandardError().contains("Go on: --from "));
}

void TestAxessctlEvents::aFullDiskLosesNothing_data()
{
    QTest::addColumn<QStringList>("how");
    QTest::newRow("once") << QStringList {u"--once"_s};
    QTest::newRow("following") << QStringList();
}

void TestAxessctlEvents::aFullDiskLosesNothing()
{
    QFETCH(const QStringList, how);
    const SealedStore store;
    QVERIFY(store.isReady());
    QCOMPARE(store.run({u"demo-data"_s, u"3"_s}).exitCode, 0);
    QProcess follower;
    follower.setStandardOutputFile(u"/dev/full"_s);
    follower.start(
        QString::fromLatin1(AXESSCTL),
        QStringList {u"--store"_s, store.url(), u"events"_s, u"follow"_s, u"--from"_s, u"beginning"_s} + how);
    // By itself.
    QVERIFY(follower.waitForFinished(60'000));
    QCOMPARE(follower.exitStatus(), QProcess::NormalExit);
    QVERIFY(follower.exitCode() != 0);
    const QByteArray errors = follower.readAllStandardError();
    QVERIFY2(errors.contains("Go on: --from beginning\n"), errors.constData());
    QVERIFY2(errors.contains("is the disk full?"), errors.constData());
}

void TestAxessctlEvents::aGapIsPrinted()
{
    const SealedStore first;
    const SealedStore second;
    QVERIFY(first.isReady() && second.isReady());
    QCOMPARE(first.run({u"demo-data"_s, u"5"_s}).exitCode, 0);
    QStringList once {u"events"_s, u"follow"_s, u"--once"_s, u"--from"_s, u"beginning"_s};
    once.last() = cursorIn(linesOf(first.run(once).output));
    QVERIFY(!once.last().isEmpty());
    const auto gap = linesOf(second.run(once).output);
    QVERIFY(!gap.isEmpty());
    QCOMPARE(gap.constFirst().value(u"gap"_s).toString(), u"log-replaced"_s);
}

void TestAxessctlEvents::wrongCursorsAreRefused()
{
    const SealedStore store;
    QVERIFY(store.isReady());
    const auto refused = store.run({u"events"_s, u"follow"_s, u"--once"_s, u"--from"_s, u"yesterday"_s});
    QVERIFY(refused.exitCode != 0);
    QVERIFY(refused.errors.contains("cursor"));
}

QTEST_GUILESS_MAIN(TestAxessctlEvents)
#include "tst_axessctl_events.moc"
