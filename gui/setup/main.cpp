// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "setup/setupwizard.h"
#include "setup/unattended.h"
#include "setup/uninstallrun.h"

#include <axess/version.h>

#include <QtCore/qlibraryinfo.h>
#include <QtCore/qtranslator.h>
#include <QtGui/qfontmetrics.h>
#include <QtGui/qicon.h>
#include <QtWidgets/qapplication.h>
#include <QtWidgets/qmessagebox.h>
#include <QtWidgets/qpushbutton.h>

#include <cstdio>

#include <sys/stat.h>

namespace {

using namespace Axess;
using namespace Qt::StringLiterals;

constexpr int UsageError = 2;

int refuse(const QString &sentence, int code)
{
    std::fprintf(stderr, "axess-setup: %s\n", qUtf8Printable(sentence));
    return code;
}

void installTranslations(QCoreApplication &application)
{
    auto *translator = new QTranslator(&application);
    if (translator->load(QLocale(), u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(translator);
}

// In the programs' menu the entry belongs to one installation, for one person or for everybody.
int askToUninstall(const Bundle &bundle)
{
    QMessageBox box(QMessageBox::Question, Unattended::tr("Axess Console"),
                    Unattended::tr("Remove Axess Console from %1?").arg(bundle.folder()));
    box.setInformativeText(Unattended::tr("Your settings stay."));
    const QAbstractButton *remove = box.addButton(Unattended::tr("Remove"), QMessageBox::DestructiveRole);
    box.setDefaultButton(box.addButton(QMessageBox::Cancel));
    box.exec();
    if (box.clickedButton() != remove)
        return 0;
    const Machine machine;
    const UninstallRun::Outcome outcome = UninstallRun(bundle.folder(), machine).run();
    QMessageBox told(outcome.removed ? QMessageBox::Information : QMessageBox::Warning,
                     Unattended::tr("Axess Console"), outcome.text);
    told.setTextFormat(Qt::PlainText);
    told.exec();
    return outcome.removed ? 0 : 1;
}

int runWithWindow(int argc, char **argv, const Bundle &bundle, const SetupOptions &options,
                  const SetupPlaces &places)
{
    QApplication application(argc, argv);
    installTranslations(application);
    // Qt lists families also where there are none.
    if (!QFontMetrics(QGuiApplication::font()).inFont(u'A'))
        return refuse(SetupOptions::tr("This machine has no fonts; install some, such as the package "
                                       "fonts-dejavu-core, or add --unattended."),
                      1);
    QApplication::setWindowIcon(QIcon(bundle.folder() + u"/share/org.axess.Console.svg"_s));
    if (options.act == SetupOptions::Act::AskToUninstall)
        return askToUninstall(bundle);
    const Machine machine;
    SetupWizard wizard(bundle, places, machine);
    wizard.show();
    QApplication::exec();
    return wizard.result() == QDialog::Accepted && wizard.problem().isEmpty() ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    // An archive that unpacks itself keeps others out of what it makes; an installation is for them, too.
    ::umask(022);
    QCoreApplication::setApplicationName(u"axess-setup"_s);
    QCoreApplication::setApplicationVersion(QString::fromLatin1(AXESS_VERSION_STRING));
    const SetupPlaces places = SetupPlaces::ofThisProcess();
    Result<Bundle> bundle = std::unexpected(Error(ErrorCode::Corrupt, QString()));
    Result<SetupOptions> options = SetupOptions();
    QString help;
    {
        const QCoreApplication application(argc, argv);
        bundle = Bundle::read(Bundle::folderAround(QCoreApplication::applicationDirPath()));
        if (bundle)
            options = SetupOptions::parse(QCoreApplication::arguments(), places, *bundle);
        help = SetupOptions::help();
    }
    if (!bundle)
        return refuse(bundle.error().message(), 1);
    if (!options)
        return refuse(options.error().message(), UsageError);
    switch (options->act) {
    case SetupOptions::Act::ShowHelp:
        std::fputs(qUtf8Printable(help), stdout);
        return 0;
    case SetupOptions::Act::ShowVersion:
        std::printf("axess-setup %s\n", AXESS_VERSION_STRING);
        return 0;
    case SetupOptions::Act::Install:
        return Unattended::install(*bundle, *options);
    case SetupOptions::Act::Uninstall:
        return Unattended::uninstall(bundle->folder());
    case SetupOptions::Act::ShowWizard:
    case SetupOptions::Act::AskToUninstall:
        break;
    }
    return runWithWindow(argc, argv, *bundle, *options, places);
}
