// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "treereader.h"

#include <QtCore/qregularexpression.h>

using namespace Qt::StringLiterals;

/// Numbers that were measured say where they come from.
class TestNumbers : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasMeasuredNamesItsSource();
    void theSourceIsAskedFor_data();
    void theSourceIsAskedFor();

private:
    static bool isMeasured(const QString &paragraph);
    static bool namesItsSource(const QString &paragraph);

    const TreeReader m_tree = TreeReader::ofThisRepository();
};

// Ratios and shares; deadlines and limits are settings, and no results.
bool TestNumbers::isMeasured(const QString &paragraph)
{
    static const QRegularExpression result(
        u"[0-9] (to [0-9.]+ )?times as|[0-9] % when measured|[Mm]easured[^.]*:[^.]*[0-9]"_s);
    return QString(paragraph).replace(u'\n', u' ').contains(result);
}

// The program that measured, what it wrote, or the decision that rests on it.
bool TestNumbers::namesItsSource(const QString &paragraph)
{
    static const QRegularExpression source(u"\\]\\((\\.\\./tests/|measured/|decisions/)"_s);
    return paragraph.contains(source);
}

void TestNumbers::whatWasMeasuredNamesItsSource()
{
    int found = 0;
    QStringList complaints;
    // A decision is a source itself.
    for (const QString &page : m_tree.files({}, {u"md"_s})) {
        if (page.startsWith(u"docs/decisions/"_s) || page == "CHANGELOG.md"_L1)
            continue;
        for (const QString &paragraph : m_tree.text(page).split(u"\n\n"_s)) {
            if (!isMeasured(paragraph))
                continue;
            ++found;
            if (!namesItsSource(paragraph))
                complaints.append(page + u": "_s + paragraph.left(100));
        }
    }
    QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join(u'\n')));
    QCOMPARE_GE(found, 3);
}

void TestNumbers::theSourceIsAskedFor_data()
{
    QTest::addColumn<QString>("paragraph");
    QTest::addColumn<bool>("isMeasured");
    QTest::addColumn<bool>("namesItsSource");
    QTest::newRow("a ratio") << u"Saves are 3.2 to 5.6\ntimes as fast."_s << true << false;
    QTest::newRow("a share") << u"It took 96 to 107 % when measured."_s << true << false;
    QTest::newRow("a ratio with its program")
        << u"Measured ([bench](../tests/bench/main.cpp)): 2 times as fast."_s << true << true;
    QTest::newRow("a limit") << u"At most 8 KiB, a deadline of 2 s."_s << false << false;
}

void TestNumbers::theSourceIsAskedFor()
{
    QFETCH(const QString, paragraph);
    QTEST(isMeasured(paragraph), "isMeasured");
    QTEST(namesItsSource(paragraph), "namesItsSource");
}

QTEST_GUILESS_MAIN(TestNumbers)
#include "tst_numbers.moc"
