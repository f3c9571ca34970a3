// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"

#include "app/colours.h"
#include "widgets/icons.h"

#include <QtCore/qdir.h>

using namespace Axess;
using namespace Qt::StringLiterals;

class TestColours : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void theContrastOfKnownPairsIsKnown();
    void textCanBeReadInBothThemes_data();
    void textCanBeReadInBothThemes();
    void everyToneCanBeReadInBothThemes();
    void aThemeIsRecognisedByItsPalette();
    void everyIconDrawsInTheColourGiven();
};

void TestColours::theContrastOfKnownPairsIsKnown()
{
    QCOMPARE(qRound(Colours::contrast(Qt::black, Qt::white)), 21);
    QCOMPARE(Colours::contrast(Qt::white, Qt::white), 1.0);
}

void TestColours::textCanBeReadInBothThemes_data()
{
    QTest::addColumn<QPalette::ColorRole>("text");
    QTest::addColumn<QPalette::ColorRole>("ground");

    QTest::newRow("window") << QPalette::WindowText << QPalette::Window;
    QTest::newRow("list") << QPalette::Text << QPalette::Base;
    QTest::newRow("alternate row") << QPalette::Text << QPalette::AlternateBase;
    QTest::newRow("button") << QPalette::ButtonText << QPalette::Button;
    QTest::newRow("selection") << QPalette::HighlightedText << QPalette::Highlight;
    QTest::newRow("muted on list") << QPalette::PlaceholderText << QPalette::Base;
    QTest::newRow("muted on window") << QPalette::PlaceholderText << QPalette::Window;
    QTest::newRow("link") << QPalette::Link << QPalette::Base;
    QTest::newRow("tool tip") << QPalette::ToolTipText << QPalette::ToolTipBase;
}

void TestColours::textCanBeReadInBothThemes()
{
    QFETCH(const QPalette::ColorRole, text);
    QFETCH(const QPalette::ColorRole, ground);
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        const QPalette palette = Colours::palette(scheme);
        QCOMPARE_GE(Colours::contrast(palette.color(text), palette.color(ground)), 4.5);
    }
}

void TestColours::everyToneCanBeReadInBothThemes()
{
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
        const QPalette palette = Colours::palette(scheme);
        for (const Tone tone : {Tone::Neutral, Tone::Good, Tone::Info, Tone::Attention, Tone::Danger}) {
            const ToneColours colours = Colours::tone(tone, scheme);
            QCOMPARE_GE(Colours::contrast(colours.ink, colours.ground), 4.5);
            QCOMPARE_GE(Colours::contrast(colours.ink, palette.color(QPalette::Base)), 4.5);
            QCOMPARE_GE(Colours::contrast(colours.ink, palette.color(QPalette::Window)), 4.5);
        }
    }
}

void TestColours::aThemeIsRecognisedByItsPalette()
{
    QCOMPARE(Colours::schemeOf(Colours::palette(Scheme::Dark)), Scheme::Dark);
    QCOMPARE(Colours::schemeOf(Colours::palette(Scheme::Light)), Scheme::Light);
}

void TestColours::everyIconDrawsInTheColourGiven()
{
    const QStringList files = QDir(u":/icons"_s).entryList({u"*.svg"_s});
    QVERIFY(files.size() > 20);
    for (const QString &file : files) {
        if (file == "axess-console.svg"_L1)
            continue;
        const QImage image = Icons::pixmap(file.chopped(4), 48, QColor(0xff123456), 1).toImage();
        QVERIFY2(!image.isNull(), qPrintable(file));
        bool drawn = false;
        for (int y = 0; y < image.height() && !drawn; ++y) {
            for (int x = 0; x < image.width() && !drawn; ++x)
                drawn = image.pixelColor(x, y).rgba() == 0xff123456;
        }
        QVERIFY2(drawn, qPrintable(file));
    }
}

QTEST_MAIN(TestColours)
#include "tst_colours.moc"
