// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "verify.h"

#include "app/options.h"

#include <QtCore/qtemporarydir.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

Result<Options> parsed(QStringList arguments, const ConfigurationPlaces &places = {})
{
    arguments.prepend(u"axess-console"_s);
    return Options::parse(arguments, places);
}

} // namespace

class TestOptions : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void withoutArgumentsTheWindowAsks();
    void aStoreIsNamedByUrlOrFile();
    void theEnvironmentNamesWhatOptionsDoNot();
    void anEnvironmentIsOneOfThree();
    void theModeIsAWord();
    void picturesNeedAStore();
    void whatIsNotKnownIsRefused();
    void aPasswordOnTheCommandLineDrawsAWarning();
    void helpNamesEveryOption();
};

void TestOptions::withoutArgumentsTheWindowAsks()
{
    TAKE(options, parsed({}));
    QCOMPARE(options.act, Options::Act::Run);
    QVERIFY(options.store.url.isEmpty());
}

void TestOptions::aStoreIsNamedByUrlOrFile()
{
    TAKE(url, parsed({u"--store"_s, u"sqlite:shop.db"_s, u"--root-key-file"_s, u"root.key"_s}));
    QCOMPARE(url.store, (StoreAddress {u"sqlite:shop.db"_s, u"root.key"_s}));

    TAKE(file, parsed({u"--store"_s, u"/srv/shop/sessions.db"_s}));
    QVERIFY(file.store.url.startsWith("sqlite:"_L1));
    QVERIFY(file.store.url.endsWith("/srv/shop/sessions.db"_L1));
    QVERIFY(file.store.rootKeyFile.isEmpty());
}

void TestOptions::theEnvironmentNamesWhatOptionsDoNot()
{
    ConfigurationPlaces places;
    places.environment.insert(u"AXESS_STORE"_s, u"sqlite:env.db"_s);
    places.environment.insert(u"AXESS_ROOT_KEY_FILE"_s, u"env.key"_s);

    TAKE(options, parsed({}, places));
    QCOMPARE(options.store, (StoreAddress {u"sqlite:env.db"_s, u"env.key"_s}));

    TAKE(overridden, parsed({u"--store"_s, u"sqlite:option.db"_s}, places));
    QCOMPARE(overridden.store.url, u"sqlite:option.db"_s);
}

void TestOptions::anEnvironmentIsOneOfThree()
{
    TAKE(options, parsed({u"--store"_s, u"sqlite:shop.db"_s, u"--environment"_s, u"Production"_s}));
    QCOMPARE(options.store.environment, Environment::Production);
    TAKE(unmarked, parsed({u"--store"_s, u"sqlite:shop.db"_s}));
    QCOMPARE(unmarked.store.environment, Environment::Unmarked);
    VERIFY_FAILS(parsed({u"--environment"_s, u"prod"_s}), ErrorCode::InvalidArgument);
}

void TestOptions::theModeIsAWord()
{
    TAKE(usual, parsed({}));
    QCOMPARE(usual.mode, ConsoleMode::Operator);
    TAKE(admin, parsed({u"--access-mode"_s, u"admin"_s}));
    QCOMPARE(admin.mode, ConsoleMode::Admin);
    TAKE(viewer, parsed({u"--access-mode"_s, u"viewer"_s}));
    QCOMPARE(viewer.mode, ConsoleMode::Viewer);

    VERIFY_FAILS(parsed({u"--access-mode"_s, u"root"_s}), ErrorCode::InvalidArgument);
    VERIFY_FAILS(parsed({u"--access-mode"_s, QString()}), ErrorCode::InvalidArgument);
}

void TestOptions::picturesNeedAStore()
{
    VERIFY_FAILS(parsed({u"--screenshots"_s, u"pictures"_s}), ErrorCode::InvalidArgument);
}

void TestOptions::whatIsNotKnownIsRefused()
{
    VERIFY_FAILS(parsed({u"--no-such-option"_s}), ErrorCode::InvalidArgument);
    VERIFY_FAILS(parsed({u"shop.db"_s}), ErrorCode::InvalidArgument);
}

void TestOptions::aPasswordOnTheCommandLineDrawsAWarning()
{
    TAKE(options, parsed({u"--store"_s, u"postgres://shop:secret@db/sessions"_s}));
    QCOMPARE(options.warnings.size(), 1);
    QVERIFY(!options.warnings.constFirst().contains("secret"_L1));
}

void TestOptions::helpNamesEveryOption()
{
    for (const QString &option :
         {u"--store"_s, u"--root-key-file"_s, u"--environment"_s, u"--lookup-command"_s, u"--access-mode"_s,
          u"--screenshots"_s, u"--version"_s, u"--help"_s})
        QVERIFY(Options::help().contains(option));
}

QTEST_MAIN(TestOptions)
#include "tst_options.moc"
