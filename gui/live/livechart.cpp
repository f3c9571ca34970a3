// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "live/livechart.h"

#include "app/colours.h"

#include <QtCore/qlocale.h>
#include <QtGui/qevent.h>
#include <QtGui/qpainter.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <qcustomplot.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

// Told apart by the stroke, too: colour is extra.
constexpr std::pair<Tone, Qt::PenStyle> styles[] {{Tone::Info, Qt::SolidLine},
                                                  {Tone::Attention, Qt::DashLine},
                                                  {Tone::Good, Qt::DotLine},
                                                  {Tone::Danger, Qt::DashDotLine},
                                                  {Tone::Neutral, Qt::DashDotDotLine}};

constexpr double millisecondsToSeconds = 1e-3;

QPen penOf(qsizetype line, const QPalette &palette)
{
    const auto &[tone, style] = styles[std::size_t(line) % std::size(styles)];
    return {Colours::tone(tone, palette).ink, 1.6, style};
}

// A mark that looks like the line, for the words beside it.
QString markOf(qsizetype line, const QPalette &palette)
{
    static constexpr const char16_t *marks[] {u"━", u"╍", u"┅", u"┉", u"┈"};
    return u"<span style='color:%1'>%2</span>"_s.arg(
        penOf(line, palette).color().name(), QString::fromUtf16(marks[std::size_t(line) % std::size(marks)]));
}

// Numbers of an axis as this desktop writes them.
class LocaleTicker final : public QCPAxisTicker
{
    QString getTickLabel(double tick, const QLocale &, QChar, int) override
    {
        return QLocale().toString(tick, 'g', 4);
    }
};

} // namespace

LiveChart::LiveChart(const LiveChartKind &kind, const LiveHistory &history, Crosshair &crosshair,
                     QWidget *parent)
    : QFrame(parent)
    , m_kind(kind)
    , m_history(history)
    , m_crosshair(crosshair)
    , m_title(new QLabel(LiveCharts::title(kind), this))
    , m_warning(new QLabel(this))
    , m_readings(new QLabel(this))
    , m_note(new QLabel(this))
    , m_plot(new QCustomPlot(this))
    , m_threshold(kind.threshold)
{
    setObjectName(u"chart-"_s + QLatin1StringView(kind.id));
    setAccessibleName(LiveCharts::title(kind));
    setFocusPolicy(Qt::StrongFocus);
    setToolTip(LiveCharts::source(kind));
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_warning->setObjectName(u"chartWarning"_s);
    m_readings->setObjectName(u"chartReadings"_s);
    m_readings->setTextFormat(Qt::RichText);
    m_readings->setWordWrap(true);
    m_readings->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_note->setWordWrap(true);
    m_note->setAlignment(Qt::AlignCenter);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->hide();
    auto *top = new QHBoxLayout;
    top->addWidget(m_title);
    top->addStretch();
    top->addWidget(m_warning);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 10, 10, 8);
    column->setSpacing(4);
    column->addLayout(top);
    column->addWidget(m_readings);
    column->addWidget(m_plot, 1);
    column->addWidget(m_note, 1);
    makePlot();
    paintPlot();
    connect(&m_crosshair, &Crosshair::moved, this, &LiveChart::showMoment);
    showMoment();
}

void LiveChart::makePlot()
{
    for (qsizetype i = 0; i < m_kind.lines.size(); ++i) {
        m_graphs.append(m_plot->addGraph());
        m_graphs.constLast()->setAdaptiveSampling(true);
    }
    m_limit = new QCPItemStraightLine(m_plot);
    m_limit->setVisible(false);
    m_cross = new QCPItemStraightLine(m_plot);
    m_cross->setVisible(false);
    // On a layer of its own: lines that stand still are not drawn anew for it.
    m_cross->setLayer(u"overlay"_s);
    const QSharedPointer<QCPAxisTickerDateTime> times(new QCPAxisTickerDateTime);
    times->setDateTimeFormat(QLocale().timeFormat(QLocale::ShortFormat));
    times->setTickCount(4);
    m_plot->xAxis->setTicker(times);
    const QSharedPointer<LocaleTicker> numbers(new LocaleTicker);
    numbers->setTickCount(3);
    m_plot->yAxis->setTicker(numbers);
    m_plot->yAxis->setLabel(LiveCharts::unitName(m_kind.unit));
    m_plot->xAxis->setSubTicks(false);
    m_plot->yAxis->setSubTicks(false);
    m_plot->axisRect()->setMinimumMargins(QMargins(4, 4, 10, 4));
    m_plot->setFocusPolicy(Qt::NoFocus);
    // Squeezed to nothing it would have nothing to draw on, and warn.
    m_plot->setMinimumSize(fontMetrics().height() * 4, fontMetrics().height() * 3);
    m_plot->setMouseTracking(true);
    m_plot->installEventFilter(this);
    connect(m_plot, &QCustomPlot::afterReplot, this, [this] { m_isDrawn = true; });
    // What it says stands in the words beside it.
    m_plot->setAccessibleName(LiveCharts::title(m_kind));
}

void LiveChart::paintPlot()
{
    const QPalette &colours = palette();
    const QPen line(Colours::line(colours));
    m_plot->setBackground(QBrush(colours.color(QPalette::Base)));
    for (QCPAxis *axis : {m_plot->xAxis, m_plot->yAxis}) {
        axis->setBasePen(line);
        axis->setTickPen(line);
        axis->setTickLabelColor(colours.color(QPalette::PlaceholderText));
        axis->setLabelColor(colours.color(QPalette::PlaceholderText));
        axis->setTickLabelFont(font());
        axis->setLabelFont(font());
        axis->grid()->setPen(QPen(Colours::line(colours), 1, Qt::DotLine));
        axis->grid()->setZeroLinePen(line);
    }
    for (qsizetype i = 0; i < m_graphs.size(); ++i)
        m_graphs[i]->setPen(penOf(i, colours));
    m_limit->setPen(QPen(Colours::tone(Tone::Danger, colours).ink, 1, Qt::DashLine));
    m_cross->setPen(QPen(colours.color(QPalette::PlaceholderText), 1));
}

void LiveChart::show(qint64 from, qint64 until)
{
    const double scale = LiveCharts::scale(m_kind.unit);
    // One before the first that is seen, so that lines come in from the edge.
    const qsizetype first = std::max<qsizetype>(0, m_history.firstFrom(from) - 1);
    double highest = 0;
    for (qsizetype line = 0; line < m_graphs.size(); ++line) {
        QVector<double> times;
        QVector<double> values;
        times.reserve(m_history.size() - first);
        values.reserve(m_history.size() - first);
        for (qsizetype i = first; i < m_history.size(); ++i) {
            const double value = m_history.at(i).of(m_kind.lines[line].value) / scale;
            times.append(double(m_history.at(i).at) * millisecondsToSeconds);
            values.append(value);
            highest = std::isnan(value) ? highest : std::max(highest, value);
        }
        m_graphs[line]->setData(times, values, true);
    }
    m_plot->xAxis->setRange(double(from) * millisecondsToSeconds, double(until) * millisecondsToSeconds);
    fillAxes(highest);
    showMoment();
    redraw();
}

void LiveChart::fillAxes(double highest)
{
    const LivePoint *newest = m_history.newest();
    const auto limit = newest ? LiveCharts::limit(m_kind, m_threshold, *newest) : std::nullopt;
    const double scaled = limit.value_or(0) / LiveCharts::scale(m_kind.unit);
    // A threshold far above everything would press the lines flat.
    const bool isNear = limit && scaled > 0 && highest > scaled / 4;
    m_limit->setVisible(isNear);
    if (isNear) {
        m_limit->point1->setCoords(0, scaled);
        m_limit->point2->setCoords(1, scaled);
        highest = std::max(highest, scaled);
    }
    m_plot->yAxis->setRange(0, highest > 0 ? highest * 1.15 : 1);
}

void LiveChart::setThreshold(const std::optional<double> &threshold)
{
    m_threshold = threshold;
    showMoment();
}

void LiveChart::setNote(const QString &note)
{
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    m_plot->setVisible(note.isEmpty());
    m_readings->setVisible(note.isEmpty());
    showMoment();
}

QString LiveChart::readings() const
{
    const LivePoint *point = m_crosshair.shown();
    QStringList parts;
    for (const LiveLine &line : m_kind.lines)
        parts.append(tr("%1 %2", "line and its number")
                         .arg(LiveCharts::lineName(line),
                              LiveCharts::text(m_kind.unit, (point ? *point : LivePoint()).of(line.value))));
    return parts.join(tr(", ", "between lines of a chart"));
}

QString LiveChart::markedReading(const LivePoint *point) const
{
    QStringList parts;
    for (qsizetype i = 0; i < m_kind.lines.size(); ++i) {
        const LiveLine &line = m_kind.lines[i];
        const QString number = LiveCharts::text(m_kind.unit, (point ? *point : LivePoint()).of(line.value));
        parts.append(u"%1&nbsp;%2&nbsp;<b>%3</b>"_s.arg(
            markOf(i, palette()), LiveCharts::lineName(line).toHtmlEscaped().replace(u' ', u"&nbsp;"_s),
            number.toHtmlEscaped().replace(u' ', u"&nbsp;"_s)));
    }
    return parts.join(u"&ensp; "_s);
}

QString LiveChart::warning() const
{
    const LivePoint *point = m_crosshair.shown();
    const auto line = point ? LiveCharts::exceeding(m_kind, m_threshold, *point) : std::nullopt;
    if (!line || m_note->isVisibleTo(this))
        return {};
    const double most = LiveCharts::limit(m_kind, m_threshold, *point).value_or(0);
    return tr("%1: above %2", "a chart's line and its threshold")
        .arg(LiveCharts::lineName(*line), LiveCharts::text(m_kind.unit, most));
}

QString LiveChart::note() const
{
    return m_note->text();
}

QList<double> LiveChart::drawn(LiveValue value) const
{
    QList<double> values;
    const auto line = std::ranges::find(m_kind.lines, value, &LiveLine::value);
    if (line == m_kind.lines.end())
        return values;
    for (const QCPGraphData &point : *m_graphs[line - m_kind.lines.begin()]->data())
        values.append(point.value);
    return values;
}

void LiveChart::showMoment()
{
    m_readings->setText(markedReading(m_crosshair.shown()));
    const QString exceeded = warning();
    m_warning->setText(exceeded.isEmpty() ? QString() : u"⚠ "_s + exceeded);
    QPalette colours = m_warning->palette();
    colours.setColor(QPalette::WindowText, Colours::tone(Tone::Danger, palette()).ink);
    m_warning->setPalette(colours);
    setAccessibleDescription(exceeded.isEmpty() ? readings() : exceeded + u". "_s + readings());
    const double at = double(m_crosshair.at()) * millisecondsToSeconds;
    const bool moves = m_cross->visible() || m_crosshair.isOn();
    m_cross->setVisible(m_crosshair.isOn());
    m_cross->point1->setCoords(at, 0);
    m_cross->point2->setCoords(at, 1);
    if (moves && m_isDrawn && m_plot->isVisible())
        m_cross->layer()->replot();
}

// What nobody sees is drawn when it is shown.
void LiveChart::redraw()
{
    if (m_plot->isVisible() && !m_plot->size().isEmpty())
        m_plot->replot(QCustomPlot::rpQueuedReplot);
}

QSize LiveChart::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 56, fontMetrics().height() * 12};
}

QSize LiveChart::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 32, fontMetrics().height() * 11};
}

void LiveChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(hasFocus() ? QPen(palette().color(QPalette::Highlight), 1.6)
                              : QPen(Colours::line(palette())));
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.8, 0.8, -0.8, -0.8), 8, 8);
}

void LiveChart::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    // While it is being made there is nothing to paint yet.
    if (event->type() != QEvent::PaletteChange || !m_cross)
        return;
    paintPlot();
    showMoment();
    redraw();
}

void LiveChart::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        return m_crosshair.step(-1);
    case Qt::Key_Right:
        return m_crosshair.step(1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT enlargeWanted();
        return;
    default:
        break;
    }
    QFrame::keyPressEvent(event);
}

bool LiveChart::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::MouseMove: {
        const double x = static_cast<QMouseEvent *>(event)->position().x();
        m_crosshair.pointAt(qint64(m_plot->xAxis->pixelToCoord(x) / millisecondsToSeconds));
        break;
    }
    case QEvent::Show:
        redraw();
        break;
    case QEvent::Leave:
        m_crosshair.clear();
        break;
    case QEvent::MouseButtonPress:
        setFocus(Qt::MouseFocusReason);
        break;
    case QEvent::MouseButtonDblClick:
        Q_EMIT enlargeWanted();
        break;
    default:
        break;
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace Axess
