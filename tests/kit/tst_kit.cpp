// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "kitrun.h"
#include "promises.h"

#include <QtCore/QDir>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <QtCore/QTemporaryDir>

using namespace Qt::StringLiterals;

/// axess-conformance: right backends pass, wrong ones are caught and the promise is named, and nothing that a
/// backend does takes the kit along.
class TestKit : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void aRightBackendKeepsEveryPromise_data();
    void aRightBackendKeepsEveryPromise();
    void aWrongBackendIsCaughtAndThePromiseNamed_data();
    void aWrongBackendIsCaughtAndThePromiseNamed();
    void whatOutlivesAProcessIsSeenAndNotBelieved();
    void aKilledProcessFindsAWrongBackend();
    void aRaceFindsAWrongBackend();
    void aCrashBreaksItsCasesOnly();
    void aCrashBehindTheLastCaseIsToldToo();
    void aHangBreaksItsCaseOnly();
    void theReportForPeopleNamesPromiseAndCase();
    void whatCannotBeTriedIsSaidInASentence_data();
    void whatCannotBeTriedIsSaidInASentence();
    void nothingIsLeftBehind();
    void whatACrashLeavesIsRemovedToo();
    void helpAndTopicsAreListed();
    void manualAndCompletionNameEveryOption();
    void anErrorIsJsonToo();
    void theReportAndTheIndexOfPromisesAgree();
};

void TestKit::aRightBackendKeepsEveryPromise_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("memory") << QStringList {u"--json"_s, u"--rounds"_s, u"40"_s, u"memory:"_s};
    QTest::newRow("shared memory, right") << broken(u"x-broken:{store}"_s, {u"--rounds"_s, u"20"_s});
}

void TestKit::aRightBackendKeepsEveryPromise()
{
    QFETCH(const QStringList, arguments);
    const Run run = kit(arguments);
    QVERIFY2(run.code == 0, qPrintable(run.text()));
    const QJsonObject report = run.report();
    QVERIFY(report.value("kept"_L1).toBool());
    QSet<QString> names;
    for (const QJsonValue &promise : report.value("promises"_L1).toArray()) {
        for (const QJsonValue &entry : promise["cases"_L1].toArray())
            names.insert(entry["name"_L1].toString());
    }
    // Neither is there a connection to cut, nor anything that a process could leave to another one.
    QVERIFY(!report.value("complete"_L1).toBool());
    QCOMPARE(run.count("notTried"_L1), 2);
    QCOMPARE(run.count("partly"_L1), 8);
    QCOMPARE(run.verdict(u"races.ofSeveralSavesOneWins"_s), u"partly"_s);
    QCOMPARE(names.size(), report.value("cases"_L1).toInt());
    QCOMPARE_GE(names.size(), 360);
    for (const QJsonValue &promise : report.value("promises"_L1).toArray())
        QVERIFY2(promise["kept"_L1].toInt() > 0, qPrintable(promise["title"_L1].toString()));
    for (const QString &name : Promises::named())
        QVERIFY2(names.contains(name),
                 qPrintable(name + u" stands under a promise, and there is no such case"_s));
}

void TestKit::aWrongBackendIsCaughtAndThePromiseNamed_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("promise");
    const auto row
        = [](const char *way, const QString &name, int promise) { QTest::newRow(way) << name << promise; };
    row("upsert-save", u"update.anAbsentRowIsGoneAndStaysAbsent"_s, 1);
    row("ignored-revision", u"update.aSaveFromAnOldRevisionIsAConflict"_s, 2);
    row("retried-create", u"create.aTakenIdIsNotReplaced"_s, 1);
    row("replacing-create", u"create.aTakenIdIsNotReplaced"_s, 1);
    row("lost-write-id", u"update.everyAuthenticatedFieldIsReplaced"_s, 2);
    row("restore-of-any-mark", u"revocation.anotherMarkIsGone"_s, 1);
    row("second-mark-with-grace", u"revocation.aSecondMarkHasNoGrace"_s, 1);
    row("ignored-generation", u"admission.anOlderGenerationIsGone"_s, 1);
    row("ignored-limit", u"admission.denyingKeepsWhoIsThere"_s, 8);
    row("touch-backwards", u"touch.aTouchNeverMovesBack"_s, 8);
    row("counting-touch", u"touch.revisionAndWriteIdStay"_s, 2);
    row("overwriting-reseal", u"reseal.aSaveThatCameFirstWins"_s, 2);
    row("forgotten-tombstone", u"follower.aTombstoneWins"_s, 1);
    row("document-of-any-revision", u"documents.anotherRevisionIsAConflict"_s, 2);
    row("silent-removal", u"removal.removingWritesItsEvent"_s, 8);
    row("server-clock", u"sweep.aRowGoesFromTheMomentItExpires"_s, 5);
    row("ignored-epochs", u"epochs.anOlderStoreEpochEndsARow"_s, 5);
    row("early-sweep", u"sweep.aRowGoesFromTheMomentItExpires"_s, 5);
    row("lost-registry-entry", u"cycle.signingInMovesTheRowToTheUsersList"_s, 8);
    row("unbounded-list", u"pages.pagesFollowOneAnother"_s, 9);
    row("trusting-cursor", u"pages.theCursorOfAnotherFilterIsRefused"_s, 10);
    row("empty-instead-of-error", u"load.sixtyFiveIdsAreRefused"_s, 9);
    row("mangled-payload", u"engine.aPayloadOfAnotherSessionIsCorrupt"_s, 7);
    row("case-insensitive-names", u"filters.namesAreComparedByteByByte"_s, 8);
    row("ignored-deadline", u"connection.aCallWhoseTimeIsUpIsNotApplied"_s, 9);
    row("lying-outcome", u"faults.aCallInShortTimeTellsWhatItDid"_s, 10);
    row("writes-when-reading", u"connection.aReadOnlyConnectionReadsAndDoesNotWrite"_s, 10);
}

// By the case that is made for it, under the promise that is broken.
void TestKit::aWrongBackendIsCaughtAndThePromiseNamed()
{
    QFETCH(const QString, name);
    const QString way = QString::fromLatin1(QTest::currentDataTag());
    const Run run = kit(broken(u"x-broken:{store}?wrong="_s + way, {u"--only"_s, name.section(u'.', 0, 0)}));
    QVERIFY2(run.code == 1, qPrintable(run.text()));
    QVERIFY2(run.verdict(name) == "broken"_L1, qPrintable(run.text()));
    QTEST(Promises::of(name.section(u'.', 0, 0), name.section(u'.', 1)), "promise");
}

// The store is wrong only in that it outlives its processes, which its metadata does not say.
void TestKit::whatOutlivesAProcessIsSeenAndNotBelieved()
{
    const QTemporaryDir folder;
    const Run run = kit(broken(u"x-broken:"_s + folder.filePath(u"{store}.db"_s),
                               {u"--rounds"_s, u"4"_s, u"--only"_s, u"faults"_s, u"--only"_s, u"races"_s}));
    QVERIFY2(run.code == 1, qPrintable(run.text()));
    QCOMPARE(run.broken(), QList<int> {10});
    QCOMPARE(run.verdict(u"faults.itsMetadataSaysWhetherAStoreOutlivesItsProcess"_s), u"broken"_s);
    QCOMPARE(run.verdict(u"faults.aKilledProcessLosesNothing"_s), u"kept"_s);
    QCOMPARE(run.verdict(u"races.ofSeveralSavesOneWins"_s), u"kept"_s);
}

void TestKit::aKilledProcessFindsAWrongBackend()
{
    const QTemporaryDir folder;
    const Run run
        = kit(broken(u"x-broken:"_s + folder.filePath(u"{store}.db?wrong=acknowledges-before-commit"_s),
                     {u"--only"_s, u"faults"_s}));
    QVERIFY2(run.code == 1, qPrintable(run.text()));
    QVERIFY2(run.verdict(u"faults.aKilledProcessLosesNothing"_s) == "broken"_L1, qPrintable(run.text()));
}

void TestKit::aRaceFindsAWrongBackend()
{
    const Run run = kit(broken(u"x-broken:{store}?wrong=two-step-cycle"_s, {u"--only"_s, u"races"_s}));
    QVERIFY2(run.code == 1, qPrintable(run.text()));
    QVERIFY2(run.broken().contains(1) || run.broken().contains(3), qPrintable(run.text()));
}

void TestKit::aCrashBreaksItsCasesOnly()
{
    const Run run
        = kit(broken(u"x-broken:{store}?wrong=crash"_s, {u"--only"_s, u"touch"_s, u"--only"_s, u"create"_s}));
    QCOMPARE(run.code, 1);
    int kept = 0;
    int crashed = 0;
    for (const QJsonValue &promise : run.report().value("promises"_L1).toArray()) {
        for (const QJsonValue &entry : promise["cases"_L1].toArray()) {
            const bool isOfTouch = entry["name"_L1].toString().startsWith("touch."_L1);
            kept += entry["verdict"_L1].toString() == "kept"_L1;
            const bool didCrash = entry["reason"_L1].toString().contains("crashed"_L1);
            crashed += didCrash;
            QVERIFY(isOfTouch || !didCrash);
        }
    }
    QCOMPARE_GE(crashed, 10);
    QCOMPARE_GE(kept, 18);
}

void TestKit::aCrashBehindTheLastCaseIsToldToo()
{
    const Run run = kit(broken(u"x-broken:{store}?wrong=crash-at-the-end"_s, {u"--only"_s, u"reseal"_s}));
    QVERIFY2(run.code == 1, qPrintable(run.text()));
    QVERIFY(run.out.contains("Behind the last case: Its process crashed"));
}

void TestKit::aHangBreaksItsCaseOnly()
{
    const Run run
        = kit(broken(u"x-broken:{store}?wrong=hang"_s, {u"--only"_s, u"pages"_s, u"--deadline"_s, u"2"_s}));
    QVERIFY2(run.code == 1, qPrintable(run.text()));
    QVERIFY(run.out.contains("It did not end within 2 s"));
    QCOMPARE_GE(run.count("kept"_L1), 15);
}

void TestKit::theReportForPeopleNamesPromiseAndCase()
{
    QStringList arguments = broken(u"x-broken:{store}?wrong=upsert-save"_s, {u"--only"_s, u"update"_s});
    arguments.removeOne(u"--json"_s);
    const Run run = kit(arguments);
    QCOMPARE(run.code, 1);
    QVERIFY(run.out.contains("Broken on purpose, x-broken:{store}?wrong=upsert-save"));
    QVERIFY(run.out.contains(" 1  No resurrection"));
    QVERIFY(run.out.contains("BROKEN"));
    QVERIFY(run.out.contains("update.anAbsentRowIsGoneAndStaysAbsent"));
    QVERIFY(run.out.contains("tst_update.cpp:"));
    QVERIFY(run.out.contains(" 9  Bounded                          not tried"));
    QVERIFY(run.err.isEmpty());
}

void TestKit::whatCannotBeTriedIsSaidInASentence_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("words");
    const QString plugins = QStringLiteral(AXESS_BROKEN_PLUGINS);
    const auto row = [](const char *name, const QStringList &arguments, int code, const QByteArray &words) {
        QTest::newRow(name) << arguments << code << words;
    };
    row("no URL", {}, 2, "Say which backend to try");
    row("two URLs", {u"memory:"_s, u"memory:"_s}, 2, "by one URL");
    row("an unknown scheme", {u"nosuch:{store}"_s}, 2, "scheme");
    row("no place for a name", {u"sqlite:kit.db"_s}, 2, "put {store} into the URL");
    row("an unknown option", {u"--fast"_s, u"memory:"_s}, 2, "fast");
    row("an unknown topic", {u"--only"_s, u"everything"_s, u"memory:"_s}, 2, "there are connection, create");
    row("no number", {u"--rounds"_s, u"many"_s, u"memory:"_s}, 2, "whole number");
    row("no folder", {u"--plugins"_s, u"nowhere"_s, u"memory:"_s}, 2, "no folder nowhere");
    row("no plugin", {u"x-nosuch:{store}"_s}, 3,
        "There is no backend \"x-nosuch\" here; put its plugin into");
    row("a store that cannot be opened", {u"sqlite:nowhere/{store}/kit.db"_s}, 3, "");
    row("no place for a name in what names a store", {u"--plugins"_s, plugins, u"x-broken:one?tag={store}"_s},
        2, "put {store} into the URL");
    row("somebody's store that cannot be read",
        {u"--plugins"_s, plugins, u"x-broken:{store}?wrong=unreadable"_s}, 3, "Nobody may look.");
    row("somebody's data", {u"--plugins"_s, plugins, u"x-broken:{store}?filled=yes"_s}, 3,
        "tries only empty stores and has touched nothing");
    row("one store for all names", {u"--plugins"_s, plugins, u"x-broken:{store}?same=yes"_s}, 3,
        "Two names lead to one store");
    row("a command that fails", {u"--make"_s, u"echo no {store}; false"_s, u"memory:"_s}, 3,
        "failed: no axess_");
}

void TestKit::whatCannotBeTriedIsSaidInASentence()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QByteArray, words);
    const Run run = kit(arguments);
    QTEST(run.code, "code");
    QVERIFY2(run.err.contains(words), run.err.constData());
    QCOMPARE(run.err.count('\n'), 1);
    QVERIFY(run.out.isEmpty());
}

void TestKit::nothingIsLeftBehind()
{
    const QTemporaryDir folder;
    const Run run = kit({u"--only"_s, u"create"_s, u"--only"_s, u"load"_s, u"--make"_s,
                         u"echo made >>"_s + folder.filePath(u"log"_s), u"--drop"_s,
                         u"echo dropped >>"_s + folder.filePath(u"log"_s),
                         u"sqlite:"_s + folder.filePath(u"sub-{store}.db"_s)});
    QVERIFY2(run.code == 0, qPrintable(run.text()));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList {u"log"_s});
    QFile log(folder.filePath(u"log"_s));
    QVERIFY(log.open(QIODevice::ReadOnly));
    const QByteArray lines = log.readAll();
    QCOMPARE_GE(lines.count("made"), 30);
    QCOMPARE(lines.count("made"), lines.count("dropped"));
}

void TestKit::whatACrashLeavesIsRemovedToo()
{
    const QTemporaryDir folder;
    const Run run = kit(
        broken(u"x-broken:{store}?wrong=crash"_s,
               {u"--only"_s, u"touch"_s, u"--make"_s, u"echo made {store} >>"_s + folder.filePath(u"log"_s),
                u"--drop"_s, u"echo dropped {store} >>"_s + folder.filePath(u"log"_s)}));
    QCOMPARE(run.code, 1);
    QCOMPARE(run.report().value("remaining"_L1).toArray().size(), 0);
    QFile log(folder.filePath(u"log"_s));
    QVERIFY(log.open(QIODevice::ReadOnly));
    QStringList made;
    QStringList dropped;
    for (const QString &line : QString::fromUtf8(log.readAll()).split(u'\n', Qt::SkipEmptyParts))
        (line.startsWith("made"_L1) ? made : dropped).append(line.section(u' ', 1));
    made.sort();
    dropped.sort();
    QCOMPARE_GE(made.size(), 10);
    QCOMPARE(dropped, made);
}

void TestKit::helpAndTopicsAreListed()
{
    const Run help = kit({u"--help"_s});
    QCOMPARE(help.code, 0);
    QVERIFY(help.out.contains("Exit codes"));
    const Run topics = kit({u"--topics"_s});
    QCOMPARE(topics.code, 0);
    QVERIFY(topics.out.startsWith("connection\n"));
    QVERIFY(topics.out.endsWith("races\nfaults\n"));
    QCOMPARE(kit({u"--version"_s}).code, 0);
}

void TestKit::manualAndCompletionNameEveryOption()
{
    static const QRegularExpression option(u"--[a-z]+"_s);
    const QString help = QString::fromUtf8(kit({u"--help"_s}).out);
    QSet<QString> options;
    for (const QRegularExpressionMatch &match : option.globalMatch(help))
        options.insert(match.captured());
    QCOMPARE_GE(options.size(), 10);
    for (const QString &name :
         {u"axess-conformance.1"_s, u"axess-conformance.bash"_s, u"_axess-conformance"_s}) {
        QFile file(qEnvironmentVariable("AXESS_SOURCE_DIR") + u"/installer/kit/"_s + name);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
        const QString text = QString::fromUtf8(file.readAll()).replace(u"\\-"_s, u"-"_s);
        for (const QString &word : std::as_const(options))
            QVERIFY2(text.contains(word), qPrintable(name + u" does not name "_s + word));
    }
}

void TestKit::anErrorIsJsonToo()
{
    const Run run = kit({u"--json"_s, u"x-nosuch:\"{store}\""_s});
    QCOMPARE(run.code, 3);
    QVERIFY(run.report().value("error"_L1).toString().contains(u"x-nosuch"_s));
}

// docs/promises.md is made of marks in the tests; what the kit reports under a promise is marked with it,
// too.
void TestKit::theReportAndTheIndexOfPromisesAgree()
{
    static const QRegularExpression mark(u"void (\\w+)\\(\\);? .*// Promises?: ([0-9, ]+)"_s);
    const QDir folder(qEnvironmentVariable("AXESS_SOURCE_DIR") + u"/tests/conformance"_s);
    int marks = 0;
    for (const QString &name : folder.entryList({u"tst_*.cpp"_s})) {
        const QString topic = name.sliced(4).chopped(4);
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        for (const QRegularExpressionMatch &match : mark.globalMatch(QString::fromUtf8(file.readAll()))) {
            if (topic == "repair"_L1 || topic == "twin"_L1)
                continue;
            ++marks;
            const QStringList marked = match.captured(2).remove(u' ').trimmed().split(u',');
            const QString reported = QString::number(Promises::of(topic, match.captured(1)));
            QVERIFY2(marked.contains(reported), qPrintable(topic + u'.' + match.captured(1)));
        }
    }
    QCOMPARE_GE(marks, 50);
}

QTEST_GUILESS_MAIN(TestKit)
#include "tst_kit.moc"
