// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migration/migrationwizard.h"

#include "export/exportfile.h"
#include "migration/moveview.h"
#include "migration/stepview.h"
#include "migration/storeband.h"
#include "migration/targetstep.h"
#include "widgets/findinglist.h"

#include <QtCore/qdir.h>
#include <QtCore/qstandardpaths.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qfiledialog.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qscrollarea.h>
#include <QtWidgets/qstackedwidget.h>

// How the wizard is laid out, and how its report is kept.

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

QLabel *plain(QWidget *parent, const QString &name)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

// Many instances or jobs are many lines.
QScrollArea *scrolled(QWidget *content, QWidget *parent)
{
    auto *area = new QScrollArea(parent);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    area->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    return area;
}

} // namespace

MigrationWizard::MigrationWizard(Console &console, const QList<StoreAddress> &known, QWidget *parent)
    : QDialog(parent)
    , m_console(console)
    , m_source(new StoreBand(tr("From"), u"store"_s, this))
    , m_target(new StoreBand(tr("To"), u"open"_s, this))
    , m_stack(new QStackedWidget(this))
    , m_saved(plain(this, u"migrationSaved"_s))
    , m_copy(new QPushButton(tr("Copy as axessctl"), this))
    , m_save(new QPushButton(tr("Save &report…"), this))
    , m_back(new QPushButton(tr("&Back"), this))
    , m_again(new QPushButton(tr("&Look again"), this))
    , m_stop(new QPushButton(tr("&Stop"), this))
    , m_resume(new QPushButton(tr("&Go on"), this))
    , m_close(new QPushButton(tr("Close"), this))
    , m_next(new QPushButton(this))
{
    setObjectName(u"migrationWizard"_s);
    setWindowTitle(tr("Move sessions to another store - %1").arg(console.markedName()));
    m_source->setObjectName(u"migrationSourceBand"_s);
    m_target->setObjectName(u"migrationTargetBand"_s);
    m_source->show(console.address());
    m_stack->addWidget(whereStep(known));
    m_stack->addWidget(beforeStep());
    m_stack->addWidget(workStep());
    auto *inside = new QVBoxLayout;
    inside->setContentsMargins(20, 16, 20, 16);
    inside->setSpacing(12);
    inside->addWidget(m_stack, 1);
    inside->addWidget(m_saved);
    inside->addLayout(buttons());
    m_saved->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_source);
    column->addWidget(m_target);
    column->addLayout(inside, 1);
    // Sentences that wrap would move the limit while the window stands.
    column->setSizeConstraint(QLayout::SetNoConstraint);
    setMinimumSize(fontMetrics().averageCharWidth() * 112, fontMetrics().height() * 31);
    connectAll();
    judge();
}

QWidget *MigrationWizard::whereStep(const QList<StoreAddress> &known)
{
    auto *step = new QWidget(this);
    m_forbidden = plain(step, u"migrationForbidden"_s);
    m_where = new TargetStep(known, step);
    auto *column = new QVBoxLayout(step);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(m_forbidden);
    column->addWidget(m_where);
    column->addStretch();
    return step;
}

QWidget *MigrationWizard::beforeStep()
{
    auto *step = new QWidget(this);
    m_beforeHeading = plain(step, u"migrationBefore"_s);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.2);
    large.setBold(true);
    m_beforeHeading->setFont(large);
    m_findings = new FindingList(step);
    m_findings->setObjectName(u"migrationFindings"_s);
    auto *list = new QWidget(step);
    auto *inside = new QVBoxLayout(list);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->addWidget(m_findings);
    inside->addStretch();
    auto *column = new QVBoxLayout(step);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(m_beforeHeading);
    column->addWidget(scrolled(list, step), 1);
    return step;
}

QWidget *MigrationWizard::workStep()
{
    auto *step = new QWidget(this);
    m_move = new MoveView(step);
    m_step = new StepView(step);
    auto *list = new QWidget(step);
    auto *inside = new QVBoxLayout(list);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(14);
    inside->addWidget(m_move);
    inside->addWidget(m_step);
    inside->addStretch();
    auto *column = new QVBoxLayout(step);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(scrolled(list, step), 1);
    column->addLayout(stepButtons());
    return step;
}

QLayout *MigrationWizard::stepButtons()
{
    auto *row = new QHBoxLayout;
    const auto add = [&](const QString &text, const QString &name, MigrationStep step) {
        auto *button = new QPushButton(text, this);
        button->setObjectName(name);
        button->setAutoDefault(false);
        row->addWidget(button);
        m_steps.append({button, step});
    };
    add(tr("&Prepare"), u"movePlan"_s, MigrationStep::Plan);
    add(tr("Bring &over"), u"moveRun"_s, MigrationStep::Run);
    add(tr("Co&mpare"), u"moveVerify"_s, MigrationStep::Verify);
    add(tr("Let the &target lead…"), u"moveCutOver"_s, MigrationStep::CutOver);
    add(tr("Source &leads again…"), u"moveRollBack"_s, MigrationStep::RollBack);
    add(tr("&End the move…"), u"moveCancel"_s, MigrationStep::Cancel);
    add(tr("Leave the source…"), u"moveFinish"_s, MigrationStep::Finish);
    row->addStretch();
    return row;
}

QLayout *MigrationWizard::buttons()
{
    m_copy->setObjectName(u"migrationCopyLine"_s);
    m_copy->setToolTip(tr("Copies the command line that does the same, without passwords"));
    m_save->setObjectName(u"migrationSave"_s);
    m_back->setObjectName(u"migrationBack"_s);
    m_again->setObjectName(u"migrationAgain"_s);
    m_stop->setObjectName(u"migrationStop"_s);
    m_stop->setToolTip(tr("After the step under way. What was done stays done, and it can be gone on with "
                          "from here or by axessctl."));
    m_resume->setObjectName(u"migrationResume"_s);
    m_close->setObjectName(u"migrationClose"_s);
    m_next->setObjectName(u"migrationNext"_s);
    m_next->setProperty("tone", u"primary"_s);
    auto *row = new QHBoxLayout;
    row->addWidget(m_copy);
    row->addWidget(m_save);
    row->addStretch();
    for (QPushButton *button : {m_again, m_back, m_stop, m_resume, m_close, m_next}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    m_copy->setAutoDefault(false);
    m_save->setAutoDefault(false);
    m_close->setDefault(true);
    return row;
}

void MigrationWizard::saveReport()
{
    const QDir documents(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    auto *dialog = new QFileDialog(this, tr("Save the report"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Text (*.txt)"), tr("JSON (*.json)")});
    dialog->setDefaultSuffix(u"txt"_s);
    dialog->setDirectory(documents.exists() ? documents : QDir::home());
    dialog->selectFile(u"migration.txt"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &MigrationWizard::writeReport);
    dialog->open();
}

void MigrationWizard::writeReport(const QString &path)
{
    const bool isJson = path.endsWith(".json"_L1, Qt::CaseInsensitive);
    const QByteArray bytes = isJson ? m_report.json() : m_report.text(afterwards()).toUtf8();
    ExportFile file(path);
    const auto written
        = file.open().and_then([&] { return file.write(bytes); }).and_then([&] { return file.finish(); });
    m_saved->setText(written ? tr("Written to %1.").arg(QDir::toNativeSeparators(path)) : written.error());
    m_saved->show();
}

} // namespace Axess
