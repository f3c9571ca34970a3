// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operatorlog/operatorlogpage.h"

#include "app/errordetail.h"
#include "app/timetexts.h"
#include "export/exportdialog.h"
#include "logouts/axessctlline.h"
#include "operatorlog/logexport.h"
#include "operatorlog/logfilterbar.h"
#include "operatorlog/logtexts.h"
#include "upkeep/upkeepflow.h"
#include "widgets/icons.h"
#include "widgets/statepanel.h"
#include "widgets/tables.h"

#include <QtCore/qlocale.h>
#include <QtGui/qclipboard.h>
#include <QtGui/qguiapplication.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qstackedwidget.h>
#include <QtWidgets/qtoolbutton.h>

namespace Axess {

using namespace Qt::StringLiterals;

OperatorLogPage::OperatorLogPage(Console &console, QWidget *parent)
    : Page(console, parent)
    , m_model(new LogModel(
          [this](const LogModel::Reading &reading, int limit, const std::stop_token &stop) {
              return this->console().lookAtLength(
                  [reading, limit, stop](const std::shared_ptr<SessionStore> &store) {
                      return reading->next(store, limit, stop);
                  });
          },
          now(), this))
    , m_filter(new LogFilterBar(this))
    , m_stack(new QStackedWidget(this))
    , m_table(new ListTable(u"logTable"_s, tr("Operator log"), this))
    , m_state(new StatePanel(this))
    , m_detail(new QLabel(this))
    , m_footer(new QLabel(this))
    , m_further(new QPushButton(tr("Look further"), this))
{
    setObjectName(u"operatorLogPage"_s);
    m_table->setModel(m_model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setItemDelegate(new CellDelegate(LogModel::Outcome, LogModel::ToneRole, m_table));
    m_table->setWidths({34, 11, 10, 17, 30, 8, 19, 13, 8, 14});
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_state);
    m_detail->setObjectName(u"logDetail"_s);
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setWordWrap(true);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_detail->setAccessibleName(tr("The chosen act in full"));
    m_detail->setContentsMargins(16, 10, 16, 4);
    m_footer->setObjectName(u"logFooter"_s);
    m_footer->setTextFormat(Qt::PlainText);
    m_footer->setForegroundRole(QPalette::PlaceholderText);
    m_further->setObjectName(u"logFurther"_s);
    m_further->setAutoDefault(false);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(16, 6, 16, 8);
    foot->addWidget(m_footer, 1);
    foot->addWidget(m_further);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_filter);
    column->addLayout(toolRow());
    column->addWidget(m_stack, 1);
    column->addWidget(m_detail);
    column->addLayout(foot);
    connect(m_filter, &LogFilterBar::changed, this, &OperatorLogPage::refresh);
    connect(m_model, &LogModel::changed, this, &OperatorLogPage::modelChanged);
    connect(m_further, &QPushButton::clicked, m_model, &LogModel::lookFurther);
    connect(m_state, &StatePanel::actionTriggered, this, [this] {
        if (m_model->state() == LogModel::State::Empty && !m_filter->isEmpty())
            m_filter->reset();
        else
            refresh();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &OperatorLogPage::showDetail);
    connect(m_model, &QAbstractItemModel::modelReset, this, &OperatorLogPage::showDetail);
    modelChanged();
    showDetail();
}

QToolButton *OperatorLogPage::tool(const QString &icon, const QString &text, const QString &name)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(Icons::icon(icon));
    button->setText(text);
    button->setAccessibleName(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QLayout *OperatorLogPage::toolRow()
{
    m_verify = tool(u"shield"_s, tr("Verify chain"), u"logVerify"_s);
    m_export = tool(u"open"_s, tr("Export…"), u"logExport"_s);
    m_stop = tool(u"clear"_s, tr("Stop"), u"logStop"_s);
    auto *copy = tool(u"copy"_s, tr("Copy as axessctl"), u"logCopy"_s);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(12, 4, 16, 8);
    row->setSpacing(4);
    for (QToolButton *button : {m_verify, m_export, copy})
        row->addWidget(button);
    row->addStretch();
    row->addWidget(m_stop);
    connect(m_verify, &QToolButton::clicked, this, &OperatorLogPage::verify);
    connect(m_export, &QToolButton::clicked, this, &OperatorLogPage::askExport);
    connect(m_stop, &QToolButton::clicked, m_model, &LogModel::stop);
    connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(line()); });
    return row;
}

void OperatorLogPage::refresh()
{
    m_model->show(m_filter->place(), m_filter->filter(console().now()));
}

bool OperatorLogPage::isSettled() const
{
    return m_model->state() != LogModel::State::NeverAsked && !m_model->isReading();
}

QString OperatorLogPage::line() const
{
    const AxessctlLine line(console().address());
    return AxessctlLine::shell(line.with(QStringList {u"audit"_s, u"list"_s} + m_filter->options()));
}

void OperatorLogPage::modelChanged()
{
    showState();
    tellFooter();
    m_stop->setEnabled(m_model->isReading());
    m_export->setEnabled(m_model->state() == LogModel::State::Filled);
    m_further->setVisible(m_model->hasMore() && !m_model->isReading() && !m_model->isFull());
}

void OperatorLogPage::showState()
{
    m_stack->setCurrentWidget(m_state);
    switch (m_model->state()) {
    case LogModel::State::NeverAsked:
    case LogModel::State::Loading:
        m_state->showBusy(tr("Reading the operator log…"));
        return;
    case LogModel::State::Failed:
        showProblem(*m_model->error());
        return;
    case LogModel::State::Empty:
        if (m_filter->isEmpty())
            m_state->show(
                {.icon = u"history"_s,
                 .title = tr("Nothing was done yet"),
                 .sentence = tr("Log-outs, changes of keys, jobs, exports and unlocked data stand here, "
                                "with who asked and what became of it."),
                 .action = {},
                 .detail = {}});
        else
            m_state->show(
                {.icon = u"search"_s,
                 .title = m_model->hasMore() ? tr("None of the newest acts match") : tr("No act matches"),
                 .sentence = tr("%1 entries were looked at. A session that ended by time, or by its user, "
                                "stands on the History page.")
                                 .arg(QLocale().toString(m_model->examined())),
                 .action = tr("Show all acts"),
                 .detail = {}});
        return;
    case LogModel::State::Filled:
        m_stack->setCurrentWidget(m_table);
    }
}

void OperatorLogPage::showProblem(const Error &error)
{
    StatePanel::Content content {.icon = u"problem"_s,
                                 .title = tr("The operator log could not be read"),
                                 .sentence = Texts::problem(error),
                                 .action = tr("Try again"),
                                 .detail = errorDetail(error),
                                 .tone = Tone::Danger};
    if (error.code() == ErrorCode::Gone) {
        content.icon = u"info"_s;
        content.tone = Tone::Neutral;
        content.title = tr("There is no local file");
        content.sentence
            = tr("AXESS_AUDIT_FILE, or [audit] file of the configuration, names a file of this machine into "
                 "which everything is copied that is done from here.");
        content.detail.clear();
    } else if (error.code() == ErrorCode::Denied) {
        content.icon = u"lock"_s;
        content.title = tr("The operator log may not be read");
        content.sentence = m_filter->place() == LogPlace::LocalFile
            ? tr("The local file must be yours, and nobody else's: else what it says proves nothing.")
            : tr("The account of this window has no right to read the audit trail of the store.");
    }
    m_state->show(content);
}

void OperatorLogPage::tellFooter()
{
    QStringList parts;
    if (m_model->rowCount() > 0)
        parts.append(tr("%n act(s) shown, newest first", nullptr, m_model->rowCount()));
    if (m_model->isReading())
        parts.append(tr("reading…"));
    if (m_model->examined() > 0)
        parts.append(tr("%1 entries looked at").arg(QLocale().toString(m_model->examined())));
    if (m_model->unreadable() > 0)
        parts.append(tr("%n are no entries: verify the chain", nullptr, int(m_model->unreadable())));
    if (m_model->isFull())
        parts.append(tr("no more are held: narrow the filter, or export"));
    else if (m_model->hasMore())
        parts.append(tr("more below"));
    if (m_model->asOf() > 0)
        parts.append(tr("as of %1").arg(TimeTexts::brief(m_model->asOf(), console().now())));
    if (m_model->error() && m_model->rowCount() > 0)
        parts = {tr("Not read to its end. %1").arg(Texts::problem(*m_model->error()))};
    m_footer->setText(parts.join(u" · "_s));
}

void OperatorLogPage::showDetail()
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    m_detail->setVisible(!rows.isEmpty());
    if (rows.isEmpty())
        return;
    const AuditRecord &record = m_model->record(rows.constFirst().row());
    const AuditEntry &entry = record.head();
    QStringList lines {tr("%1: %2", "act, of what").arg(LogTexts::act(entry.act), entry.what)};
    if (!entry.reason.isEmpty())
        lines.append(tr("Reason: %1").arg(entry.reason));
    lines.append(tr("Result: %1").arg(LogTexts::result(record)));
    lines.append(tr("Entry %1, %2: %3", "number, how it is closed, hash")
                     .arg(QString::number(record.result ? record.result->number : entry.number),
                          LogTexts::proof(record.result ? *record.result : entry),
                          QString::fromLatin1(record.code)));
    m_detail->setText(lines.join(u'\n'));
}

void OperatorLogPage::verify()
{
    if (m_verification && !m_verification->hasEnded())
        return;
    const auto report = std::make_shared<ChainReport>();
    m_verification = new ThreadJob(console(), chainVerification(console(), report));
    m_verify->setEnabled(false);
    // Before it starts: it may end at once.
    connect(m_verification, &DockJob::finished, this, [this, report] {
        m_verify->setEnabled(true);
        if (m_verification->problemText().isEmpty() && isVisible())
            showReport(*report);
    });
    m_flow->begin(m_verification.data());
}

void OperatorLogPage::showReport(const ChainReport &report)
{
    const AxessctlLine line(console().address());
    auto *dialog = new ChainDialog(report, AxessctlLine::shell(line.with({u"audit"_s, u"verify"_s})), this);
    dialog->open();
}

void OperatorLogPage::askExport()
{
    const ExportOffer offer {.selected = 0,
                             .shown = m_model->rowCount(),
                             .isShownAll = !m_model->hasMore(),
                             .cost = tr("the whole log is read"),
                             .suggestedPath = ExportDialog::suggestedPath(u"operator-log"_s, console().now()),
                             .title = tr("Export the operator log")};
    auto *dialog = new ExportDialog(offer, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        exportTo(dialog->format(), dialog->path(), dialog->scope() == ExportDialog::Scope::Matching);
    });
    dialog->open();
}

void OperatorLogPage::exportTo(const ExportFormat &format, const QString &path, bool all)
{
    const TableSource source = all ? logSource(m_filter->place(), m_filter->filter(console().now()))
                                   : logSource(m_model->records());
    m_flow->begin(new ThreadJob(console(), TableExport::order(source, format, path)));
}

} // namespace Axess
