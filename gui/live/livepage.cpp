// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "live/livepage.h"

#include "app/errordetail.h"
#include "app/timetexts.h"
#include "live/eventlist.h"
#include "live/livechart.h"
#include "live/livedetail.h"
#include "live/livestatus.h"
#include "widgets/icons.h"
#include "widgets/messagestrip.h"
#include "widgets/statepanel.h"

#include <QtCore/qsettings.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qgridlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qscrollarea.h>
#include <QtWidgets/qsplitter.h>
#include <QtWidgets/qstackedwidget.h>
#include <QtWidgets/qtoolbutton.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int perRow = 3;
constexpr auto RangeKey = "live/minutes"_L1;

} // namespace

LivePage::LivePage(Console &console, QWidget *parent)
    : Page(console, parent)
    , m_sampler(new LiveSampler(console, this))
    , m_tail(new EventTail(console, this))
    , m_crosshair(new Crosshair(m_sampler->history(), this))
    , m_thresholds(new LiveThresholds(this))
    , m_range(new QComboBox(this))
    , m_moment(new QLabel(this))
    , m_status(new MessageStrip(this))
    , m_whole(new QStackedWidget(this))
    , m_views(new QStackedWidget(this))
    , m_state(new StatePanel(this))
    , m_detail(new LiveDetail(m_sampler->history(), *m_crosshair, *m_thresholds, this))
    , m_events(new EventList(console, *m_tail, this))
{
    setObjectName(u"livePage"_s);
    m_status->setObjectName(u"liveStatus"_s);
    m_status->keepOpen();
    m_views->addWidget(grid());
    m_views->addWidget(m_detail);
    auto *split = new QSplitter(Qt::Vertical, this);
    split->setChildrenCollapsible(false);
    split->addWidget(m_views);
    split->addWidget(m_events);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 1);
    split->setSizes({600, 260});
    m_whole->addWidget(m_state);
    m_whole->addWidget(split);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(toolRow());
    column->addWidget(m_status);
    column->addWidget(m_whole, 1);
    connect(m_sampler, &LiveSampler::asked, this, &LivePage::looked);
    connect(m_crosshair, &Crosshair::moved, this, &LivePage::showMoment);
    connect(m_thresholds, &LiveThresholds::changed, this, &LivePage::showCharts);
    connect(m_detail, &LiveDetail::chosen, this, &LivePage::showCharts);
    connect(m_detail, &LiveDetail::closed, this, &LivePage::showAll);
    connect(m_events, &EventList::historyWanted, this, &Page::historyWanted);
    connect(m_state, &StatePanel::actionTriggered, this, &LivePage::refresh);
    showState();
}

QToolButton *LivePage::tool(const QString &icon, const QString &text, const QString &name)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(Icons::icon(icon));
    button->setText(text);
    button->setAccessibleName(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QLayout *LivePage::toolRow()
{
    m_range->setObjectName(u"liveRange"_s);
    m_range->setAccessibleName(tr("How far back"));
    const std::pair<QString, int> ranges[] {
        {tr("5 minutes"), 5}, {tr("1 hour"), 60}, {tr("6 hours"), 360}, {tr("24 hours"), 1440}};
    for (const auto &[text, minutes] : ranges)
        m_range->addItem(text, minutes);
    m_range->setCurrentIndex(std::max(0, m_range->findData(QSettings().value(RangeKey, 5).toInt())));
    m_pause = tool(u"clock"_s, tr("Pause"), u"livePause"_s);
    m_pause->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P));
    m_pause->setToolTip(tr("Let everything stand still; looking goes on (Ctrl+Shift+P)"));
    m_table = tool(u"sessions"_s, tr("Table"), u"liveTableButton"_s);
    m_table->setToolTip(tr("One chart with its numbers as a table"));
    m_moment->setObjectName(u"liveMoment"_s);
    m_moment->setForegroundRole(QPalette::PlaceholderText);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(16, 14, 16, 10);
    row->setSpacing(8);
    row->addWidget(m_range);
    row->addWidget(m_pause);
    row->addWidget(m_table);
    row->addStretch();
    row->addWidget(m_moment);
    connect(m_range, &QComboBox::activated, this, [this] {
        QSettings().setValue(RangeKey, m_range->currentData());
        showCharts();
    });
    connect(m_pause, &QToolButton::toggled, this, &LivePage::setPaused);
    connect(m_table, &QToolButton::clicked, this, [this](bool wanted) {
        if (wanted)
            enlarge(m_detail->model().kind());
        else
            showAll();
    });
    return row;
}

QWidget *LivePage::grid()
{
    auto *content = new QWidget;
    auto *cells = new QGridLayout(content);
    cells->setContentsMargins(16, 4, 16, 12);
    cells->setSpacing(10);
    for (const LiveChartKind &kind : LiveCharts::kinds()) {
        auto *chart = new LiveChart(kind, m_sampler->history(), *m_crosshair, content);
        const int number = int(m_charts.size());
        cells->addWidget(chart, number / perRow, number % perRow);
        m_charts.append(chart);
        connect(chart, &LiveChart::enlargeWanted, this, [this, &kind] { enlarge(kind); });
    }
    auto *scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setAccessibleName(tr("Charts"));
    return scroll;
}

void LivePage::begin()
{
    m_sampler->begin();
}

void LivePage::refresh()
{
    m_sampler->begin();
    m_sampler->askNow();
    m_tail->askNow();
    showState();
}

bool LivePage::isSettled() const
{
    return m_sampler->hasAnswered() && (m_tail->hasBegun() || m_tail->failure());
}

void LivePage::setPaused(bool paused)
{
    m_pause->setChecked(paused);
    m_sampler->hold(paused);
    if (!paused)
        refresh();
    showStatus();
    showCharts();
}

void LivePage::enlarge(const LiveChartKind &kind)
{
    m_detail->choose(kind);
    m_table->setChecked(true);
    m_views->setCurrentWidget(m_detail);
    m_detail->chart().setFocus(Qt::OtherFocusReason);
    showCharts();
}

void LivePage::showAll()
{
    m_table->setChecked(false);
    m_views->setCurrentIndex(0);
    const auto same = std::ranges::find_if(
        m_charts, [this](const LiveChart *chart) { return &chart->kind() == &m_detail->model().kind(); });
    if (same != m_charts.end())
        (*same)->setFocus(Qt::OtherFocusReason);
    showCharts();
}

void LivePage::looked()
{
    // Events belong to the look; while all stands still they wait in the store.
    if (!m_pause->isChecked())
        m_tail->askNow();
    showState();
    showStatus();
    showCharts();
}

void LivePage::showState()
{
    const auto &failure = m_sampler->failure();
    if (m_sampler->last()) {
        m_whole->setCurrentIndex(1);
        return;
    }
    m_whole->setCurrentWidget(m_state);
    if (!failure) {
        m_state->showBusy(tr("Looking at the store…"));
        return;
    }
    m_state->show({.icon = u"problem"_s,
                   .title = tr("Nothing can be shown"),
                   .sentence = LiveStatus::failed(*failure, 0, console().now()).text,
                   .action = tr("Try again"),
                   .detail = errorDetail(*failure),
                   .tone = Tone::Danger});
}

void LivePage::showStatus()
{
    const LivePoint *newest = m_sampler->history().newest();
    m_status->setVisible(m_sampler->last().has_value());
    if (!m_sampler->last() || !newest)
        return;
    const LiveSample &last = *m_sampler->last();
    LiveStatus::Line line = m_sampler->failure()
        ? LiveStatus::failed(*m_sampler->failure(), last.at, console().now())
        : LiveStatus::of(last, m_sampler->lastPoint());
    if (m_pause->isChecked())
        line.text = tr("Paused at %1. %2").arg(TimeTexts::brief(newest->at, console().now()), line.text);
    if (line.text != m_status->text())
        m_status->show(line.text, line.tone,
                       m_sampler->failure() ? errorDetail(*m_sampler->failure()) : QString());
}

void LivePage::showCharts()
{
    const LivePoint *newest = m_sampler->history().newest();
    if (!m_sampler->last() || !newest)
        return;
    // Paused, all stands still; else a store that does not answer moves out of the picture.
    const qint64 until = m_pause->isChecked() ? newest->at : std::max(newest->at, console().now());
    const qint64 from = until - qint64(m_range->currentData().toInt()) * 60'000;
    const LiveHistory &history = m_sampler->history();
    bool hasRates = false;
    for (qsizetype i = history.firstFrom(from); i < history.size() && !hasRates; ++i)
        hasRates = history.at(i).counted > 0;
    if (m_views->currentWidget() == m_detail) {
        showChart(m_detail->chart(), from, until, hasRates);
    } else {
        for (LiveChart *chart : std::as_const(m_charts))
            showChart(*chart, from, until, hasRates);
    }
    showMoment();
}

void LivePage::showChart(LiveChart &chart, qint64 from, qint64 until, bool hasRates)
{
    chart.setThreshold(m_thresholds->of(chart.kind()));
    chart.setNote(LiveStatus::note(chart.kind(), *m_sampler->last(), m_sampler->isCountCutShort(), hasRates));
    chart.show(from, until);
}

void LivePage::showMoment()
{
    const LivePoint *point = m_crosshair->shown();
    if (!point) {
        m_moment->clear();
        return;
    }
    const QString at = TimeTexts::brief(point->at, console().now());
    m_moment->setText(m_crosshair->isOn() ? tr("Numbers of %1").arg(at) : tr("As of %1").arg(at));
}

QString LivePage::statusText() const
{
    return m_status->text();
}

} // namespace Axess
