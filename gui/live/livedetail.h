// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "live/livechart.h"
#include "live/livetablemodel.h"
#include "live/livethresholds.h"

#include <QtWidgets/qwidget.h>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QVBoxLayout;

namespace Axess {

class ListTable;

/// One chart in large, its numbers as a table below it, and its threshold.
class LiveDetail : public QWidget
{
    Q_OBJECT

public:
    LiveDetail(const LiveHistory &history, Crosshair &crosshair, LiveThresholds &thresholds,
               QWidget *parent = nullptr);

    void choose(const LiveChartKind &kind);
    LiveChart &chart() { return *m_chart; }
    LiveTableModel &model() { return *m_model; }

Q_SIGNALS:
    void chosen(); ///< Another chart is there, and shows nothing yet.
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QLayout *topRow();
    void makeChart();
    void showThreshold();
    void thresholdEdited();
    double thresholdScale() const;

    const LiveHistory &m_history;
    Crosshair &m_crosshair;
    LiveThresholds &m_thresholds;
    LiveTableModel *m_model;
    QComboBox *m_which;
    QCheckBox *m_warns;
    QDoubleSpinBox *m_most;
    QVBoxLayout *m_column;
    LiveChart *m_chart = nullptr;
    ListTable *m_table;
};

} // namespace Axess
