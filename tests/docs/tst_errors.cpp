// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "treereader.h"

#include <axess/error.h>

using namespace Axess;
using namespace Qt::StringLiterals;

/// docs/errors.md against the codes of the engine.
class TestErrors : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void eachCodeHasASectionAndEachSectionACode();
    void eachSectionSaysWhyAndWhatHelps();

private:
    QList<QString> sections() const { return m_tree.text(u"docs/errors.md"_s).split(u"\n## "_s).sliced(1); }

    const TreeReader m_tree = TreeReader::ofThisRepository();
};

// A code that is added has a name, or the engine does not compile.
void TestErrors::eachCodeHasASectionAndEachSectionACode()
{
    QStringList codes;
    while (!errorCodeName(ErrorCode(codes.size())).isEmpty())
        codes.append(errorCodeName(ErrorCode(codes.size())));
    QVERIFY(codes.contains(u"Unsupported"_s));
    QStringList titles;
    for (const QString &section : sections())
        titles.append(section.section(u'\n', 0, 0));
    QCOMPARE(titles, codes);
}

void TestErrors::eachSectionSaysWhyAndWhatHelps()
{
    for (const QString &section : sections()) {
        const QStringList lines = section.split(u'\n', Qt::SkipEmptyParts);
        const qsizetype causes = lines.indexOf(u"Cause and remedy:"_s);
        const QByteArray code = lines[0].toUtf8();
        QVERIFY2(causes > 1, code);
        QVERIFY2(lines.value(causes + 1).startsWith(u"* "_s), code);
        QVERIFY2(lines.last().startsWith(u"In an application: "_s), code);
    }
}

QTEST_GUILESS_MAIN(TestErrors)
#include "tst_errors.moc"
