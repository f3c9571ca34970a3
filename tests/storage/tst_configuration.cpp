// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/configuredkey.h>

#include "axesstest.h"
#include "verify.h"

#include <QtCore/qdir.h>
#include <QtCore/qtemporarydir.h>

#include <unistd.h>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestConfiguration : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void nothingIsConfiguredAtFirst();
    void optionsGoBeforeTheEnvironmentAndThatBeforeFiles();
    void eachSettingComesFromTheFirstPlaceThatHasIt();
    void aStandbyIsNamed();
    void systemdsCredentialsAreFound();
    void aRootKeyIsInAVariableOrComesFromACommand();
    void aRootKeyThatIsNamedInTwoWaysIsAnError();
    void aClusterUrlKeepsItsCommas();
    void pathsInAFileStartAtItsFolder();
    void aDamagedFileIsAnError_data();
    void aDamagedFileIsAnError();
    void aFolderInPlaceOfAFileIsAnError();
    void aFileThatMayNotBeReadIsAnError();
    void aTypoInAFileIsToldTheNearestKey();
    void thePasswordComesFromItsFile();
    void aPasswordInTheUrlStays();
    void aWrongPasswordFileIsAnError_data();
    void aWrongPasswordFileIsAnError();
    void aWrongUrlSaysWhereItStands();

private:
    QString write(const QString &name, const QByteArray &content);

    std::unique_ptr<QTemporaryDir> m_folder;
    ConfigurationPlaces m_places;
};

void TestConfiguration::init()
{
    AxessTest::init();
    m_folder = std::make_unique<QTemporaryDir>();
    m_places = {.environment = QProcessEnvironment(),
                .userFile = m_folder->filePath(u"user.conf"_s),
                .systemFile = m_folder->filePath(u"system.conf"_s)};
}

QString TestConfiguration::write(const QString &name, const QByteArray &content)
{
    QFile file(m_folder->filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("Cannot write a file of the test");
    return file.fileName();
}

void TestConfiguration::nothingIsConfiguredAtFirst()
{
    TAKE(configuration, Configuration::resolve({}, m_places));
    QVERIFY(configuration.store().isEmpty());
    QVERIFY(configuration.rootKeyFile().isEmpty());
    VERIFY_FAILS(configuration.storeUrl(), ErrorCode::InvalidArgument);
}

void TestConfiguration::optionsGoBeforeTheEnvironmentAndThatBeforeFiles()
{
    write(u"system.conf"_s, "[store]\nurl=sqlite:system.db\n[rootKey]\nfile=/system.key\n");
    TAKE(fromSystem, Configuration::resolve({}, m_places));
    QCOMPARE(fromSystem.store(), u"sqlite:system.db"_s);
    QCOMPARE(fromSystem.rootKeyFile(), u"/system.key"_s);
    QCOMPARE(fromSystem.storeOrigin(), m_places.systemFile);

    write(u"user.conf"_s, "[store]\nurl=sqlite:user.db\n[rootKey]\nfile=/user.key\n");
    TAKE(fromUser, Configuration::resolve({}, m_places));
    QCOMPARE(fromUser.store(), u"sqlite:user.db"_s);
    QCOMPARE(fromUser.rootKeyFile(), u"/user.key"_s);

    m_places.environment.insert(u"AXESS_STORE"_s, u"sqlite:environment.db"_s);
    m_places.environment.insert(u"AXESS_ROOT_KEY_FILE"_s, u"/environment.key"_s);
    TAKE(fromEnvironment, Configuration::resolve({}, m_places));
    QCOMPARE(fromEnvironment.store(), u"sqlite:environment.db"_s);
    QCOMPARE(fromEnvironment.rootKeyFile(), u"/environment.key"_s);
    QVERIFY(fromEnvironment.storeOrigin().contains(u"AXESS_STORE"));

    const ConfigurationOverrides options {
        .store = u"sqlite:option.db"_s, .rootKeyFile = u"/option.key"_s, .storePasswordFile = {}};
    TAKE(fromOptions, Configuration::resolve(options, m_places));
    QCOMPARE(fromOptions.store(), u"sqlite:option.db"_s);
    QCOMPARE(fromOptions.rootKeyFile(), u"/option.key"_s);
}

void TestConfiguration::eachSettingComesFromTheFirstPlaceThatHasIt()
{
    write(u"user.conf"_s, "[store]\nurl=sqlite:user.db\n");
    write(u"system.conf"_s, "[store]\nurl=sqlite:system.db\npasswordFile=/p\n[rootKey]\nfile=/system.key\n");
    TAKE(configuration, Configuration::resolve({}, m_places));
    QCOMPARE(configuration.store(), u"sqlite:user.db"_s);
    QCOMPARE(configuration.rootKeyFile(), u"/system.key"_s);
    QCOMPARE(configuration.rootKeyOrigin(), m_places.systemFile);
    QCOMPARE(configuration.storePasswordFile(), u"/p"_s);
}

void TestConfiguration::aStandbyIsNamed()
{
    TAKE(none, Configuration::resolve({}, m_places));
    QCOMPARE(none.standbyUrl().value(), std::nullopt);
    write(u"user.conf"_s, "[store]\nstandby=sqlite:file.db\n");
    TAKE(inFile, Configuration::resolve({}, m_places));
    QCOMPARE(inFile.standbyUrl().value(), StoreUrl::parse(u"sqlite:file.db"_s).value());
    m_places.environment.insert(u"AXESS_STANDBY_STORE"_s, u"sqlite:environment.db"_s);
    TAKE(named, Configuration::resolve({}, m_places));
    QCOMPARE(named.standbyUrl().value(), StoreUrl::parse(u"sqlite:environment.db"_s).value());
    m_places.environment.insert(u"AXESS_STANDBY_STORE"_s, u"sqlite:a?colour=red"_s);
    TAKE(wrong, Configuration::resolve({}, m_places));
    VERIFY_FAILS(wrong.standbyUrl(), ErrorCode::InvalidArgument);
}

void TestConfiguration::systemdsCredentialsAreFound()
{
    m_places.environment.insert(u"CREDENTIALS_DIRECTORY"_s, m_folder->path());
    TAKE(without, Configuration::resolve({}, m_places));
    QVERIFY(without.rootKeyFile().isEmpty());

    const QString key = write(u"axess-root-key"_s, "k");
    write(u"axess-store-password"_s, "secret\n");
    m_places.environment.insert(u"AXESS_STORE"_s, u"postgres://u@h/d"_s);
    TAKE(with, Configuration::resolve({}, m_places));
    QCOMPARE(with.rootKeyFile(), key);
    TAKE(url, with.storeUrl());
    QCOMPARE(url.password(), u"secret"_s);
}

void TestConfiguration::aRootKeyIsInAVariableOrComesFromACommand()
{
    write(u"system.conf"_s, "[rootKey]\ncommand=kms-client decrypt \\\"shop root\\\"\n");
    TAKE(command, Configuration::resolve({}, m_places));
    QCOMPARE(command.rootKeyPlace(), RootKeyPlace::Command);
    QCOMPARE(command.rootKeyText(), u"kms-client decrypt \"shop root\""_s);
    QVERIFY(command.rootKeyFile().isEmpty());
    VERIFY_OK(configuredRootKey(command));

    write(u"user.conf"_s, "[rootKey]\nvariable=SHOP_KEY\n");
    TAKE(variable, Configuration::resolve({}, m_places));
    QCOMPARE(variable.rootKeyPlace(), RootKeyPlace::Variable);
    QCOMPARE(variable.rootKeyText(), u"SHOP_KEY"_s);

    m_places.environment.insert(u"AXESS_ROOT_KEY"_s, QString(64, u'a'));
    TAKE(key, Configuration::resolve({}, m_places));
    QCOMPARE(key.rootKeyPlace(), RootKeyPlace::Variable);
    QCOMPARE(key.rootKeyText(), u"AXESS_ROOT_KEY"_s);

    TAKE(file, Configuration::resolve({.rootKeyFile = u"/root.key"_s}, m_places));
    QCOMPARE(file.rootKeyPlace(), RootKeyPlace::File);
    QCOMPARE(file.rootKeyFile(), u"/root.key"_s);

    m_places.environment.remove(u"AXESS_ROOT_KEY"_s);
    m_places.environment.insert(u"AXESS_ROOT_KEY_COMMAND"_s, u"  "_s);
    TAKE(blank, Configuration::resolve({}, m_places));
    VERIFY_FAILS(configuredRootKey(blank), ErrorCode::InvalidArgument);
}

void TestConfiguration::aRootKeyThatIsNamedInTwoWaysIsAnError()
{
    m_places.environment.insert(u"AXESS_ROOT_KEY"_s, QString(64, u'a'));
    m_places.environment.insert(u"AXESS_ROOT_KEY_FILE"_s, u"/root.key"_s);
    VERIFY_FAILS(Configuration::resolve({}, m_places), ErrorCode::InvalidArgument);
    m_places.environment.clear();
    write(u"user.conf"_s, "[rootKey]\nfile=root.key\ncommand=kms-client\n");
    VERIFY_FAILS(Configuration::resolve({}, m_places), ErrorCode::InvalidArgument);
}

void TestConfiguration::aClusterUrlKeepsItsCommas()
{
    write(u"user.conf"_s, "[store]\nurl=valkey+cluster://h1,h2,h3?pool=3\n");
    TAKE(configuration, Configuration::resolve({}, m_places));
    TAKE(url, configuration.storeUrl());
    QCOMPARE(url.hosts().size(), 3);
}

void TestConfiguration::pathsInAFileStartAtItsFolder()
{
    write(u"user.conf"_s, "[rootKey]\nfile=root.key\n");
    TAKE(configuration, Configuration::resolve({}, m_places));
    QCOMPARE(configuration.rootKeyFile(), m_folder->filePath(u"root.key"_s));
}

void TestConfiguration::aDamagedFileIsAnError_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("section not closed") << QByteArray("[store\nurl=memory:\n");
    QTest::newRow("no equals sign") << QByteArray("[store]\nurl\n");
    QTest::newRow("bytes") << QByteArray("\x7f\x45\x4c\x46\x00\x01\xff\xfe", 8);
    QTest::newRow("unknown section") << QByteArray("[stor]\nurl=memory:\n");
    QTest::newRow("no section") << QByteArray("url=memory:\n");
}

void TestConfiguration::aDamagedFileIsAnError()
{
    QFETCH(QByteArray, content);
    const QString path = write(u"user.conf"_s, content);
    const auto configuration = Configuration::resolve({}, m_places);
    VERIFY_FAILS(configuration, ErrorCode::InvalidArgument);
    QVERIFY(configuration.error().message().contains(path));
}

void TestConfiguration::aFolderInPlaceOfAFileIsAnError()
{
    QVERIFY(QDir().mkdir(m_places.userFile));
    VERIFY_FAILS(Configuration::resolve({}, m_places), ErrorCode::InvalidArgument);
}

void TestConfiguration::aFileThatMayNotBeReadIsAnError()
{
    const QString path = write(u"user.conf"_s, "[store]\nurl=memory:\n");
    QVERIFY(QFile::setPermissions(path, QFile::WriteOwner));
    // Nothing is forbidden to root.
    const auto configuration = Configuration::resolve({}, m_places);
    if (::geteuid() == 0)
        VERIFY_OK(configuration);
    else
        VERIFY_FAILS(configuration, ErrorCode::Denied);
}

void TestConfiguration::aTypoInAFileIsToldTheNearestKey()
{
    write(u"user.conf"_s, "[store]\nurI=memory:\n");
    const auto configuration = Configuration::resolve({}, m_places);
    VERIFY_FAILS(configuration, ErrorCode::InvalidArgument);
    QVERIFY(configuration.error().message().contains(u"did you mean store/url?"));
}

void TestConfiguration::thePasswordComesFromItsFile()
{
    const QString path = write(u"password"_s, "pass word\r\n");
    m_places.environment.insert(u"AXESS_STORE_PASSWORD_FILE"_s, path);
    TAKE(configuration, Configuration::resolve({.store = u"postgres://u@h/d"_s}, m_places));
    TAKE(url, configuration.storeUrl());
    QCOMPARE(url.password(), u"pass word"_s);
}

void TestConfiguration::aPasswordInTheUrlStays()
{
    const QString path = write(u"password"_s, "other");
    TAKE(configuration,
         Configuration::resolve(
             {.store = u"postgres://u:own@h/d"_s, .rootKeyFile = {}, .storePasswordFile = path}, m_places));
    TAKE(url, configuration.storeUrl());
    QCOMPARE(url.password(), u"own"_s);
}

void TestConfiguration::aWrongPasswordFileIsAnError_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("only a line end") << QByteArray("\n");
    QTest::newRow("two lines") << QByteArray("one\ntwo\n");
    QTest::newRow("NUL") << QByteArray("a\0b", 3);
    QTest::newRow("not UTF-8") << QByteArray("\xff\xfe");
    QTest::newRow("too long") << QByteArray(70'000, 'a');
}

void TestConfiguration::aWrongPasswordFileIsAnError()
{
    QFETCH(QByteArray, content);
    ConfigurationOverrides options {
        .store = u"postgres://u@h/d"_s, .rootKeyFile = {}, .storePasswordFile = {}};
    options.storePasswordFile = write(u"password"_s, content);
    TAKE(configuration, Configuration::resolve(options, m_places));
    VERIFY_FAILS(configuration.storeUrl(), ErrorCode::InvalidArgument);

    options.storePasswordFile = m_folder->path();
    TAKE(withFolder, Configuration::resolve(options, m_places));
    VERIFY_FAILS(withFolder.storeUrl(), ErrorCode::InvalidArgument);

    options.storePasswordFile = m_folder->filePath(u"absent"_s);
    TAKE(withNone, Configuration::resolve(options, m_places));
    VERIFY_FAILS(withNone.storeUrl(), ErrorCode::InvalidArgument);
}

void TestConfiguration::aWrongUrlSaysWhereItStands()
{
    m_places.environment.insert(u"AXESS_STORE"_s, u"sqlite:a?colour=red"_s);
    TAKE(configuration, Configuration::resolve({}, m_places));
    const auto url = configuration.storeUrl();
    VERIFY_FAILS(url, ErrorCode::InvalidArgument);
    QVERIFY(url.error().message().contains(u"AXESS_STORE"));
}

QTEST_APPLESS_MAIN(TestConfiguration)
#include "tst_configuration.moc"
