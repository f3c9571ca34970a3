// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dialogs/logoutdialog.h"

#include "app/texts.h"
#include "app/timetexts.h"
#include "models/sessioncolumns.h"
#include "widgets/icons.h"

#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qformlayout.h>
#include <QtWidgets/qheaderview.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qtablewidget.h>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// From this many on, a slip costs more than a moment's work, so there is more time to undo it.
constexpr qsizetype Many = 10;
constexpr int PreviewRows = 1000;

QTableWidgetItem *cell(const QString &text)
{
    auto *item = new QTableWidgetItem(text);
    item->setToolTip(text);
    return item;
}

QString question(const LogOutPlan &plan)
{
    const int count = int(plan.sessions.size());
    if (plan.wholeUser)
        return LogOutDialog::tr("Log out all %n session(s) of %1?", nullptr, count)
            .arg(plan.wholeUser->text());
    return LogOutDialog::tr("Log out %n session(s)?", nullptr, count);
}

} // namespace

QList<SessionId> LogOutPlan::ids() const
{
    QList<SessionId> ids;
    ids.reserve(sessions.size());
    for (const ListedSession &session : sessions)
        ids.append(session.row.id);
    return ids;
}

LogOutDialog::LogOutDialog(const LogOutPlan &plan, QWidget *parent)
    : QDialog(parent)
    , m_question(new QLabel(question(plan), this))
    , m_preview(new QTableWidget(this))
    , m_reason(new QComboBox(this))
    , m_grace(new QComboBox(this))
    , m_note(new QLabel(this))
    , m_confirm(new QPushButton(this))
{
    setObjectName(u"logOutDialog"_s);
    setWindowTitle(tr("Log out"));
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    large.setBold(true);
    m_question->setFont(large);
    m_question->setWordWrap(true);
    m_note->setWordWrap(true);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setText(tr("Whoever uses these sessions is signed out at once. This does not stop anybody from "
                       "signing in again."));
    fillPreview(plan);
    fillReasons();
    fillGraces(plan.wholeUser ? Many + 1 : plan.sessions.size());

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(12);
    column->addWidget(m_question);
    column->addWidget(m_preview, 1);
    column->addLayout(form());
    column->addWidget(m_note);
    column->addLayout(buttons(plan));
    reasonChanged();
    setMinimumSize(520, 360);
    resize(620, 420);
}

void LogOutDialog::fillPreview(const LogOutPlan &plan)
{
    m_preview->setObjectName(u"logOutPreview"_s);
    m_preview->setAccessibleName(tr("Sessions that will be logged out"));
    m_preview->setColumnCount(3);
    m_preview->setHorizontalHeaderLabels({tr("Who"), tr("Where"), tr("Since")});
    m_preview->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_preview->setSelectionMode(QAbstractItemView::NoSelection);
    m_preview->setFocusPolicy(Qt::NoFocus);
    m_preview->setShowGrid(false);
    m_preview->setTabKeyNavigation(false);
    m_preview->verticalHeader()->hide();
    m_preview->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 10);
    m_preview->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_preview->horizontalHeader()->setHighlightSections(false);
    m_preview->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_preview->horizontalHeader()->resizeSection(0, 160);
    m_preview->horizontalHeader()->resizeSection(2, 130);
    const int rows = int(std::min<qsizetype>(plan.sessions.size(), PreviewRows));
    m_preview->setRowCount(rows);
    for (int row = 0; row < rows; ++row) {
        const SessionRow &session = plan.sessions.at(row).row;
        const QString tenant = session.tenant.isEmpty() ? QString() : u" (%1)"_s.arg(session.tenant.text());
        m_preview->setItem(row, 0, cell(Texts::userName(session.user) + tenant));
        m_preview->setItem(row, 1, cell(clientText(session.client)));
        m_preview->setItem(row, 2, cell(TimeTexts::ago(session.created, plan.now)));
    }
}

void LogOutDialog::fillReasons()
{
    m_reason->setObjectName(u"logOutReason"_s);
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setEditable(true);
    m_reason->addItems({tr("Asked for by the user"), tr("Device lost or stolen"), tr("Account compromised"),
                        tr("Access withdrawn"), tr("Suspicious use"), tr("Maintenance")});
    m_reason->setCurrentIndex(-1);
    m_reason->lineEdit()->setPlaceholderText(tr("Choose or write why; it is kept with the session"));
    m_reason->lineEdit()->setAccessibleName(tr("Reason"));
    connect(m_reason, &QComboBox::editTextChanged, this, &LogOutDialog::reasonChanged);
    connect(m_reason, &QComboBox::activated, this, [this](int index) {
        // Whoever took the account over could use the time of grace.
        if (m_reason->itemText(index) == tr("Account compromised"))
            m_grace->setCurrentIndex(m_grace->findData(0));
    });
}

void LogOutDialog::fillGraces(qsizetype sessions)
{
    m_grace->setObjectName(u"logOutGrace"_s);
    m_grace->setAccessibleName(tr("Undo"));
    m_grace->addItem(tr("possible for 10 seconds"), 10);
    m_grace->addItem(tr("possible for 30 seconds"), 30);
    m_grace->addItem(tr("possible for 5 minutes"), 300);
    m_grace->addItem(tr("not possible: ended for good at once"), 0);
    m_grace->setCurrentIndex(sessions > Many ? 1 : 0);
}

QLayout *LogOutDialog::form()
{
    auto *form = new QFormLayout;
    form->setSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto *reason = new QLabel(tr("&Reason"), this);
    reason->setBuddy(m_reason);
    auto *grace = new QLabel(tr("&Undo"), this);
    grace->setBuddy(m_grace);
    form->addRow(reason, m_reason);
    form->addRow(grace, m_grace);
    return form;
}

QLayout *LogOutDialog::buttons(const LogOutPlan &plan)
{
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(u"logOutCancel"_s);
    cancel->setAccessibleName(tr("Cancel"));
    cancel->setDefault(true);
    m_confirm->setObjectName(u"logOutConfirm"_s);
    m_confirm->setText(tr("Log out %n session(s)", nullptr, int(plan.sessions.size())));
    m_confirm->setAccessibleName(m_confirm->text());
    m_confirm->setProperty("tone", u"danger"_s);
    m_confirm->setAutoDefault(false);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_confirm, &QPushButton::clicked, this, &QDialog::accept);
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_confirm);
    return row;
}

void LogOutDialog::reasonChanged()
{
    const QString text = reason();
    const bool tooLong = text.toUtf8().size() > MaximumReasonBytes;
    m_confirm->setEnabled(!text.isEmpty() && !tooLong);
    m_confirm->setToolTip(text.isEmpty() ? tr("Give a reason first")
                              : tooLong  ? tr("The reason is too long")
                                         : QString());
}

QString LogOutDialog::reason() const
{
    return m_reason->currentText().trimmed();
}

std::chrono::milliseconds LogOutDialog::grace() const
{
    return std::chrono::seconds(m_grace->currentData().toInt());
}

} // namespace Axess
