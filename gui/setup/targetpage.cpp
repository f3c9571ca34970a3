// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "setup/targetpage.h"

#include "setup/setupwizard.h"

#include <QtCore/qdir.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qfiledialog.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qradiobutton.h>

namespace Axess {

using namespace Qt::StringLiterals;

TargetPage::TargetPage(SetupWizard &wizard)
    : m_wizard(wizard)
    , m_forMe(new QRadioButton(tr("Only for &me"), this))
    , m_forEverybody(
          new QRadioButton(tr("For &everybody on this machine (asks for an administrator's password)"), this))
    , m_elsewhere(new QRadioButton(tr("Only for me, in another &folder:"), this))
    , m_folder(new QLineEdit(this))
    , m_browse(new QPushButton(tr("&Browse…"), this))
    , m_room(new QLabel(this))
    , m_objection(new QLabel(this))
{
    setTitle(tr("Where"));
    setSubTitle(tr("For whom the console is installed, and in which folder."));
    m_forMe->setObjectName(u"forMe"_s);
    m_forEverybody->setObjectName(u"forEverybody"_s);
    m_elsewhere->setObjectName(u"elsewhere"_s);
    m_folder->setObjectName(u"folder"_s);
    m_folder->setAccessibleName(tr("Folder"));
    m_objection->setObjectName(u"objection"_s);
    m_objection->setWordWrap(true);
    QFont strong = font();
    strong.setBold(true);
    m_objection->setFont(strong);
    m_room->setForegroundRole(QPalette::PlaceholderText);
    m_room->setWordWrap(true);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(26, 0, 0, 0);
    row->addWidget(m_folder, 1);
    row->addWidget(m_browse);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(8);
    column->addWidget(m_forMe);
    column->addWidget(m_forEverybody);
    column->addWidget(m_elsewhere);
    column->addLayout(row);
    column->addSpacing(12);
    column->addWidget(m_room);
    column->addWidget(m_objection);
    column->addStretch();
    for (auto *button : {m_forMe, m_forEverybody, m_elsewhere})
        connect(button, &QRadioButton::clicked, this, &TargetPage::choose);
    connect(m_folder, &QLineEdit::textEdited, this, &TargetPage::choose);
    connect(m_browse, &QPushButton::clicked, this, &TargetPage::browse);
}

void TargetPage::initializePage()
{
    m_forMe->setVisible(!m_wizard.places().isRoot);
    m_elsewhere->setText(m_wizard.places().isRoot ? tr("For everybody, in another &folder:")
                                                  : m_elsewhere->text());
    if (!m_forMe->isChecked() && !m_forEverybody->isChecked() && !m_elsewhere->isChecked())
        (m_wizard.places().isRoot ? m_forEverybody : m_forMe)->setChecked(true);
    choose();
}

bool TargetPage::isComplete() const
{
    return m_isComplete;
}

void TargetPage::choose()
{
    const bool elsewhere = m_elsewhere->isChecked();
    m_folder->setEnabled(elsewhere);
    m_browse->setEnabled(elsewhere);
    m_wizard.setForEverybody(m_forEverybody->isChecked() || m_wizard.places().isRoot);
    if (elsewhere)
        m_wizard.options().prefix
            = m_folder->text().isEmpty() ? QString() : QDir::cleanPath(m_folder->text());
    else
        m_folder->setText(m_wizard.options().prefix);
    showState();
}

void TargetPage::showState()
{
    SetupFiles files;
    const InstallOptions &options = m_wizard.options();
    const qint64 needed = Installer(m_wizard.bundle(), options, m_wizard.machine(), files).neededBytes();
    const qint64 room = m_wizard.machine().freeBytes(Machine::existing(options.prefix));
    const QLocale locale;
    m_room->setText(tr("It needs %1; there are %2 free.")
                        .arg(locale.formattedDataSize(needed), locale.formattedDataSize(room)));
    const QString objection = m_wizard.objection();
    m_objection->setText(objection);
    m_objection->setVisible(!objection.isEmpty());
    m_isComplete = objection.isEmpty();
    Q_EMIT completeChanged();
}

void TargetPage::browse()
{
    const QString chosen = QFileDialog::getExistingDirectory(
        this, tr("Install in a new folder of this folder"), QDir::homePath());
    if (chosen.isEmpty())
        return;
    m_folder->setText(QDir::cleanPath(chosen + u"/axess-console"_s));
    choose();
}

} // namespace Axess
