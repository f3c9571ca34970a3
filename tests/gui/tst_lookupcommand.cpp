// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "manualpause.h"
#include "storefixture.h"

#include "search/lookupcommand.h"
#include "search/lookupstrip.h"

#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qsignalspy.h>
#include <QtTest/qtest.h>

#include <csignal>

using namespace Axess;
using namespace Qt::StringLiterals;

/// The program that says whom a caller means: well-behaved, ill-behaved, and not there.
class TestLookupCommand : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void usersAreReadWithTheirTenants();
    void theWordIsOneArgumentAndNoShellReadsIt();
    void argumentsGoBeforeTheWord();
    void axessKeepsItsEnvironmentToItself();
    void whatGoesWrongIsOneSentence_data();
    void whatGoesWrongIsOneSentence();
    void aProgramThatIsNotThereIsOneSentence();
    void whatLooksLikeAnOptionIsNotHandedOver();
    void atTheDeadlineItEndsWithWhatItStarted();
    void whatWasStoppedAnswersNothing();
    void theNewestQuestionIsAnswered();
    void theBareWordBecomesTheUser();

private:
    void script(const QByteArray &text);
    LookupCommand::Answer ask(const QString &word);
    int startedProcess() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<LookupCommand> m_command;
    ManualPause *m_deadline = nullptr;
};

void TestLookupCommand::init()
{
    AxessTest::init();
    m_folder = std::make_unique<QTemporaryDir>();
    m_deadline = new ManualPause;
    m_command = std::make_unique<LookupCommand>(m_deadline);
}

void TestLookupCommand::script(const QByteArray &text)
{
    QFile file(m_folder->filePath(u"who is"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\n" + text + '\n');
    file.close();
    QVERIFY(file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner));
    m_command->setCommand(u'"' + file.fileName() + u'"');
}

LookupCommand::Answer TestLookupCommand::ask(const QString &word)
{
    QSignalSpy answered(m_command.get(), &LookupCommand::answered);
    m_command->ask(word);
    if (answered.isEmpty() && !answered.wait(10'000))
        return std::unexpected(u"nothing was answered"_s);
    return answered.takeFirst().takeFirst().value<LookupCommand::Answer>();
}

void TestLookupCommand::usersAreReadWithTheirTenants()
{
    script("printf 'ann\\n\\nbob\\tacme\\r\\nann\\nann\\tbank\\n'");

    const auto answer = ask(u"ann@shop.example"_s);

    QVERIFY2(answer, qPrintable(answer.error_or({})));
    QCOMPARE(*answer,
             (QList<LookedUpUser> {{userNamed(u"ann"_s), {}},
                                   {userNamed(u"bob"_s), tenantNamed(u"acme"_s)},
                                   {userNamed(u"ann"_s), tenantNamed(u"bank"_s)}}));
    QVERIFY(!m_command->isAsking());
    QVERIFY(!m_deadline->isRunning());
}

void TestLookupCommand::theWordIsOneArgumentAndNoShellReadsIt()
{
    script("printf '%s\\n' \"$#\" \"$1\"");
    const QString word = u"a b'; \"$(touch x)\" *"_s;

    const auto answer = ask(word);

    QVERIFY2(answer, qPrintable(answer.error_or({})));
    QCOMPARE(*answer, (QList<LookedUpUser> {{userNamed(u"1"_s), {}}, {userNamed(word), {}}}));
}

void TestLookupCommand::argumentsGoBeforeTheWord()
{
    m_command->setCommand(u"/usr/bin/printf \"%s-%s\" \"two words\""_s);
    const auto answer = ask(u"ann"_s);
    QVERIFY2(answer, qPrintable(answer.error_or({})));
    QCOMPARE(answer->constFirst().user, userNamed(u"two words-ann"_s));
}

void TestLookupCommand::axessKeepsItsEnvironmentToItself()
{
    qputenv("AXESS_ROOT_KEY", "secret");
    script("printf '%s\\n' \"${AXESS_ROOT_KEY:-nothing}\"");
    const auto answer = ask(u"ann"_s);
    qunsetenv("AXESS_ROOT_KEY");
    QVERIFY2(answer, qPrintable(answer.error_or({})));
    QCOMPARE(answer->constFirst().user, userNamed(u"nothing"_s));
}

void TestLookupCommand::whatGoesWrongIsOneSentence_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const char *text, const QString &sentence) {
        QTest::newRow(name) << QByteArray(text) << sentence;
    };
    const QString noId = u"The look-up answered what is no user id. Tell your operators."_s;
    row("nobody", "exit 0", u"The look-up knows nobody as “ann”."_s);
    row("a failure with a reason", "echo 'directory is   down' >&2; echo more >&2; exit 3",
        u"The look-up failed: directory is down"_s);
    row("a failure without", "exit 1", u"The look-up failed and does not say why. Tell your operators."_s);
    row("killed", "kill -9 $$", u"The look-up failed and does not say why. Tell your operators."_s);
    row("no text", "printf '\\377\\376\\n'", noId);
    row("three columns", "printf 'ann\\tacme\\tx\\n'", noId);
    row("no user", "printf '\\tacme\\n'", noId);
    row("a name that is too long", "printf '%0300d\\n' 1", noId);
    row("without an end", "yes", u"The look-up answered too much for “ann”. Say more exactly who."_s);
    row("too many", "seq 1 200",
        u"The look-up knows more than 100 user(s) as “ann”. Say more exactly who."_s);
}

void TestLookupCommand::whatGoesWrongIsOneSentence()
{
    QFETCH(const QByteArray, text);
    script(text);
    const auto answer = ask(u"ann"_s);
    QVERIFY(!answer);
    QTEST(answer.error(), "sentence");
    QVERIFY(!m_command->isAsking());
}

void TestLookupCommand::aProgramThatIsNotThereIsOneSentence()
{
    m_command->setCommand(m_folder->filePath(u"absent"_s));
    const auto answer = ask(u"ann"_s);
    QVERIFY(!answer);
    QVERIFY2(answer.error().contains("cannot be started"_L1), qPrintable(answer.error()));
    QVERIFY(!m_command->isAsking());
}

void TestLookupCommand::whatLooksLikeAnOptionIsNotHandedOver()
{
    script("printf '%s\\n' \"$1\"");
    QVERIFY(!ask(u"--all"_s));
    QVERIFY(!LookupCommand::canAskFor(u"-x"_s));
    QVERIFY(LookupCommand::canAskFor(u"ann-x"_s));
}

int TestLookupCommand::startedProcess() const
{
    QFile file(m_folder->filePath(u"started"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toInt() : 0;
}

void TestLookupCommand::atTheDeadlineItEndsWithWhatItStarted()
{
    script("sleep 1000 & echo $! > '" + m_folder->filePath(u"started"_s).toUtf8() + "'; wait");
    QSignalSpy answered(m_command.get(), &LookupCommand::answered);
    m_command->ask(u"ann"_s);
    QTRY_VERIFY_WITH_TIMEOUT(startedProcess() > 0, 10'000);
    QVERIFY(m_deadline->isRunning());

    m_deadline->end();

    QCOMPARE(answered.size(), 1);
    const auto answer = answered.takeFirst().takeFirst().value<LookupCommand::Answer>();
    QCOMPARE(answer.error_or({}), u"The look-up did not answer within 5 second(s)."_s);
    const QString state = u"/proc/%1/stat"_s.arg(startedProcess());
    // Gone, or dead and waiting for an init that nobody is here.
    const auto isDead = [&state] {
        QFile file(state);
        return !file.open(QIODevice::ReadOnly) || file.readAll().contains(") Z ");
    };
    QTRY_VERIFY_WITH_TIMEOUT(isDead(), 10'000);
}

void TestLookupCommand::whatWasStoppedAnswersNothing()
{
    script("echo ann");
    QSignalSpy answered(m_command.get(), &LookupCommand::answered);
    m_command->ask(u"ann"_s);
    m_command->stop();
    QVERIFY(!m_command->isAsking());
    QTRY_VERIFY(m_command->children().size() == 1);
    QVERIFY(answered.isEmpty());
}

void TestLookupCommand::theNewestQuestionIsAnswered()
{
    script("printf '%s\\n' \"$1\"");
    m_command->ask(u"ann"_s);
    const auto answer = ask(u"bob"_s);
    QVERIFY2(answer, qPrintable(answer.error_or({})));
    QCOMPARE(answer->constFirst().user, userNamed(u"bob"_s));
}

void TestLookupCommand::theBareWordBecomesTheUser()
{
    const LookedUpUser ann {userNamed(u"ann lee"_s), tenantNamed(u"acme"_s)};
    QCOMPARE(withUserInstead(u"state:active ann@shop.example ip:10.0.0.1"_s, ann),
             u"state:active user:\"ann lee\" tenant:acme ip:10.0.0.1"_s);
    QCOMPARE(withUserInstead(u"ann@shop.example tenant:bank"_s, ann), u"user:\"ann lee\" tenant:bank"_s);
    QCOMPARE(bareWordOf(ParsedSearch::read(u"state:active \"ann lee\"")), u"ann lee"_s);
    QCOMPARE(bareWordOf(ParsedSearch::read(u"user:ann state:active")), QString());
    QCOMPARE(bareWordOf(ParsedSearch::read(QString(32, u'a'))), QString());
}

QTEST_MAIN(TestLookupCommand)
#include "tst_lookupcommand.moc"
