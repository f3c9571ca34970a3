// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "trial.h"

#include "storefixture.h"
#include "verify.h"

#include <QtCore/QFile>

using namespace Axess;
using namespace Qt::StringLiterals;

/// The disk of the tables, or of the log of commands, is full: writes are refused, loads go on, and free
/// space heals it.
class TestFullDisk : public Trial
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addSetUps(u"postgres"_s); }
    void init();
    void cleanup() { stop(); }

    void theDiskIsFull(); // Promise: 4

private:
    void fill(const QString &name);
    void useUpWhatTablesHave();
};

void TestFullDisk::init()
{
    QFETCH_GLOBAL(const QString, setUp);
    // With "always" a Valkey that finds its disk full ends.
    start(setUp == u"valkey"_s ? QStringList {u"--appendfsync"_s, u"everysec"_s} : QStringList(), u"64m"_s);
}

void TestFullDisk::fill(const QString &name)
{
    QFile ballast(name);
    QVERIFY2(ballast.open(QIODevice::WriteOnly | QIODevice::Unbuffered), qPrintable(ballast.errorString()));
    const QByteArray bytes(16 * 1024, 'b');
    while (ballast.write(bytes) == bytes.size()) { }
}

// Tables have room in their files.
void TestFullDisk::useUpWhatTablesHave()
{
    SessionRow row = guestRow();
    row.data.insert(u"much"_s, QString(30'000, u'm'));
    Result<SessionRow> saved;
    for (int i = 0; i < 3000 && (saved || saved.error().code() != ErrorCode::Full); ++i)
        saved = store().save(row);
    VERIFY_FAILS(saved, ErrorCode::Full);
}

void TestFullDisk::theDiskIsFull()
{
    const auto harm = [this] {
        TAKE(disk, place().server().disk());
        const QString ballast = disk + u"/ballast"_s;
        fill(ballast);
        useUpWhatTablesHave();
        awaitRefusals();
        expectReads();
        QVERIFY(QFile::remove(ballast));
    };
    goThrough(harm, {ErrorCode::Full});
    QVERIFY(verdict().said(ErrorCode::Full, u"disk"_s));
}

QTEST_GUILESS_MAIN(TestFullDisk)
#include "tst_fulldisk.moc"
