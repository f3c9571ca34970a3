// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dialogs/logoutdialog.h"

#include "app/texts.h"
#include "app/timetexts.h"
#include "logouts/axessctlline.h"
#include "logouts/reasonbox.h"
#include "models/sessioncolumns.h"

#include <QtGui/qclipboard.h>
#include <QtGui/qguiapplication.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qcheckbox.h>
#include <QtWidgets/qformlayout.h>
#include <QtWidgets/qheaderview.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qtablewidget.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype ClientsShown = 5;

QTableWidgetItem *cell(const QString &text)
{
    auto *item = new QTableWidgetItem(text);
    item->setToolTip(text.toHtmlEscaped());
    return item;
}

QString who(const SessionRow &session)
{
    const QString tenant = session.tenant.isEmpty() ? QString() : u" (%1)"_s.arg(session.tenant.text());
    return Texts::userName(session.user) + tenant;
}

QString question(const LogOutPlan &plan)
{
    const int count = int(plan.sessions.size());
    if (plan.scope == LogOutScope::User)
        return LogOutDialog::tr("Log out all %n session(s) of %1?", nullptr, count).arg(plan.user.text());
    return LogOutDialog::tr("Log out %n session(s)?", nullptr, count);
}

// What a store holds is text, whatever it looks like.
QLabel *plainLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setWordWrap(true);
    return label;
}

} // namespace

LogOutDialog::LogOutDialog(const LogOutPlan &plan, Environment environment, const StoreAddress &address,
                           QWidget *parent)
    : QDialog(parent)
    , m_plan(plan)
    , m_rung(plan.rung(environment))
    , m_address(address)
    , m_reason(new ReasonBox(this))
    , m_atOnce(new QCheckBox(tr("&Immediately and for good: no time to undo it"), this))
    , m_confirm(new QPushButton(this))
{
    setObjectName(u"logOutDialog"_s);
    setWindowTitle(tr("Log out"));
    m_atOnce->setObjectName(u"logOutAtOnce"_s);
    m_atOnce->setToolTip(tr("For accounts in wrong hands: whoever has it could use the time, too."));
    layOut();
    connect(m_reason, &QComboBox::editTextChanged, this, &LogOutDialog::judge);
    connect(m_reason, &ReasonBox::compromisedChosen, m_atOnce, &QCheckBox::setChecked);
    judge();
}

void LogOutDialog::layOut()
{
    auto *asked = plainLabel(question(m_plan), this);
    asked->setObjectName(u"logOutQuestion"_s);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    large.setBold(true);
    asked->setFont(large);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(12);
    column->addWidget(asked);
    const bool isOne = m_plan.sessions.size() == 1 && m_rung.question == LogOutQuestion::Line;
    if (isOne) {
        const SessionRow &row = m_plan.sessions.constFirst().row;
        auto *line
            = plainLabel(tr("%1 · %2 · began %3", "who, where, since when")
                             .arg(who(row), clientText(row.client), TimeTexts::ago(row.created, m_plan.now)),
                         this);
        line->setObjectName(u"logOutLine"_s);
        column->addWidget(line);
    } else {
        column->addWidget(preview(), 1);
    }
    if (m_rung.question == LogOutQuestion::Preview)
        column->addWidget(breakdown());
    column->addLayout(form());
    auto *note
        = plainLabel(tr("Whoever uses these sessions is signed out at once. This does not stop anybody "
                        "from signing in again."),
                     this);
    note->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(note);
    column->addLayout(buttons());
    QWidget *before = m_reason;
    for (const QString &name :
         {u"logOutTyped"_s, u"logOutAtOnce"_s, u"logOutCopyLine"_s, u"logOutCancel"_s, u"logOutConfirm"_s}) {
        if (auto *next = findChild<QWidget *>(name)) {
            setTabOrder(before, next);
            before = next;
        }
    }
    // Sentences that wrap would move the limit while the window stands.
    column->setSizeConstraint(QLayout::SetNoConstraint);
    const int width = fontMetrics().averageCharWidth() * 104;
    setMinimumSize(width,
                   isOne ? std::max(column->heightForWidth(width), sizeHint().height())
                         : fontMetrics().height() * 26);
}

QWidget *LogOutDialog::preview()
{
    const qsizetype shown = std::min<qsizetype>(m_plan.sessions.size(), LogOutLadder::MostInAPreview);
    auto *table = new QTableWidget(int(shown), 3, this);
    table->setObjectName(u"logOutPreview"_s);
    table->setAccessibleName(tr("Sessions that will be logged out"));
    table->setHorizontalHeaderLabels({tr("Who"), tr("Where"), tr("Since")});
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionMode(QAbstractItemView::NoSelection);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 10);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    table->horizontalHeader()->resizeSection(0, fontMetrics().averageCharWidth() * 26);
    table->horizontalHeader()->resizeSection(2, fontMetrics().averageCharWidth() * 20);
    for (int row = 0; row < table->rowCount(); ++row) {
        const SessionRow &session = m_plan.sessions.at(row).row;
        table->setItem(row, 0, cell(who(session)));
        table->setItem(row, 1, cell(clientText(session.client)));
        table->setItem(row, 2, cell(TimeTexts::ago(session.created, m_plan.now)));
    }
    return table;
}

QLabel *LogOutDialog::breakdown()
{
    QStringList parts;
    qint64 others = 0;
    for (const ClientCount &client : m_plan.clients()) {
        if (parts.size() == ClientsShown)
            others += client.sessions;
        else
            parts.append(u"%1: %2"_s.arg(client.client.isEmpty() ? tr("Unknown client") : client.client)
                             .arg(client.sessions));
    }
    if (others > 0)
        parts.append(tr("others: %1").arg(others));
    auto *label = plainLabel(parts.join(u" · "_s), this);
    label->setObjectName(u"logOutClients"_s);
    return label;
}

QLayout *LogOutDialog::form()
{
    auto *form = new QFormLayout;
    form->setSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&Reason"), m_reason);
    if (m_rung.typing == LogOutTyping::Name) {
        m_typed = new QLineEdit(this);
        m_typed->setObjectName(u"logOutTyped"_s);
        m_typed->setPlaceholderText(m_plan.typedName());
        m_typed->setAccessibleName(tr("Type %1 to confirm").arg(m_plan.typedName()));
        auto *label = plainLabel(m_typed->accessibleName(), this);
        label->setBuddy(m_typed);
        form->addRow(label, m_typed);
        connect(m_typed, &QLineEdit::textChanged, this, &LogOutDialog::judge);
    }
    auto *undo = plainLabel({}, this);
    undo->setObjectName(u"logOutUndo"_s);
    const qint64 grace = std::chrono::milliseconds(m_rung.grace).count();
    const auto tellUndo = [undo, grace](bool atOnce) {
        undo->setText(atOnce ? tr("Cannot be undone.")
                             : tr("Can be undone for %1.").arg(TimeTexts::duration(grace)));
    };
    tellUndo(false);
    connect(m_atOnce, &QCheckBox::toggled, undo, tellUndo);
    form->addRow(tr("Undo"), undo);
    form->addRow(QString(), m_atOnce);
    return form;
}

QLayout *LogOutDialog::buttons()
{
    auto *copy = new QPushButton(tr("Copy as axessctl"), this);
    copy->setObjectName(u"logOutCopyLine"_s);
    copy->setAutoDefault(false);
    copy->setToolTip(tr("Copies the command line that does the same"));
    connect(copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(commandLine()); });
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"logOutCancel"_s);
    cancel->setAccessibleName(tr("Cancel"));
    cancel->setDefault(true);
    m_confirm->setObjectName(u"logOutConfirm"_s);
    m_confirm->setText(tr("Log out %n session(s)", nullptr, int(m_plan.sessions.size())));
    m_confirm->setAccessibleName(m_confirm->text());
    m_confirm->setProperty("tone", u"danger"_s);
    m_confirm->setAutoDefault(false);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_confirm, &QPushButton::clicked, this, &QDialog::accept);
    auto *row = new QHBoxLayout;
    row->addWidget(copy);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_confirm);
    return row;
}

bool LogOutDialog::isTyped() const
{
    return !m_typed || m_typed->text().trimmed() == m_plan.typedName();
}

void LogOutDialog::judge()
{
    const QString problem = m_reason->problem();
    m_confirm->setEnabled(problem.isEmpty() && isTyped());
    m_confirm->setToolTip(!problem.isEmpty() ? problem
                              : isTyped()    ? QString()
                                             : m_typed->accessibleName().toHtmlEscaped());
}

QString LogOutDialog::reason() const
{
    return m_reason->reason();
}

std::chrono::milliseconds LogOutDialog::grace() const
{
    return m_atOnce->isChecked() ? LogOutLadder::compromised(m_rung).grace : m_rung.grace;
}

QString LogOutDialog::commandLine() const
{
    return AxessctlLine::shell(AxessctlLine(m_address).revoke(m_plan.ids(), reason(), grace()));
}

} // namespace Axess
