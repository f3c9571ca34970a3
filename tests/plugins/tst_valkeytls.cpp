// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyfixture.h"

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

using namespace Axess;
using namespace Qt::StringLiterals;

/// Whose certificate the plugin believes.
class TestValkeyTls : public ValkeyTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { stopServer(); }

    void theNameOfTheCertificateIsBelieved();
    void anotherNameIsDenied();
    void anUnknownAuthorityIsDenied();
    void plainBytesToATlsPortAreNamed();
    void anExpiredCertificateIsDenied();

private:
    QTemporaryDir m_folder;
};

void TestValkeyTls::initTestCase()
{
    startServer(u"valkey-tls"_s);
}

void TestValkeyTls::theNameOfTheCertificateIsBelieved()
{
    VERIFY_OK(connect(url()));
    QString byAddress = url();
    byAddress.replace(u"localhost"_s, u"127.0.0.1"_s);
    TAKE(connection, connect(byAddress));
    VERIFY_OK(connection->ping());
}

void TestValkeyTls::anotherNameIsDenied()
{
    // A way to write 127.0.0.1 that is no address to a certificate.
    QString byOtherName = url();
    byOtherName.replace(u"localhost"_s, u"127.1"_s);
    const auto connected = connect(byOtherName);
    QVERIFY(!connected);
    QCOMPARE(connected.error().code(), ErrorCode::Denied);
    QVERIFY2(connected.error().message().contains(u"not for 127.1"_s),
             qPrintable(connected.error().message()));
}

void TestValkeyTls::anUnknownAuthorityIsDenied()
{
    const auto connected = connect(url().section(u'?', 0, 0));
    QVERIFY(!connected);
    QCOMPARE(connected.error().code(), ErrorCode::Denied);
    QVERIFY2(connected.error().message().contains(u"sslrootcert"_s), qPrintable(connected.error().message()));
}

void TestValkeyTls::plainBytesToATlsPortAreNamed()
{
    QString plain = url().section(u'?', 0, 0);
    plain.replace(u"valkeys://"_s, u"valkey://"_s);
    const auto connected = connect(plain);
    QVERIFY(!connected);
    QCOMPARE(connected.error().code(), ErrorCode::Unavailable);
}

void TestValkeyTls::anExpiredCertificateIsDenied()
{
    const QString key = m_folder.filePath(u"key.pem"_s);
    const QString certificate = m_folder.filePath(u"old.pem"_s);
    QProcess openssl;
    openssl.start(u"openssl"_s,
                  {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s,
                   u"ec_paramgen_curve:prime256v1"_s, u"-nodes"_s, u"-subj"_s, u"/CN=localhost"_s,
                   u"-addext"_s, u"subjectAltName=DNS:localhost"_s, u"-not_before"_s, u"20200101000000Z"_s,
                   u"-not_after"_s, u"20200201000000Z"_s, u"-keyout"_s, key, u"-out"_s, certificate});
    QVERIFY(openssl.waitForFinished());
    QVERIFY2(openssl.exitCode() == 0, openssl.readAllStandardError().constData());
    QProcess other;
    other.start(u"openssl"_s,
                {u"s_server"_s, u"-accept"_s, u"127.0.0.1:0"_s, u"-cert"_s, certificate, u"-key"_s, key});
    QByteArray said;
    QTRY_VERIFY((said += other.readAllStandardOutput()).contains("ACCEPT 127.0.0.1:"));
    const int port = said.sliced(said.indexOf("127.0.0.1:") + 10).split('\n').constFirst().trimmed().toInt();
    const auto connected = connect(u"valkeys://localhost:%1?sslrootcert=%2"_s.arg(port).arg(certificate));
    other.kill();
    other.waitForFinished();
    QVERIFY(!connected);
    QCOMPARE(connected.error().code(), ErrorCode::Denied);
    QVERIFY2(connected.error().message().contains(u"expired"_s), qPrintable(connected.error().message()));
}

QTEST_GUILESS_MAIN(TestValkeyTls)
#include "tst_valkeytls.moc"
