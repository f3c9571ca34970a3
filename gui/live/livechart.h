// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "live/crosshair.h"
#include "live/livecharts.h"

#include <QtWidgets/qframe.h>

class QCPGraph;
class QCPItemStraightLine;
class QCustomPlot;
class QLabel;

namespace Axess {

/// One chart: lines over time with gaps, a threshold, and the numbers of the moment that is pointed at.
///
/// Its numbers stand in words beside the lines, and in the table twin. The arrow keys move the crosshair,
/// Enter or a double click asks for the large view.
class LiveChart : public QFrame
{
    Q_OBJECT

public:
    LiveChart(const LiveChartKind &kind, const LiveHistory &history, Crosshair &crosshair,
              QWidget *parent = nullptr);

    const LiveChartKind &kind() const { return m_kind; }
    /// What is drawn: from then to then.
    void show(qint64 from, qint64 until);
    void setThreshold(const std::optional<double> &threshold);
    void setNote(const QString &note); ///< In place of the lines, why there are none; empty = lines.

    QString readings() const; ///< `Found 12.3 /s, Not found 0 /s`.
    QString warning() const; ///< What is above the threshold, in words; empty = nothing is.
    QString note() const;
    /// Drawn points of a line, with NaN where there is a gap.
    QList<double> drawn(LiveValue value) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void enlargeWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makePlot();
    void paintPlot(); ///< Colours and pens, by the palette.
    void fillAxes(double highest);
    void showMoment();
    void redraw();
    QString markedReading(const LivePoint *point) const;

    const LiveChartKind &m_kind;
    const LiveHistory &m_history;
    Crosshair &m_crosshair;
    QLabel *m_title;
    QLabel *m_warning;
    QLabel *m_readings;
    QLabel *m_note;
    QCustomPlot *m_plot;
    QList<QCPGraph *> m_graphs;
    QCPItemStraightLine *m_limit = nullptr;
    QCPItemStraightLine *m_cross = nullptr;
    std::optional<double> m_threshold;
    bool m_isDrawn = false; ///< At least once.
};

} // namespace Axess
