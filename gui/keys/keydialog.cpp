// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keys/keydialog.h"

#include "widgets/findinglist.h"

#include <QtGui/qclipboard.h>
#include <QtGui/qguiapplication.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

KeyDialog::KeyDialog(Console &console, const KeyQuestion &question, QWidget *parent)
    : QDialog(parent)
    , m_console(console)
    , m_question(question)
    , m_body(new QVBoxLayout)
    , m_warnings(new FindingList(this))
    , m_typedLabel(new QLabel(this))
    , m_typed(new QLineEdit(this))
    , m_copy(new QPushButton(tr("Copy as axessctl"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_act(new QPushButton(question.act, this))
{
    setObjectName(u"keyDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("%1 - %2", "what is asked, of which store").arg(question.title, console.markedName()));
    layOut();
    connect(m_typed, &QLineEdit::textChanged, this, &KeyDialog::judge);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(line()); });
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_act, &QPushButton::clicked, this, [this] {
        Q_EMIT decided();
        accept();
    });
}

void KeyDialog::layOut()
{
    auto *heading = new QLabel(m_question.heading, this);
    heading->setObjectName(u"keyHeading"_s);
    heading->setTextFormat(Qt::PlainText);
    heading->setWordWrap(true);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    large.setBold(true);
    heading->setFont(large);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(12);
    column->addWidget(heading);
    for (const QString &sentence : m_question.sentences) {
        auto *label = new QLabel(sentence, this);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        column->addWidget(label);
    }
    QList<FindingList::Line> lines;
    for (const QString &warning : m_question.warnings)
        lines.append({Tone::Attention, warning, {}});
    m_warnings->setObjectName(u"keyWarnings"_s);
    m_warnings->setVisible(!lines.isEmpty());
    m_warnings->show(lines);
    column->addWidget(m_warnings);
    m_body->setSpacing(8);
    column->addLayout(m_body);
    m_typedLabel->setText(tr("Type %1 to confirm").arg(m_question.typed));
    m_typedLabel->setTextFormat(Qt::PlainText);
    m_typed->setObjectName(u"keyTyped"_s);
    m_typed->setAccessibleName(m_typedLabel->text());
    m_typed->setPlaceholderText(m_question.typed);
    for (QWidget *part : {static_cast<QWidget *>(m_typedLabel), static_cast<QWidget *>(m_typed)})
        part->setVisible(!m_question.typed.isEmpty());
    column->addWidget(m_typedLabel);
    column->addWidget(m_typed);
    column->addStretch();
    column->addLayout(buttons());
    // Sentences that wrap would move the limit while the window stands.
    column->setSizeConstraint(QLayout::SetNoConstraint);
    setMinimumWidth(fontMetrics().averageCharWidth() * 84);
}

QLayout *KeyDialog::buttons()
{
    m_copy->setObjectName(u"keyCopyLine"_s);
    m_copy->setToolTip(tr("Copies the command line that does the same"));
    m_cancel->setObjectName(u"keyCancel"_s);
    m_act->setObjectName(u"keyAct"_s);
    if (m_question.isDanger)
        m_act->setProperty("tone", u"danger"_s);
    m_copy->setAutoDefault(false);
    m_act->setAutoDefault(false);
    m_cancel->setDefault(true);
    auto *row = new QHBoxLayout;
    row->addWidget(m_copy);
    row->addStretch();
    row->addWidget(m_cancel);
    row->addWidget(m_act);
    return row;
}

void KeyDialog::judge()
{
    QString wrong = m_console.gate().refusal(m_question.gated);
    if (wrong.isEmpty())
        wrong = problem();
    if (wrong.isEmpty() && m_typed->text().trimmed() != m_question.typed)
        wrong = m_typedLabel->text();
    m_act->setEnabled(wrong.isEmpty());
    m_act->setToolTip(wrong.toHtmlEscaped());
    m_copy->setEnabled(problem().isEmpty() && !line().isEmpty());
}

void KeyDialog::growToFit()
{
    layout()->activate();
    resize(width(), std::max(height(), layout()->totalHeightForWidth(width())));
}

PlainKeyDialog::PlainKeyDialog(Console &console, const KeyQuestion &question, const QString &line,
                               QWidget *parent)
    : KeyDialog(console, question, parent)
    , m_line(line)
{
    judge();
}

} // namespace Axess
