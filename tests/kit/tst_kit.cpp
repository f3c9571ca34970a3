// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "promises.h"

#include <QtCore/QDir>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <QtCore/QTemporaryDir>

using namespace Qt::StringLiterals;

namespace {

struct Run
{
    int code = -1;
    QByteArray out;
    QByteArray err;

    QJsonObject report() const { return QJsonDocument::fromJson(out).object(); }
    /// Numbers of the promises that are broken.
    QList<int> broken() const
    {
        QList<int> numbers;
        for (const QJsonValue &promise : report().value("promises"_L1).toArray()) {
            if (promise["broken"_L1].toInt() > 0)
                numbers.append(promise["number"_L1].toInt());
        }
        return numbers;
    }
    QString text() const { return QString::fromUtf8(out + err); }
};

Run kit(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral(AXESS_KIT), arguments);
    Run run;
    if (!process.waitForFinished(500'000))
        process.kill();
    else if (process.exitStatus() == QProcess::NormalExit)
        run.code = process.exitCode();
    run.out = process.readAllStandardOutput();
    run.err = process.readAllStandardError();
    return run;
}

QStringList broken(const QString &url, const QStringList &more = {})
{
    return QStringList {u"--plugins"_s, QStringLiteral(AXESS_BROKEN_PLUGINS), u"--json"_s, url} + more;
}

} // namespace

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
    void aRaceFindsAWrongBackend();
    void aCrashBreaksItsCasesOnly();
    void aCrashBehindTheLastCaseIsToldToo();
    void aHangBreaksItsCaseOnly();
    void theReportForPeopleNamesPromiseAndCase();
    void whatCannotBeTriedIsSaidInASentence_data();
    void whatCannotBeTriedIsSaidInASentence();
    void nothingIsLeftBehind();
    void helpAndTopicsAreListed();
    void manualAndCompletionNameEveryOption();
    void anErrorIsJsonToo();
    void theReportAndTheIndexOfPromisesAgree();
};

void TestKit::aRightBackendKeepsEveryPromise_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("notTried");
    QTest::newRow("memory") << QStringList {u"--json"_s, u"--rounds"_s, u"40"_s, u"memory:"_s} << 2;
    QTest::newRow("shared memory, right")
        << broken(u"x-broken:{store}"_s,
                  {u"--rounds"_s, u"20"_s, u"--only"_s, u"races"_s, u"--only"_s, u"faults"_s, u"--only"_s,
                   u"connection"_s, u"--only"_s, u"engine"_s})
        << 2;
}

void TestKit::aRightBackendKeepsEveryPromise()
{
    QFETCH(const QStringList, arguments);
    const Run run = kit(arguments);
    QVERIFY2(run.code == 0, qPrintable(run.text()));
    const QJsonObject report = run.report();
    QVERIFY(report.value("kept"_L1).toBool());
    int notTried = 0;
    QSet<QString> names;
    for (const QJsonValue &promise : report.value("promises"_L1).toArray()) {
        notTried += promise["notTried"_L1].toInt();
        for (const QJsonValue &entry : promise["cases"_L1].toArray())
            names.insert(entry["name"_L1].toString());
    }
    QTEST(notTried, "notTried");
    QCOMPARE(names.size(), report.value("cases"_L1).toInt());
    if (arguments.contains(u"--only"_s))
        return;
    QCOMPARE_GE(names.size(), 360);
    for (const QJsonValue &promise : report.value("promises"_L1).toArray())
        QVERIFY2(promise["kept"_L1].toInt() > 0, qPrintable(promise["title"_L1].toString()));
    for (const QString &name : Promises::named())
        QVERIFY2(names.contains(name),
                 qPrintable(name + u" stands under a promise, and there is no such case"_s));
}

void TestKit::aWrongBackendIsCaughtAndThePromiseNamed_data()
{
    QTest::addColumn<QStringList>("topics");
    QTest::addColumn<int>("promise");
    const auto row = [](const char *way, const QStringList &topics, int promise) {
        QTest::newRow(way) << topics << promise;
    };
    row("upsert-save", {u"update"_s}, 1);
    row("ignored-revision", {u"update"_s}, 2);
    row("two-step-cycle", {u"cycle"_s}, 3);
    row("retried-create", {u"create"_s}, 1);
    row("replacing-create", {u"create"_s}, 1);
    row("lost-write-id", {u"update"_s}, 2);
    row("restore-of-any-mark", {u"revocation"_s}, 1);
    row("second-mark-with-grace", {u"revocation"_s}, 1);
    row("ignored-generation", {u"admission"_s, u"engine"_s}, 1);
    row("ignored-limit", {u"admission"_s}, 8);
    row("touch-backwards", {u"touch"_s}, 8);
    row("counting-touch", {u"touch"_s}, 2);
    row("overwriting-reseal", {u"reseal"_s}, 2);
    row("forgotten-tombstone", {u"follower"_s}, 1);
    row("document-of-any-revision", {u"documents"_s}, 2);
    row("silent-removal", {u"removal"_s}, 1);
    row("server-clock", {u"update"_s, u"sweep"_s}, 5);
    row("ignored-epochs", {u"epochs"_s}, 5);
    row("early-sweep", {u"sweep"_s}, 5);
    row("lost-registry-entry", {u"registry"_s, u"cycle"_s, u"admission"_s}, 3);
    row("unbounded-list", {u"pages"_s}, 9);
    row("trusting-cursor", {u"pages"_s}, 10);
    row("empty-instead-of-error", {u"connection"_s, u"load"_s}, 9);
    row("mangled-payload", {u"load"_s, u"engine"_s}, 7);
    row("case-insensitive-names", {u"registry"_s, u"filters"_s}, 8);
    row("ignored-deadline", {u"connection"_s}, 9);
    row("lying-outcome", {u"faults"_s}, 10);
    row("writes-when-reading", {u"connection"_s}, 10);
}

void TestKit::aWrongBackendIsCaughtAndThePromiseNamed()
{
    QFETCH(const QStringList, topics);
    QFETCH(const int, promise);
    QStringList more;
    for (const QString &topic : topics)
        more << u"--only"_s << topic;
    const QString way = QString::fromLatin1(QTest::currentDataTag());
    const Run run = kit(broken(u"x-broken:{store}?wrong="_s + way, more));
    QVERIFY2(run.code == 1, qPrintable(run.text()));
    QVERIFY2(run.broken().contains(promise), qPrintable(run.text()));
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
    QVERIFY(run.out.contains("\"kept\""));
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
    row("somebody's data", {u"--plugins"_s, plugins, u"x-broken:{store}?filled=yes"_s}, 3,
        "tries only empty stores and has touched nothing");
    row("one store for all names", {u"--plugins"_s, plugins, u"x-broken:one?tag={store}"_s}, 3,
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
