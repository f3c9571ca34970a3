// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "sequencerandom.h"
#include "verify.h"

#include <axess/rootkey.h>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QByteArray keyBytes()
{
    return QByteArray::fromHex("00010203f0f1f2f3101112135051525320212223606162633031323370717273");
}

} // namespace

class TestRootKey : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_folder.isValid()); }
    void noneHasNoKey();
    void everyFormIsRead_data();
    void everyFormIsRead();
    void otherContentsAreNoKey_data();
    void otherContentsAreNoKey();
    void otherContentsAreNotRepeated(); // Promise: 6
    void aFileThatOthersMayReadIsDenied_data();
    void aFileThatOthersMayReadIsDenied();
    void aFileOfAnotherUserIsDenied();
    void otherFilesAreRefused_data();
    void otherFilesAreRefused();
    void aLinkIsFollowed();
    void nothingIsReadBeforeItIsAsked();
    void theEnvironmentGivesText();
    void aCommandGivesItsOutput();
    void aFailingCommandIsUnavailable_data();
    void aFailingCommandIsUnavailable();
    void aCommandThatHangsIsEnded_data();
    void aCommandThatHangsIsEnded();
    void aCommandThatIsNoneIsRefused_data();
    void aCommandThatIsNoneIsRefused();
    void argumentsAreNeverShown(); // Promise: 6
    void givenBytesAreTaken();
    void aGeneratedFileIsPrivateAndOpens(); // Promise: 6
    void nothingIsEverOverwritten();
    void whatCannotBeWrittenLeavesNothingBehind_data();
    void whatCannotBeWrittenLeavesNothingBehind();

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    QString written(const QByteArray &content, mode_t mode = 0600)
    {
        const QString name = path(u"key%1"_s.arg(++m_count));
        QFile file(name);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("The temporary folder takes no files");
        file.close();
        ::chmod(QFile::encodeName(name).constData(), mode);
        return name;
    }

    QTemporaryDir m_folder;
    int m_count = 0;
};

void TestRootKey::noneHasNoKey()
{
    QVERIFY(RootKey::none().isNone());
    QVERIFY(!RootKey::fromFile(u"x"_s).isNone());
    VERIFY_FAILS(RootKey::none().read(), ErrorCode::KeyMissing);
}

void TestRootKey::everyFormIsRead_data()
{
    QTest::addColumn<QByteArray>("content");
    const QByteArray hex = keyBytes().toHex();
    const QByteArray base64 = keyBytes().toBase64();
    const QByteArray url
        = keyBytes().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    QTest::newRow("raw") << keyBytes();
    QTest::newRow("hexadecimal") << hex;
    QTest::newRow("upper case") << hex.toUpper();
    QTest::newRow("line end") << hex + '\n';
    QTest::newRow("Windows line end") << hex + "\r\n";
    QTest::newRow("base64") << base64;
    QTest::newRow("base64 and line end") << base64 + '\n';
    QTest::newRow("base64url") << url;
    QTest::newRow("base64url and line end") << url + '\n';
}

void TestRootKey::everyFormIsRead()
{
    QFETCH(const QByteArray, content);
    TAKE(key, RootKey::fromFile(written(content)).read());
    QCOMPARE(key.view(), keyBytes());
    TAKE(readOnly, RootKey::fromFile(written(content, 0400)).read());
    QCOMPARE(readOnly.view(), keyBytes());
}

void TestRootKey::otherContentsAreNoKey_data()
{
    QTest::addColumn<QByteArray>("content");
    const QByteArray hex = keyBytes().toHex();
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("line end") << QByteArray("\n");
    QTest::newRow("31 raw bytes") << keyBytes().chopped(1);
    QTest::newRow("33 raw bytes") << keyBytes() + 'x';
    QTest::newRow("truncated text") << hex.chopped(1);
    QTest::newRow("one digit more") << hex + '0';
    QTest::newRow("two line ends") << hex + "\n\n";
    QTest::newRow("blank before") << ' ' + hex;
    QTest::newRow("NUL after") << hex + '\0';
    QTest::newRow("NUL inside") << QByteArray(hex).replace(10, 1, QByteArray(1, '\0'));
    QTest::newRow("no hexadecimal digit") << QByteArray(hex).replace(10, 1, "g");
    QTest::newRow("cut base64") << keyBytes().toBase64().chopped(2);
    QTest::newRow("padding twice") << keyBytes().toBase64() + '=';
    QTest::newRow("invalid UTF-8") << QByteArray(64, '\xff');
    QTest::newRow("two keys") << hex + '\n' + hex + '\n';
    QTest::newRow("PEM") << QByteArray("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n");
    QTest::newRow("4 KiB") << QByteArray(4096, '0');
    QTest::newRow("4 KiB and a byte") << QByteArray(4097, '0');
    QTest::newRow("a megabyte") << QByteArray(1024 * 1024, 'a');
    QTest::newRow("cleared") << QByteArray(32, '\0');
    QTest::newRow("cleared text") << QByteArray(64, '0');
    QTest::newRow("placeholder") << QByteArray(32, 'x');
}

void TestRootKey::otherContentsAreNoKey()
{
    QFETCH(const QByteArray, content);
    VERIFY_FAILS(RootKey::fromFile(written(content)).read(), ErrorCode::InvalidArgument);
}

void TestRootKey::otherContentsAreNotRepeated()
{
    const QString name = written("almost-a-secret");
    const auto key = RootKey::fromFile(name).read();
    VERIFY_FAILS(key, ErrorCode::InvalidArgument);
    QVERIFY(!key.error().message().contains(u"almost"));
    QVERIFY(key.error().message().contains(name));
}

void TestRootKey::aFileThatOthersMayReadIsDenied_data()
{
    QTest::addColumn<int>("mode");
    QTest::newRow("everybody") << 0644;
    QTest::newRow("others") << 0604;
    QTest::newRow("others write") << 0602;
    QTest::newRow("group writes") << 0620;
    QTest::newRow("all") << 0777;
}

void TestRootKey::aFileThatOthersMayReadIsDenied()
{
    QFETCH(const int, mode);
    const auto key = RootKey::fromFile(written(keyBytes().toHex(), mode_t(mode))).read();
    VERIFY_FAILS(key, ErrorCode::Denied);
    QVERIFY(key.error().message().contains(u"chmod 600"));
}

void TestRootKey::aFileOfAnotherUserIsDenied()
{
    const QByteArray name = QFile::encodeName(written(keyBytes().toHex(), 0640));
    // As root the group can be one whose members are not root; else the group is one's own, which is as bad.
    if (::geteuid() == 0)
        QCOMPARE(::chown(name.constData(), 0, 65534), 0);
    VERIFY_FAILS(RootKey::fromFile(QFile::decodeName(name)).read(), ErrorCode::Denied);
}

void TestRootKey::otherFilesAreRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("absent") << path(u"absent"_s) << ErrorCode::KeyMissing;
    QTest::newRow("below a file") << written("x") + u"/key"_s << ErrorCode::KeyMissing;
    QTest::newRow("no name") << QString() << ErrorCode::InvalidArgument;
    QTest::newRow("NUL") << u"/etc/pass"_s + QChar(0) + u"wd"_s << ErrorCode::InvalidArgument;
    QTest::newRow("long name") << u'/' + QString(5000, u'x') << ErrorCode::InvalidArgument;
    QTest::newRow("folder") << m_folder.path() << ErrorCode::InvalidArgument;
    QTest::newRow("device") << u"/dev/zero"_s << ErrorCode::InvalidArgument;
    const QByteArray fifo = QFile::encodeName(path(u"fifo"_s));
    QCOMPARE(::mkfifo(fifo.constData(), 0600), 0);
    QTest::newRow("FIFO") << path(u"fifo"_s) << ErrorCode::InvalidArgument;
    QVERIFY(QFile::link(u"circle2"_s, path(u"circle1"_s)) && QFile::link(u"circle1"_s, path(u"circle2"_s)));
    QTest::newRow("links in a circle") << path(u"circle1"_s) << ErrorCode::InvalidArgument;
    QVERIFY(QFile::link(u"nowhere"_s, path(u"dangling"_s)));
    QTest::newRow("dangling link") << path(u"dangling"_s) << ErrorCode::KeyMissing;
}

void TestRootKey::otherFilesAreRefused()
{
    QFETCH(const QString, name);
    QFETCH(const ErrorCode, code);
    VERIFY_FAILS(RootKey::fromFile(name).read(), code);
}

void TestRootKey::aLinkIsFollowed()
{
    const QString link = path(u"link"_s);
    QVERIFY(QFile::link(written(keyBytes()), link));
    TAKE(key, RootKey::fromFile(link).read());
    QCOMPARE(key.view(), keyBytes());
}

void TestRootKey::nothingIsReadBeforeItIsAsked()
{
    const QString name = path(u"later"_s);
    const RootKey key = RootKey::fromFile(name);
    VERIFY_FAILS(key.read(), ErrorCode::KeyMissing);
    QVERIFY(QFile::rename(written(keyBytes()), name));
    VERIFY_OK(key.read());
}

void TestRootKey::theEnvironmentGivesText()
{
    const RootKey key = RootKey::fromEnvironment(u"AXESS_TEST_ROOT_KEY"_s);
    VERIFY_FAILS(key.read(), ErrorCode::KeyMissing);
    qputenv("AXESS_TEST_ROOT_KEY", "");
    VERIFY_FAILS(key.read(), ErrorCode::KeyMissing);
    qputenv("AXESS_TEST_ROOT_KEY", keyBytes().toBase64());
    TAKE(read, key.read());
    QCOMPARE(read.view(), keyBytes());
    // 32 characters are a password, not a key.
    qputenv("AXESS_TEST_ROOT_KEY", "correct horse battery staple 123");
    VERIFY_FAILS(key.read(), ErrorCode::InvalidArgument);
    qunsetenv("AXESS_TEST_ROOT_KEY");
    VERIFY_FAILS(RootKey::fromEnvironment(QString()).read(), ErrorCode::InvalidArgument);
    VERIFY_FAILS(RootKey::fromEnvironment(u"A=B"_s).read(), ErrorCode::InvalidArgument);
    VERIFY_FAILS(RootKey::fromEnvironment(QString(QChar(0))).read(), ErrorCode::InvalidArgument);
}

void TestRootKey::aCommandGivesItsOutput()
{
    const QString name = written(keyBytes());
    TAKE(raw, RootKey::fromCommand(u"cat"_s, {name}).read());
    QCOMPARE(raw.view(), keyBytes());
    TAKE(text, RootKey::fromCommand(u"/bin/echo"_s, {QString::fromLatin1(keyBytes().toHex())}).read());
    QCOMPARE(text.view(), keyBytes());
    // What looks like shell is only text.
    VERIFY_FAILS(RootKey::fromCommand(u"echo"_s, {u"$(cat %1)"_s.arg(name)}).read(),
                 ErrorCode::InvalidArgument);
    // Nobody types anything in.
    VERIFY_FAILS(RootKey::fromCommand(u"cat"_s, {}).read(), ErrorCode::InvalidArgument);
}

void TestRootKey::aFailingCommandIsUnavailable_data()
{
    QTest::addColumn<QString>("script");
    const QString key = QString::fromLatin1(keyBytes().toHex());
    QTest::newRow("exit status") << u"echo %1; exit 3"_s.arg(key);
    QTest::newRow("signal") << u"echo %1; kill -9 $$"_s.arg(key);
}

void TestRootKey::aFailingCommandIsUnavailable()
{
    QFETCH(const QString, script);
    VERIFY_FAILS(RootKey::fromCommand(u"sh"_s, {u"-c"_s, script}).read(), ErrorCode::Unavailable);
}

void TestRootKey::aCommandThatHangsIsEnded_data()
{
    QTest::addColumn<QString>("script");
    const QString key = QString::fromLatin1(keyBytes().toHex());
    QTest::newRow("silent") << u"exec sleep 60"_s;
    QTest::newRow("with a child that holds the pipe") << u"sleep 60 & echo %1"_s.arg(key);
    QTest::newRow("that closes its output and stays") << u"echo %1; exec sleep 60 >&-"_s.arg(key);
    QTest::newRow("deaf to signals") << u"trap '' TERM HUP INT; while :; do sleep 1; done"_s;
}

void TestRootKey::aCommandThatHangsIsEnded()
{
    QFETCH(const QString, script);
    QElapsedTimer timer;
    timer.start();
    VERIFY_FAILS(RootKey::fromCommand(u"sh"_s, {u"-c"_s, script}, 200ms).read(), ErrorCode::Unavailable);
    QVERIFY(timer.elapsed() < 10'000);
    // Nothing is left to be waited for.
    QCOMPARE(::waitpid(-1, nullptr, WNOHANG), -1);
}

void TestRootKey::aCommandThatIsNoneIsRefused_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("empty") << QString() << QStringList();
    QTest::newRow("absent") << u"/nonexistent/kms"_s << QStringList();
    QTest::newRow("absent in PATH") << u"no-such-kms-client"_s << QStringList();
    QTest::newRow("folder") << m_folder.path() << QStringList();
    QTest::newRow("not executable") << written("x") << QStringList();
    QTest::newRow("NUL") << u"echo"_s << QStringList {QString(QChar(0))};
    QTest::newRow("endless output") << u"cat"_s << QStringList {u"/dev/zero"_s};
}

void TestRootKey::aCommandThatIsNoneIsRefused()
{
    QFETCH(const QString, program);
    QFETCH(const QStringList, arguments);
    VERIFY_FAILS(RootKey::fromCommand(program, arguments).read(), ErrorCode::InvalidArgument);
}

void TestRootKey::argumentsAreNeverShown()
{
    const RootKey key = RootKey::fromCommand(u"false"_s, {u"--password=hunter2"_s});
    QVERIFY(!key.description().contains(u"hunter2"));
    QVERIFY(!key.read().error().message().contains(u"hunter2"));
    QVERIFY(key.read().error().message().contains(u"false"));
}

void TestRootKey::givenBytesAreTaken()
{
    const RootKey key = RootKey::fromBytes(SecretBytes(keyBytes()));
    const RootKey copy = key;
    QCOMPARE(key.read().value().view(), keyBytes());
    QCOMPARE(copy.read().value().view(), keyBytes());
    VERIFY_FAILS(RootKey::fromBytes(SecretBytes(31)).read(), ErrorCode::InvalidArgument);
    QVERIFY(!key.description().isEmpty());
}

void TestRootKey::aGeneratedFileIsPrivateAndOpens()
{
    const mode_t mask = ::umask(0377);
    SequenceRandom random;
    const QString name = path(u"generated"_s);
    const auto generated = RootKey::generate(random, name);
    ::umask(mask);
    VERIFY_OK(generated);
    struct stat status {};
    QCOMPARE(::stat(QFile::encodeName(name).constData(), &status), 0);
    QCOMPARE(status.st_mode & 07777, mode_t(0600));
    QCOMPARE(status.st_size, 65);
    TAKE(key, RootKey::fromFile(name).read());
    SequenceRandom again;
    QVERIFY(key.equals(SecretBytes::random(again, 32).value()));
}

void TestRootKey::nothingIsEverOverwritten()
{
    SequenceRandom random;
    const QString name = written(keyBytes());
    VERIFY_FAILS(RootKey::generate(random, name), ErrorCode::Conflict);
    QCOMPARE(RootKey::fromFile(name).read().value().view(), keyBytes());
    VERIFY_FAILS(RootKey::generate(random, m_folder.path()), ErrorCode::Conflict);
    QVERIFY(QFile::link(u"target"_s, path(u"dangling2"_s)));
    VERIFY_FAILS(RootKey::generate(random, path(u"dangling2"_s)), ErrorCode::Conflict);
    QVERIFY(!QFile::exists(path(u"target"_s)));
}

void TestRootKey::whatCannotBeWrittenLeavesNothingBehind_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("randomFails");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("random source fails") << path(u"fresh"_s) << true << ErrorCode::Unavailable;
    QTest::newRow("no folder") << path(u"nowhere/key"_s) << false << ErrorCode::InvalidArgument;
    QTest::newRow("no name") << QString() << false << ErrorCode::InvalidArgument;
    QTest::newRow("NUL") << path(u"a"_s) + QChar(0) << false << ErrorCode::InvalidArgument;
}

void TestRootKey::whatCannotBeWrittenLeavesNothingBehind()
{
    QFETCH(const QString, name);
    QFETCH(const bool, randomFails);
    QFETCH(const ErrorCode, code);
    SequenceRandom random;
    random.failAfter(randomFails ? 0 : -1);
    VERIFY_FAILS(RootKey::generate(random, name), code);
    QVERIFY(name.isEmpty() || name.contains(QChar(0)) || !QFile::exists(name));
}

QTEST_GUILESS_MAIN(TestRootKey)
#include "tst_rootkey.moc"
