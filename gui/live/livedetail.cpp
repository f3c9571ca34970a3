// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "live/livedetail.h"

#include "widgets/icons.h"
#include "widgets/tables.h"

#include <QtCore/qobject.h>
#include <QtGui/qevent.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qcheckbox.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qheaderview.h>
#include <QtWidgets/qspinbox.h>
#include <QtWidgets/qtoolbutton.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr double percent = 0.01;

} // namespace

LiveDetail::LiveDetail(const LiveHistory &history, Crosshair &crosshair, LiveThresholds &thresholds,
                       QWidget *parent)
    : QWidget(parent)
    , m_history(history)
    , m_crosshair(crosshair)
    , m_thresholds(thresholds)
    , m_model(new LiveTableModel(history, this))
    , m_which(new QComboBox(this))
    , m_warns(new QCheckBox(tr("Warn above"), this))
    , m_most(new QDoubleSpinBox(this))
    , m_column(new QVBoxLayout(this))
    , m_table(new ListTable(u"liveTable"_s, tr("The chart's numbers"), this))
{
    setObjectName(u"liveDetail"_s);
    m_table->setModel(m_model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->horizontalHeader()->setDefaultSectionSize(20 * fontMetrics().averageCharWidth() + 24);
    m_column->setContentsMargins(16, 4, 16, 12);
    m_column->setSpacing(8);
    m_column->addLayout(topRow());
    makeChart();
    m_column->addWidget(m_table, 2);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &row) {
                if (row.isValid())
                    m_crosshair.pointAt(m_model->moment(row.row()));
            });
    showThreshold();
}

QLayout *LiveDetail::topRow()
{
    auto *back = new QToolButton(this);
    back->setObjectName(u"liveBack"_s);
    back->setIcon(Icons::icon(u"overview"_s));
    back->setText(tr("All charts"));
    back->setAccessibleName(tr("All charts"));
    back->setToolTip(tr("Back to all charts (Esc)"));
    back->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    back->setAutoRaise(true);
    m_which->setObjectName(u"liveWhich"_s);
    m_which->setAccessibleName(tr("Chart"));
    for (const LiveChartKind &kind : LiveCharts::kinds())
        m_which->addItem(LiveCharts::title(kind));
    m_warns->setObjectName(u"liveWarns"_s);
    m_most->setObjectName(u"liveMost"_s);
    m_most->setAccessibleName(tr("Warn above"));
    m_most->setRange(0, 1e9);
    m_most->setDecimals(2);
    m_most->setKeyboardTracking(false);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(back);
    row->addWidget(m_which);
    row->addStretch();
    row->addWidget(m_warns);
    row->addWidget(m_most);
    connect(back, &QAbstractButton::clicked, this, &LiveDetail::closed);
    connect(m_which, &QComboBox::activated, this,
            [this](int index) { choose(LiveCharts::kinds()[std::size_t(index)]); });
    connect(m_warns, &QCheckBox::clicked, this, &LiveDetail::thresholdEdited);
    connect(m_most, &QDoubleSpinBox::valueChanged, this, &LiveDetail::thresholdEdited);
    return row;
}

void LiveDetail::choose(const LiveChartKind &kind)
{
    m_which->setCurrentIndex(int(&kind - LiveCharts::kinds().data()));
    if (&kind == &m_model->kind())
        return;
    m_model->setKind(kind);
    delete m_chart;
    makeChart();
    showThreshold();
    Q_EMIT chosen();
}

void LiveDetail::makeChart()
{
    m_chart = new LiveChart(m_model->kind(), m_history, m_crosshair, this);
    m_chart->setObjectName(u"largeChart"_s);
    m_chart->setThreshold(m_thresholds.of(m_model->kind()));
    m_column->insertWidget(1, m_chart, 3);
}

// What the box counts in: percent of another line, or the chart's own unit.
double LiveDetail::thresholdScale() const
{
    const LiveChartKind &kind = m_model->kind();
    return kind.shareOf ? percent : LiveCharts::scale(kind.unit);
}

void LiveDetail::showThreshold()
{
    const QSignalBlocker quiet(m_most);
    const LiveChartKind &kind = m_model->kind();
    const auto threshold = m_thresholds.of(kind);
    const bool canWarn = !kind.watched.isEmpty();
    m_warns->setVisible(canWarn);
    m_most->setVisible(canWarn);
    m_warns->setChecked(threshold.has_value());
    m_most->setEnabled(threshold.has_value());
    const QString unit = kind.shareOf ? tr("% of the limit") : LiveCharts::unitName(kind.unit);
    m_most->setSuffix(unit.isEmpty() ? QString() : u' ' + unit);
    m_most->setValue(threshold.value_or(kind.threshold.value_or(0)) / thresholdScale());
}

void LiveDetail::thresholdEdited()
{
    const LiveChartKind &kind = m_model->kind();
    m_most->setEnabled(m_warns->isChecked());
    m_thresholds.set(kind,
                     m_warns->isChecked() ? std::optional(m_most->value() * thresholdScale()) : std::nullopt);
    m_chart->setThreshold(m_thresholds.of(kind));
}

void LiveDetail::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closed();
    else
        QWidget::keyPressEvent(event);
}

} // namespace Axess
