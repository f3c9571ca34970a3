// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "setup/setuppages.h"

#include "setup/installrun.h"
#include "setup/setupwizard.h"

#include <QtCore/qfile.h>
#include <QtCore/qprocess.h>
#include <QtGui/qfontdatabase.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qcheckbox.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qplaintextedit.h>
#include <QtWidgets/qtabwidget.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

QLabel *paragraph(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    return label;
}

QLabel *aside(const QString &text, QWidget *parent)
{
    auto *label = paragraph(text, parent);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setContentsMargins(26, 0, 0, 8);
    return label;
}

struct ComponentText
{
    const char *name;
    const char *title;
    const char *sentence;
};

constexpr ComponentText ComponentTexts[] = {
    {"sqlite", QT_TRANSLATE_NOOP("Axess::ComponentsPage", "SQLite"),
     QT_TRANSLATE_NOOP("Axess::ComponentsPage", "Stores that are a file on this machine.")},
    {"postgres", QT_TRANSLATE_NOOP("Axess::ComponentsPage", "PostgreSQL"),
     QT_TRANSLATE_NOOP("Axess::ComponentsPage", "Stores on a PostgreSQL server.")},
    {"mysql", QT_TRANSLATE_NOOP("Axess::ComponentsPage", "MySQL and MariaDB"),
     QT_TRANSLATE_NOOP("Axess::ComponentsPage", "Stores on a MySQL or MariaDB server.")},
    {"valkey", QT_TRANSLATE_NOOP("Axess::ComponentsPage", "Valkey and Redis"),
     QT_TRANSLATE_NOOP("Axess::ComponentsPage",
                       "Stores on a Valkey server, a cluster, or behind sentinels.")},
    {"axessctl", QT_TRANSLATE_NOOP("Axess::ComponentsPage", "Command line"),
     QT_TRANSLATE_NOOP("Axess::ComponentsPage",
                       "axessctl, which does in scripts what the console does by hand.")},
};

QPlainTextEdit *textOf(const QString &path, const QString &name, QWidget *parent)
{
    auto *text = new QPlainTextEdit(parent);
    text->setReadOnly(true);
    text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    text->setAccessibleName(name);
    // Tab leaves the text instead of standing in it.
    text->setTabChangesFocus(true);
    QFile file(path);
    if (file.open(QIODevice::ReadOnly))
        text->setPlainText(QString::fromUtf8(file.readAll()));
    return text;
}

} // namespace

WelcomePage::WelcomePage(const SetupWizard &wizard)
{
    setTitle(tr("Axess Console %1").arg(wizard.bundle().version().toString()));
    setSubTitle(tr("Find sessions, log them out, and see why one ended."));
    auto *column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addWidget(
        paragraph(tr("This installs the console with everything it needs. Nothing else on this machine "
                     "is changed, and uninstalling the console takes away what this puts here."),
                  this));
    for (const bool everybody : {false, true}) {
        const QString place = wizard.places().usualPrefix(everybody);
        const auto installed = Installer::installedVersion(place);
        if (!installed)
            continue;
        const QString sentence = *installed == wizard.bundle().version()
            ? tr("This version is already installed in %1; installing it once more repairs it. Settings "
                 "stay.")
                  .arg(place)
            : tr("Version %2 is installed in %1; it will be replaced. Settings stay.")
                  .arg(place, installed->toString());
        column->addWidget(paragraph(installed->isNull()
                                        ? tr("The installation in %1 is damaged; this repairs it. "
                                             "Settings stay.")
                                              .arg(place)
                                        : sentence,
                                    this));
    }
    column->addStretch();
}

LicencePage::LicencePage(const SetupWizard &wizard)
{
    setTitle(tr("Licence"));
    setSubTitle(tr("The console is free software. To use it you need not agree to anything."));
    const QString share = wizard.bundle().folder() + u"/share/"_s;
    auto *tabs = new QTabWidget(this);
    tabs->addTab(textOf(share + u"licence.txt"_s, tr("Text of the licence"), tabs),
                 tr("Console: GPL 3 or later"));
    tabs->addTab(textOf(share + u"licence-Apache-2.0.txt"_s, tr("Text of the engine's licence"), tabs),
                 tr("Engine: Apache 2.0"));
    tabs->addTab(textOf(share + u"notices.txt"_s, tr("Notices of others"), tabs), tr("Others"));
    auto *column = new QVBoxLayout(this);
    column->addWidget(tabs);
}

ComponentsPage::ComponentsPage(SetupWizard &wizard)
{
    setTitle(tr("Components"));
    setSubTitle(tr("The console is always installed. Choose which kinds of stores it can open."));
    auto *column = new QVBoxLayout(this);
    column->setSpacing(2);
    for (const ComponentText &text : ComponentTexts) {
        const QString name = QString::fromLatin1(text.name);
        if (!wizard.bundle().components().contains(name))
            continue;
        auto *box = new QCheckBox(tr(text.title), this);
        box->setObjectName(name);
        box->setChecked(wizard.options().components.contains(name));
        column->addWidget(box);
        column->addWidget(aside(tr(text.sentence), this));
        connect(box, &QCheckBox::toggled, this, [&wizard, name](bool chosen) {
            if (chosen)
                wizard.options().components.insert(name);
            else
                wizard.options().components.remove(name);
        });
    }
    column->addStretch();
}

ShortcutsPage::ShortcutsPage(SetupWizard &wizard)
    : m_wizard(wizard)
    , m_summary(paragraph({}, this))
{
    setTitle(tr("Shortcuts"));
    setSubTitle(tr("How the console is started."));
    setCommitPage(true);
    setButtonText(QWizard::CommitButton, tr("&Install"));
    auto *menu = new QCheckBox(tr("In the menu of programs"), this);
    menu->setObjectName(u"menuEntry"_s);
    menu->setChecked(wizard.options().menuEntry);
    auto *command = new QCheckBox(tr("As the command axess-console"), this);
    command->setObjectName(u"command"_s);
    command->setChecked(wizard.options().command);
    m_summary->setObjectName(u"summary"_s);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(8);
    column->addWidget(menu);
    column->addWidget(command);
    column->addStretch();
    column->addWidget(m_summary);
    connect(menu, &QCheckBox::toggled, this, [this](bool chosen) {
        m_wizard.options().menuEntry = chosen;
        showState();
    });
    connect(command, &QCheckBox::toggled, this, [this](bool chosen) {
        m_wizard.options().command = chosen;
        showState();
    });
}

void ShortcutsPage::initializePage()
{
    showState();
}

bool ShortcutsPage::isComplete() const
{
    return m_isComplete;
}

void ShortcutsPage::showState()
{
    const QString objection = m_wizard.shortcutObjection();
    m_isComplete = objection.isEmpty();
    m_summary->setText(
        m_isComplete
            ? tr("Everything is chosen. Install puts the console into %1.").arg(m_wizard.options().prefix)
            : objection);
    Q_EMIT completeChanged();
}

FinishPage::FinishPage(const SetupWizard &wizard)
    : m_wizard(wizard)
    , m_text(paragraph({}, this))
    , m_start(new QCheckBox(tr("Start the console now"), this))
{
    m_text->setObjectName(u"outcome"_s);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_start->setObjectName(u"startConsole"_s);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addWidget(m_text);
    column->addWidget(m_start);
    column->addStretch();
}

void FinishPage::initializePage()
{
    const bool failed = !m_wizard.problem().isEmpty();
    setTitle(failed ? tr("Nothing was installed") : tr("The console is installed"));
    setSubTitle(failed ? tr("Everything is as it was before.") : tr("It can be used now."));
    m_text->setText(
        failed ? m_wizard.problem()
               : tr("To remove it, choose Uninstall in the menu of its entry, or run %1 --uninstall.")
                     .arg(m_wizard.options().prefix + u"/bin/axess-setup"_s));
    m_start->setVisible(!failed);
    // Whoever is administrator only to install does not want to work as one.
    m_start->setChecked(!failed && !m_wizard.places().isRoot);
}

bool FinishPage::validatePage()
{
    if (!m_start->isHidden() && m_start->isChecked())
        QProcess::startDetached(m_wizard.options().prefix + u"/bin/axess-console"_s, {});
    return true;
}

} // namespace Axess
