// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/consoleapp.h"
#include "app/selftest.h"

#include <axess/version.h>

#include <QtCore/qlibraryinfo.h>
#include <QtCore/qtranslator.h>
#include <QtGui/qfontmetrics.h>
#include <QtGui/qicon.h>
#include <QtWidgets/qapplication.h>

#include <algorithm>
#include <cstdio>

namespace {

using namespace Qt::StringLiterals;

constexpr int UsageError = 2;

// English is loaded first: other languages stand above it, and it knows the plurals.
void installTranslations(QCoreApplication &application)
{
    const auto install = [&](const QLocale &locale, const QString &file, const QString &folder) {
        auto *translator = new QTranslator(&application);
        if (translator->load(locale, file, u"_"_s, folder))
            QCoreApplication::installTranslator(translator);
    };
    install(QLocale(QLocale::English), u"axess"_s, u":/i18n"_s);
    install(QLocale(), u"qtbase"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(QLocale(), u"axess"_s, u":/i18n"_s);
}

void nameApplication()
{
    QCoreApplication::setOrganizationName(u"Axess"_s);
    QCoreApplication::setApplicationName(u"axess-console"_s);
    QCoreApplication::setApplicationVersion(QString::fromLatin1(AXESS_VERSION_STRING));
}

// Help and version must work where there is no display, so no QApplication is made for them.
bool asksForText(int argc, char **argv)
{
    return std::any_of(argv + 1, argv + argc, [](const char *argument) {
        const QByteArrayView text(argument);
        return text == "--help" || text == "-h" || text == "--version" || text == "-v";
    });
}

int refuse(const Axess::Error &error)
{
    std::fprintf(stderr, "axess-console: %s\n", qUtf8Printable(error.message()));
    return UsageError;
}

int printText(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const auto options
        = Axess::Options::parse(QCoreApplication::arguments(), Axess::ConfigurationPlaces::ofThisProcess());
    if (!options)
        return refuse(options.error());
    if (options->act == Axess::Options::Act::ShowVersion)
        std::printf("axess-console %s\n", qUtf8Printable(QCoreApplication::applicationVersion()));
    else
        std::fputs(qUtf8Printable(Axess::Options::help()), stdout);
    return 0;
}

// Letters would be boxes, and nobody could read what goes wrong. Qt lists families also where there are none.
bool hasFonts()
{
    if (QFontMetrics(QGuiApplication::font()).inFont(u'A'))
        return true;
    std::fputs(
        "axess-console: This machine has no fonts; install some, such as the package fonts-dejavu-core.\n",
        stderr);
    return false;
}

int runSelfTest()
{
    Axess::SelfTest test;
    QObject::connect(
        &test, &Axess::SelfTest::finished, qApp,
        [](const QString &problem) {
            if (!problem.isEmpty())
                std::fprintf(stderr, "axess-console: %s\n", qUtf8Printable(problem));
            QCoreApplication::exit(problem.isEmpty() ? 0 : 1);
        },
        Qt::QueuedConnection);
    test.start();
    return QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    nameApplication();
    if (asksForText(argc, argv))
        return printText(argc, argv);
    QApplication application(argc, argv);
    installTranslations(application);
    QGuiApplication::setDesktopFileName(u"org.axess.Console"_s);
    QApplication::setWindowIcon(QIcon(u":/icons/axess-console.svg"_s));
    const auto options
        = Axess::Options::parse(QCoreApplication::arguments(), Axess::ConfigurationPlaces::ofThisProcess());
    if (!options)
        return refuse(options.error());
    for (const QString &warning : options->warnings)
        std::fprintf(stderr, "axess-console: %s\n", qUtf8Printable(warning));
    if (options->act == Axess::Options::Act::SelfTest)
        return runSelfTest();
    if (!hasFonts())
        return 1;
    Axess::ConsoleApp console(*options);
    QObject::connect(&console, &Axess::ConsoleApp::finished, &application, &QCoreApplication::exit,
                     Qt::QueuedConnection);
    console.start();
    return QApplication::exec();
}
