// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "live/eventlist.h"

#include "app/texts.h"
#include "app/timetexts.h"
#include "widgets/tables.h"

#include <QtCore/qlocale.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qsortfilterproxymodel.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qlabel.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

QList<EventKind> kindsOf(EventList::Filter filter)
{
    switch (filter) {
    case EventList::Filter::All:
        break;
    case EventList::Filter::Lost:
        return {EventKind::Vanished};
    case EventList::Filter::SignIns:
        return {EventKind::SignedIn, EventKind::SteppedUp};
    case EventList::Filter::Ends:
        return {EventKind::Ended, EventKind::Revoked, EventKind::EpochRaised};
    case EventList::Filter::Refusals:
        return {EventKind::FingerprintMismatch, EventKind::WrongTenant};
    }
    return {};
}

// Of the kind's number. A gap has none: it concerns every kind.
QRegularExpression patternOf(EventList::Filter filter)
{
    QStringList numbers {u""_s};
    for (const EventKind kind : kindsOf(filter))
        numbers.append(QString::number(int(kind)));
    return QRegularExpression(numbers.size() == 1 ? QString() : u"^(%1)$"_s.arg(numbers.join(u'|')));
}

} // namespace

EventList::EventList(Console &console, EventTail &tail, QWidget *parent)
    : QWidget(parent)
    , m_console(console)
    , m_tail(tail)
    , m_filtered(new QSortFilterProxyModel(this))
    , m_filter(new QComboBox(this))
    , m_footer(new QLabel(this))
    , m_table(new ListTable(u"liveEvents"_s, tr("Events"), this))
{
    setObjectName(u"eventList"_s);
    m_filtered->setFilterRole(LiveEventModel::KindRole);
    m_filtered->setSourceModel(&tail.model());
    m_table->setModel(m_filtered);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    m_table->setItemDelegate(new CellDelegate(LiveEventModel::What, LiveEventModel::ToneRole, m_table));
    m_table->setWidths({14, 36, 20, 14, 30, 12});
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(topRow());
    column->addWidget(m_table, 1);
    connect(m_filtered, &QAbstractItemModel::rowsAboutToBeInserted, this, &EventList::noteTop);
    connect(m_filtered, &QAbstractItemModel::rowsInserted, this, &EventList::backToTop);
    connect(m_table, &QAbstractItemView::activated, this, &EventList::activated);
    connect(&m_tail, &EventTail::asked, this, &EventList::showFooter);
    showFooter();
}

QLayout *EventList::topRow()
{
    m_filter->setObjectName(u"eventFilter"_s);
    m_filter->setAccessibleName(tr("Which events are shown"));
    const std::pair<Filter, QString> choices[] {{Filter::All, tr("All events")},
                                                {Filter::Lost, tr("Lost by the store")},
                                                {Filter::SignIns, tr("Sign-ins")},
                                                {Filter::Ends, tr("Ends")},
                                                {Filter::Refusals, tr("Refused visitors")}};
    for (const auto &[filter, text] : choices)
        m_filter->addItem(text, int(filter));
    connect(m_filter, &QComboBox::currentIndexChanged, this, [this] {
        m_filtered->setFilterRegularExpression(patternOf(Filter(m_filter->currentData().toInt())));
        showFooter();
    });
    auto *title = new QLabel(tr("Events"), this);
    QFont bold = font();
    bold.setBold(true);
    title->setFont(bold);
    m_footer->setObjectName(u"eventFooter"_s);
    m_footer->setForegroundRole(QPalette::PlaceholderText);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(16, 8, 16, 6);
    row->setSpacing(12);
    row->addWidget(title);
    row->addWidget(m_filter);
    row->addWidget(m_footer, 1);
    return row;
}

void EventList::setFilter(Filter filter)
{
    m_filter->setCurrentIndex(m_filter->findData(int(filter)));
}

int EventList::shownRows() const
{
    return m_filtered->rowCount();
}

QString EventList::shownText(int row, LiveEventModel::Column column) const
{
    return m_filtered->index(row, column).data().toString();
}

QString EventList::footer() const
{
    return m_footer->text();
}

// Who has scrolled away from the newest reads something: it does not move under the eye.
void EventList::noteTop()
{
    const int row = m_table->rowAt(0);
    m_top = row > 0 ? m_filtered->index(row, 0) : QModelIndex();
}

void EventList::backToTop()
{
    if (!m_top.isValid())
        return;
    m_table->doItemsLayout();
    m_table->scrollTo(m_top, QAbstractItemView::PositionAtTop);
}

void EventList::showFooter()
{
    if (m_tail.failure()) {
        m_footer->setText(tr("The events could not be read. %1").arg(Texts::problem(*m_tail.failure())));
        return;
    }
    if (!m_tail.hasBegun()) {
        m_footer->setText(tr("Reading…"));
        return;
    }
    QString text = tr("since %1").arg(TimeTexts::brief(m_tail.begunAt(), m_console.now()));
    if (m_filtered->rowCount() == 0)
        text = tr("none %1", "since a time").arg(text);
    if (const qint64 dropped = m_tail.model().dropped(); dropped > 0)
        text += u" · "_s + tr("%1 older dropped").arg(QLocale().toString(dropped));
    m_footer->setText(text);
}

void EventList::activated(const QModelIndex &index)
{
    const auto event = m_tail.model().event(m_filtered->mapToSource(index).row());
    if (event && !event->user.isEmpty())
        Q_EMIT historyWanted(event->user, event->tenant);
}

} // namespace Axess
