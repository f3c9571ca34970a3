// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "live/crosshair.h"
#include "live/eventtail.h"
#include "live/livesampler.h"
#include "live/livethresholds.h"
#include "pages/page.h"

class QComboBox;
class QLabel;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace Axess {

class EventList;
class LiveChart;
struct LiveChartKind;
class LiveDetail;
class MessageStrip;
class StatePanel;

/// The store while it works: charts of what the applications and the server tell, and what happens to whom.
class LivePage : public Page
{
    Q_OBJECT

public:
    explicit LivePage(Console &console, QWidget *parent = nullptr);

    void refresh() override;
    bool isSettled() const override;

    void begin(); ///< Looks from now on, shown or not.
    void setPaused(bool paused);
    void enlarge(const LiveChartKind &kind); ///< With its table.
    void showAll();

    LiveSampler &sampler() { return *m_sampler; }
    EventTail &tail() { return *m_tail; }
    EventList &events() { return *m_events; }
    Crosshair &crosshair() { return *m_crosshair; }
    LiveDetail &detail() { return *m_detail; }
    QList<LiveChart *> charts() const { return m_charts; }
    QString statusText() const;

private:
    QLayout *toolRow();
    QWidget *grid();
    QToolButton *tool(const QString &icon, const QString &text, const QString &name);
    void looked();
    void showStatus();
    void showCharts();
    void showChart(LiveChart &chart, qint64 from, qint64 until, bool hasRates);
    void showMoment();
    void showState();

    LiveSampler *m_sampler;
    EventTail *m_tail;
    Crosshair *m_crosshair;
    LiveThresholds *m_thresholds;
    QComboBox *m_range;
    QToolButton *m_pause = nullptr;
    QToolButton *m_table = nullptr;
    QLabel *m_moment;
    MessageStrip *m_status;
    QStackedWidget *m_whole; ///< The state, or all that there is.
    QStackedWidget *m_views; ///< All charts, or one.
    StatePanel *m_state;
    LiveDetail *m_detail;
    EventList *m_events;
    QList<LiveChart *> m_charts;
};

} // namespace Axess
