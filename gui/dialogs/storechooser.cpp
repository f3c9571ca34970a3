// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dialogs/storechooser.h"

#include "app/recentstores.h"
#include "widgets/icons.h"

#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qfiledialog.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qradiobutton.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

QLineEdit *field(QWidget *parent, const QString &objectName, const QString &accessibleName,
                 const QString &hint)
{
    auto *edit = new QLineEdit(parent);
    edit->setObjectName(objectName);
    edit->setAccessibleName(accessibleName);
    edit->setPlaceholderText(hint);
    return edit;
}

QPushButton *button(QWidget *parent, const QString &objectName, const QString &text,
                    const QString &accessibleName)
{
    auto *push = new QPushButton(text, parent);
    push->setObjectName(objectName);
    push->setAccessibleName(accessibleName);
    return push;
}

} // namespace

StoreChooser::StoreChooser(QWidget *parent)
    : QWidget(parent)
    , m_store(field(this, u"storeField"_s, tr("Store"), tr("sqlite:/var/lib/shop/sessions.db or a file")))
    , m_chooseStore(button(this, u"chooseStore"_s, tr("Choose file…"), tr("Choose the store's file")))
    , m_keyless(new QRadioButton(tr("Without key: lists and log-outs work, data stays shut"), this))
    , m_withKey(new QRadioButton(tr("With its root key file: data can be unlocked"), this))
    , m_keyFile(field(this, u"keyField"_s, tr("Root key file"), tr("Root key file")))
    , m_chooseKey(button(this, u"chooseKey"_s, tr("Choose file…"), tr("Choose the root key file")))
    , m_environment(new QComboBox(this))
    , m_open(button(this, u"openStore"_s, tr("Open store"), tr("Open store")))
{
    m_keyless->setObjectName(u"keyless"_s);
    m_keyless->setAccessibleName(m_keyless->text());
    m_keyless->setChecked(true);
    m_withKey->setObjectName(u"withKey"_s);
    m_withKey->setAccessibleName(m_withKey->text());
    m_open->setProperty("tone", u"primary"_s);
    m_open->setDefault(true);
    makeEnvironments();
    auto *label = new QLabel(tr("&Store (URL or file)"), this);
    label->setBuddy(m_store);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(label);
    column->addWidget(fileRow(m_store, m_chooseStore));
    column->addSpacing(6);
    column->addWidget(m_keyless);
    column->addWidget(m_withKey);
    column->addWidget(fileRow(m_keyFile, m_chooseKey));
    column->addSpacing(6);
    auto *mark = new QLabel(tr("&Environment"), this);
    mark->setBuddy(m_environment);
    auto *last = new QHBoxLayout;
    last->addWidget(mark);
    last->addWidget(m_environment);
    last->addStretch();
    last->addWidget(m_open);
    column->addLayout(last);

    connect(m_chooseStore, &QPushButton::clicked, this, &StoreChooser::chooseStoreFile);
    connect(m_chooseKey, &QPushButton::clicked, this, &StoreChooser::chooseKeyFile);
    connect(m_store, &QLineEdit::textChanged, this, &StoreChooser::followStore);
    connect(m_environment, &QComboBox::activated, this, [this] { m_isMarkChosen = true; });
    connect(m_keyFile, &QLineEdit::textChanged, this, &StoreChooser::changed);
    connect(m_withKey, &QRadioButton::toggled, this, &StoreChooser::changed);
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT openRequested(address()); });
    for (QLineEdit *edit : {m_store, m_keyFile})
        connect(edit, &QLineEdit::returnPressed, m_open, &QPushButton::click);
    changed();
}

void StoreChooser::makeEnvironments()
{
    m_environment->setObjectName(u"environment"_s);
    m_environment->setAccessibleName(tr("Environment"));
    m_environment->setToolTip(
        tr("What the store is for. In production the console asks before it does what is costly."));
    for (const Environment each :
         {Environment::Unmarked, Environment::Development, Environment::Staging, Environment::Production})
        m_environment->addItem(EnvironmentTexts::label(each), int(each));
}

QWidget *StoreChooser::fileRow(QLineEdit *edit, QPushButton *push)
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(edit, 1);
    layout->addWidget(push);
    return row;
}

void StoreChooser::set(const StoreAddress &address)
{
    m_store->setText(address.url);
    m_keyFile->setText(address.rootKeyFile);
    setEnvironment(address.environment);
    m_isMarkChosen = false;
    (address.rootKeyFile.isEmpty() ? m_keyless : m_withKey)->setChecked(true);
}

void StoreChooser::setEnvironment(Environment environment)
{
    m_environment->setCurrentIndex(m_environment->findData(int(environment)));
}

// The mark is the store's: that of another one must not stand beside what is typed.
void StoreChooser::followStore()
{
    const Environment known = RecentStores().environmentOf(address());
    if (known != Environment::Unmarked || !m_isMarkChosen)
        setEnvironment(known);
    changed();
}

StoreAddress StoreChooser::address() const
{
    StoreAddress address
        = StoreAddress::fromTyped(m_store->text(), m_withKey->isChecked() ? m_keyFile->text() : QString());
    address.environment = Environment(m_environment->currentData().toInt());
    return address;
}

void StoreChooser::setBusy(bool busy)
{
    m_busy = busy;
    m_open->setText(busy ? tr("Opening…") : tr("Open store"));
    changed();
}

void StoreChooser::chooseStoreFile()
{
    auto *dialog = new QFileDialog(this, tr("Choose a SQLite store"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("SQLite stores (*.db *.sqlite *.sqlite3)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, m_store, &QLineEdit::setText);
    dialog->open();
}

void StoreChooser::chooseKeyFile()
{
    auto *dialog = new QFileDialog(this, tr("Choose the root key file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        m_keyFile->setText(file);
        m_withKey->setChecked(true);
    });
    dialog->open();
}

void StoreChooser::changed()
{
    const bool withKey = m_withKey->isChecked();
    m_keyFile->setEnabled(withKey);
    m_chooseKey->setEnabled(withKey);
    const bool complete
        = !m_store->text().trimmed().isEmpty() && (!withKey || !m_keyFile->text().trimmed().isEmpty());
    m_open->setEnabled(complete && !m_busy);
}

} // namespace Axess
