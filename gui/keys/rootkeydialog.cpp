// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keys/rootkeydialog.h"

#include "keys/keyorders.h"
#include "keys/keytexts.h"
#include "widgets/findinglist.h"

#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qfiledialog.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

// With which this window was opened; empty = with none of a file.
QString fileHere(const Console &console)
{
    const QString &file = console.address().rootKeyFile;
    return file.isEmpty() ? QString() : QFileInfo(file).absoluteFilePath();
}

} // namespace

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
    , m_rootKeys(sight.report.rootKeys)
    , m_finishes(m_rootKeys.size() >= 2)
    , m_file(new QLineEdit(this))
    , m_held(new FindingList(this))
{
    setObjectName(u"rootKeyDialog"_s);
    m_file->setObjectName(u"rootKeyFile"_s);
    if (m_finishes)
        m_file->setText(fileHere(console));
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
    m_held->setObjectName(u"rootKeyHeld"_s);
    body()->addLayout(row);
    body()->addWidget(m_held);
    connect(m_file, &QLineEdit::textChanged, this, &RootKeyDialog::read);
    connect(browse, &QPushButton::clicked, this, [this] {
        auto *dialog = new QFileDialog(this, tr("Root key"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, m_file, &QLineEdit::setText);
        dialog->open();
    });
    read();
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

QString RootKeyDialog::pathProblem() const
{
    if (file().isEmpty())
        return tr("Choose the file first");
    return QDir::isAbsolutePath(file()) ? QString() : tr("Name the file with its whole path");
}

void RootKeyDialog::read()
{
    m_fingerprint.reset();
    const quint64 question = m_reading.next();
    tellHeld();
    judge();
    if (!pathProblem().isEmpty())
        return;
    console()
        .lookAtLength([file = file()](const std::shared_ptr<SessionStore> &) {
            return Keys::fingerprint(RootKey::fromFile(file));
        })
        .then(this, [this, question](const Result<QString> &fingerprint) {
            if (!m_reading.is(question))
                return;
            m_fingerprint = fingerprint;
            tellHeld();
            judge();
        });
}

// Whoever finishes with the file of the old key shuts the new one out, and every server that has it.
void RootKeyDialog::tellHeld()
{
    QList<FindingList::Line> lines;
    if (m_fingerprint && !*m_fingerprint) {
        lines.append({Tone::Danger, m_fingerprint->error().message(), {}});
    } else if (m_fingerprint) {
        const QString held = **m_fingerprint;
        const qsizetype slot = m_rootKeys.indexOf(held);
        if (slot < 0)
            lines.append({m_finishes ? Tone::Danger : Tone::Info,
                          m_finishes
                              ? tr("The file holds root key %1, which does not open the store.").arg(held)
                              : tr("The file holds root key %1.").arg(held),
                          {}});
        else if (!m_finishes)
            lines.append({Tone::Attention,
                          tr("The file holds root key %1, which opens the store already.").arg(held),
                          {}});
        else if (slot == 0)
            lines.append({Tone::Danger,
                          tr("The file holds root key %1, the old one: the new one, %2, would be shut out.")
                              .arg(held, m_rootKeys.last()),
                          {}});
        else
            lines.append(
                {Tone::Info,
                 tr("The file holds root key %1, the new one: %2 is shut out.").arg(held, m_rootKeys.first()),
                 {}});
        if (m_finishes && file() != fileHere(console()))
            lines.append({Tone::Attention,
                          tr("This window was opened with another file. Open the store again with this one "
                             "afterwards."),
                          {}});
    }
    m_held->show(lines);
    m_held->setVisible(!lines.isEmpty());
    if (isVisible())
        growToFit();
}

QString RootKeyDialog::problem() const
{
    if (const QString wrong = pathProblem(); !wrong.isEmpty())
        return wrong;
    if (!m_fingerprint)
        return tr("The file is being read");
    if (!*m_fingerprint)
        return m_fingerprint->error().message();
    if (m_rootKeys.contains(**m_fingerprint) == m_finishes)
        return {};
    return m_finishes ? tr("The root key of this file does not open the store")
                      : tr("The root key of this file opens the store already");
}

} // namespace Axess
