// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/timetexts.h"
#include "logouts/reasonbox.h"
#include "logouts/wizardsteps.h"

#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qcheckbox.h>
#include <QtWidgets/qformlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype MaximumTicketBytes = 64;

QString spanText(std::chrono::seconds time)
{
    return TimeTexts::duration(std::chrono::milliseconds(time).count());
}

// A space and brackets stand between reason and ticket where both are kept as one.
qsizetype bytesOf(const QString &ticket)
{
    return ticket.isEmpty() ? 0 : ticket.toUtf8().size() + 3;
}

} // namespace

ConfirmStep::ConfirmStep(QWidget *parent)
    : QWidget(parent)
    , m_summary(new QLabel(this))
    , m_reason(new ReasonBox(this))
    , m_ticket(new QLineEdit(this))
    , m_typedLabel(new QLabel(this))
    , m_typed(new QLineEdit(this))
    , m_atOnce(new QCheckBox(tr("&Immediately and for good: no time to call it off or undo it"), this))
    , m_undo(new QLabel(this))
{
    m_summary->setObjectName(u"wizardSummary"_s);
    m_ticket->setObjectName(u"wizardTicket"_s);
    m_ticket->setAccessibleName(tr("Ticket"));
    m_ticket->setPlaceholderText(tr("Where the case is kept, such as OPS-17"));
    m_typed->setObjectName(u"wizardTyped"_s);
    m_atOnce->setObjectName(u"wizardAtOnce"_s);
    m_undo->setObjectName(u"wizardUndo"_s);
    for (QLabel *label : {m_summary, m_typedLabel, m_undo}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    QFont bold = font();
    bold.setPointSizeF(bold.pointSizeF() * 1.25);
    bold.setBold(true);
    m_summary->setFont(bold);
    auto *form = new QFormLayout;
    form->setSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&Reason"), m_reason);
    form->addRow(tr("&Ticket"), m_ticket);
    form->addRow(QString(), m_atOnce);
    form->addRow(tr("Undo"), m_undo);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(m_summary);
    column->addLayout(form);
    column->addSpacing(6);
    column->addWidget(m_typedLabel);
    column->addWidget(m_typed);
    column->addStretch();
    connect(m_reason, &QComboBox::editTextChanged, this, &ConfirmStep::changed);
    connect(m_reason, &ReasonBox::compromisedChosen, this,
            [this](bool isChosen) { m_atOnce->setChecked(isChosen && m_rung.grace > 0s); });
    connect(m_ticket, &QLineEdit::textChanged, this, &ConfirmStep::changed);
    connect(m_typed, &QLineEdit::textChanged, this, &ConfirmStep::changed);
    connect(m_atOnce, &QCheckBox::toggled, this, [this] {
        tellUndo();
        Q_EMIT changed();
    });
}

void ConfirmStep::show(const QString &summary, const QString &typedName, const LogOutRung &rung)
{
    m_rung = rung;
    // What is confirmed may be another set, or another way, than before.
    m_typed->clear();
    m_typedName = typedName;
    m_summary->setText(summary);
    m_typed->setPlaceholderText(typedName);
    m_typed->setAccessibleName(tr("Type %1 to confirm").arg(typedName));
    m_typedLabel->setText(m_typed->accessibleName());
    m_atOnce->setVisible(rung.grace > 0s);
    if (rung.grace == 0s)
        m_atOnce->setChecked(false);
    tellUndo();
}

void ConfirmStep::tellUndo()
{
    const LogOutRung rung = isAtOnce() ? LogOutLadder::compromised(m_rung) : m_rung;
    const QString countdown = rung.countdown > 0s
        ? tr("Is sent after %n second(s), and can be called off until then.", nullptr,
             int(rung.countdown.count()))
        : tr("Is sent at once.");
    const QString undo = rung.grace > 0s
        ? tr("Each log-out can be undone for %1 then.").arg(spanText(rung.grace))
        : tr("Cannot be undone then.");
    m_undo->setText(u"%1 %2"_s.arg(countdown, undo));
}

QString ConfirmStep::reason() const
{
    return m_reason->reason();
}

QString ConfirmStep::ticket() const
{
    return m_ticket->text().trimmed();
}

bool ConfirmStep::isAtOnce() const
{
    return m_atOnce->isChecked();
}

QString ConfirmStep::problem() const
{
    if (const QString wrong = m_reason->problem(bytesOf(ticket())); !wrong.isEmpty())
        return wrong;
    if (m_rung.wantsTicket && ticket().isEmpty())
        return tr("Name the ticket first");
    if (ticket().toUtf8().size() > MaximumTicketBytes)
        return tr("The ticket's name is too long");
    return m_typed->text().trimmed() == m_typedName ? QString() : m_typed->accessibleName();
}

} // namespace Axess
