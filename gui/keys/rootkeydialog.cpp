// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keys/rootkeydialog.h"

#include "keys/keyorders.h"
#include "keys/keytexts.h"

#include <QtCore/qdir.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qfiledialog.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>

namespace Axess {

using namespace Qt::StringLiterals;

QStringList RootKeyDialog::holders(const KeySight &sight)
{
    QStringList lines;
    for (const InstanceInfo &instance : sight.instances) {
        if (!instance.rootKey.isEmpty())
            lines.append(tr("%1 holds root key %2", "program on host, fingerprint")
                             .arg(KeyTexts::instance(instance), instance.rootKey));
    }
    return lines;
}

KeyQuestion RootKeyDialog::question(const Console &console, const KeySight &sight)
{
    KeyQuestion question {.title = tr("Change the root key"),
                          .heading = {},
                          .sentences = {},
                          .warnings = {},
                          .act = {},
                          .typed = {},
                          .gated = GatedAct::EndKeys,
                          .isDanger = false};
    if (sight.report.rootKeys.size() < 2) {
        question.heading = tr("First step: let a second root key in");
        question.sentences = {
            tr("From then on both root keys open the store. No session is touched. Put the new file in the "
               "place of the old one wherever the store is used, then finish the change here."),
            tr("A new root key is made by: axessctl key generate --out next.key. Keep a copy where the "
               "store's backups are not.")};
        question.act = tr("Let it in");
        return question;
    }
    question.heading = tr("Last step: only the new root key remains");
    question.sentences = {
        tr("The store is opened by root keys %1 and %2. After this only the one below opens it: who kept the "
           "other one reads nothing that is written from then on. It is refused while an instance still "
           "holds "
           "the other one.")
            .arg(sight.report.rootKeys.at(0), sight.report.rootKeys.at(1))};
    if (const QStringList held = holders(sight); !held.isEmpty())
        question.sentences.append(held.join(u'\n'));
    question.act = tr("Shut the other one out");
    question.typed = console.shortName();
    question.isDanger = true;
    return question;
}

RootKeyDialog::RootKeyDialog(Console &console, const KeySight &sight, QWidget *parent)
    : KeyDialog(console, question(console, sight), parent)
    , m_finishes(sight.report.rootKeys.size() >= 2)
    , m_file(new QLineEdit(this))
{
    setObjectName(u"rootKeyDialog"_s);
    m_file->setObjectName(u"rootKeyFile"_s);
    if (m_finishes)
        m_file->setText(console.address().rootKeyFile);
    auto *label = new QLabel(
        m_finishes ? tr("&File of the root key that remains") : tr("&File of the new root key"), this);
    label->setBuddy(m_file);
    m_file->setAccessibleName(label->text().remove(u'&'));
    auto *browse = new QPushButton(tr("&Choose…"), this);
    browse->setAutoDefault(false);
    auto *row = new QHBoxLayout;
    row->addWidget(m_file, 1);
    row->addWidget(browse);
    body()->addWidget(label);
    body()->addLayout(row);
    connect(m_file, &QLineEdit::textChanged, this, &RootKeyDialog::judge);
    connect(browse, &QPushButton::clicked, this, [this] {
        auto *dialog = new QFileDialog(this, tr("Root key"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, m_file, &QLineEdit::setText);
        dialog->open();
    });
    judge();
}

QString RootKeyDialog::file() const
{
    return QDir::fromNativeSeparators(m_file->text().trimmed());
}

QString RootKeyDialog::line() const
{
    if (file().isEmpty())
        return {};
    const KeyLine line(console().address());
    return m_finishes ? line.finishRootKey(file()) : line.addRootKey(file());
}

QString RootKeyDialog::problem() const
{
    return file().isEmpty() ? tr("Choose the file first") : QString();
}

} // namespace Axess
