// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/inspector.h"

#include "app/texts.h"
#include "app/timetexts.h"
#include "models/eventmodel.h"
#include "models/sessioncolumns.h"
#include "pages/commonview.h"
#include "pages/rawview.h"
#include "pages/relatedview.h"
#include "pages/sessiondataview.h"
#include "widgets/chip.h"
#include "widgets/factsheet.h"
#include "widgets/statepanel.h"
#include "widgets/timeline.h"

#include <QtCore/qlocale.h>
#include <QtGui/qfontdatabase.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qprogressbar.h>
#include <QtWidgets/qscrollarea.h>
#include <QtWidgets/qstackedwidget.h>
#include <QtWidgets/qtabwidget.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr int TimelineEvents = 200;

QString orNone(const QString &text)
{
    return text.isEmpty() ? u"–"_s : text;
}

} // namespace

Inspector::Inspector(Console &console, QWidget *parent)
    : QWidget(parent)
    , m_console(console)
    , m_stack(new QStackedWidget(this))
    , m_nothing(new StatePanel(this))
    , m_tabs(new QTabWidget(this))
    , m_data(new SessionDataView(console, this))
    , m_related(new RelatedView(console, this))
    , m_raw(new RawView(this))
    , m_common(new CommonView(this))
    , m_events(new EventModel([&console] { return console.now(); }, this))
{
    setObjectName(u"inspector"_s);
    setMinimumWidth(360);
    m_nothing->show({.icon = u"inspector"_s,
                     .title = tr("No session chosen"),
                     .sentence = tr("Choose a session in the list to see who it is, where, and since when."),
                     .action = {},
                     .detail = {}});
    m_tabs->setObjectName(u"inspectorTabs"_s);
    m_tabs->setAccessibleName(tr("Inspector"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(summaryTab(), tr("Summary"));
    m_tabs->addTab(m_data, tr("Data"));
    m_tabs->addTab(timelineTab(), tr("Timeline"));
    m_tabs->addTab(m_related, tr("Related"));
    m_tabs->addTab(m_raw, tr("Raw"));
    auto *content = new QWidget(this);
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    auto *inside = new QVBoxLayout(content);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(0);
    inside->addWidget(header());
    inside->addWidget(m_tabs, 1);
    m_stack->addWidget(m_nothing);
    m_stack->addWidget(content);
    m_stack->addWidget(m_common);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    connectAll();
}

void Inspector::connectAll()
{
    connect(m_data, &SessionDataView::opened, this, [this](const SessionRow &row) {
        m_verdict->setText(Texts::verification(row.verification));
        m_raw->show(row);
    });
    connect(m_raw, &RawView::unlockWanted, m_data, &SessionDataView::unlock);
    connect(m_related, &RelatedView::searchWanted, this, &Inspector::searchWanted);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        if (m_tabs->currentWidget() == m_related)
            m_related->countUser();
    });
}

bool Inspector::isSettled() const
{
    return !m_reading && m_related->isSettled();
}

// Nothing of the session that was shown stays open.
void Inspector::forget()
{
    m_session.reset();
    m_latest.next();
    m_reading = false;
    m_data->lock({});
    m_raw->lock();
    m_related->show({});
    m_events->setEvents({});
}

void Inspector::inspectSeveral(const QList<ListedSession> &sessions)
{
    forget();
    m_common->show(sessions, m_console.now());
    m_stack->setCurrentWidget(m_common);
}

QWidget *Inspector::header()
{
    auto *field = new QWidget(this);
    m_name = new QLabel(field);
    m_name->setObjectName(u"inspectorName"_s);
    m_name->setTextFormat(Qt::PlainText);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    large.setBold(true);
    m_name->setFont(large);
    m_where = new QLabel(field);
    m_where->setTextFormat(Qt::PlainText);
    m_where->setForegroundRole(QPalette::PlaceholderText);
    m_where->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_life = new Chip(field);
    m_life->setObjectName(u"inspectorLife"_s);
    m_level = new Chip(field);
    auto *chips = new QHBoxLayout;
    chips->setSpacing(6);
    chips->addWidget(m_life);
    chips->addWidget(m_level);
    chips->addStretch();
    auto *column = new QVBoxLayout(field);
    column->setContentsMargins(16, 14, 16, 10);
    column->setSpacing(4);
    column->addWidget(m_name);
    column->addWidget(m_where);
    column->addSpacing(3);
    column->addLayout(chips);
    return field;
}

QWidget *Inspector::summaryTab()
{
    auto *sheet = new FactSheet;
    sheet->setContentsMargins(16, 14, 16, 14);
    sheet->addHeading(tr("When"));
    m_created = sheet->addFact(tr("Began"));
    m_signedIn = sheet->addFact(tr("Signed in"));
    m_lastSeen = sheet->addFact(tr("Last seen, at least"));
    m_idle = sheet->addFact(tr("Ends if not used"));
    m_absolute = sheet->addFact(tr("Ends at the latest"));
    m_remaining = new QProgressBar;
    m_remaining->setRange(0, 100);
    m_remaining->setTextVisible(false);
    m_remaining->setFixedHeight(8);
    sheet->addWidget(tr("Remaining life"), m_remaining);
    m_reason = sheet->addFact(tr("Logged out"));
    sheet->addHeading(tr("Who and where"));
    m_tenant = sheet->addFact(tr("Tenant"));
    m_address = sheet->addFact(tr("Address"));
    m_agent = sheet->addFact(tr("Client"));
    sheet->addHeading(tr("In the store"));
    m_id = new QLineEdit;
    m_id->setObjectName(u"inspectorId"_s);
    m_id->setReadOnly(true);
    m_id->setFrame(false);
    m_id->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    sheet->addWide(tr("Session id"), m_id);
    m_key = sheet->addFact(tr("Key"), FactSheet::Face::Fixed);
    m_size = sheet->addFact(tr("Data"));
    m_revision = sheet->addFact(tr("Saved"));
    m_verdict = sheet->addFact(tr("Verified"));
    m_verdict->setObjectName(u"inspectorVerdict"_s);
    auto *scroll = new QScrollArea;
    scroll->setWidget(sheet);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setBackgroundRole(QPalette::Base);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Summary"));
    return scroll;
}

QWidget *Inspector::timelineTab()
{
    auto *tab = new QWidget;
    auto *view = new Timeline(tab);
    view->setModel(m_events);
    m_timelineNote = new QLabel(tab);
    m_timelineNote->setWordWrap(true);
    m_timelineNote->setForegroundRole(QPalette::PlaceholderText);
    auto *column = new QVBoxLayout(tab);
    column->setContentsMargins(12, 12, 8, 8);
    column->addWidget(view, 1);
    column->addWidget(m_timelineNote);
    return tab;
}

void Inspector::inspect(const std::optional<ListedSession> &session, bool endedHere)
{
    const bool same = session && m_session && session->row.id == m_session->row.id;
    const bool unchanged
        = same && session->row.change == m_session->row.change && session->life == m_session->life;
    m_session = session;
    m_stack->setCurrentIndex(session ? 1 : 0);
    if (!session) {
        forget();
        return;
    }
    showSummary(*session, endedHere);
    if (!same) {
        m_verdict->setText(Texts::verification(session->row.verification));
        m_data->lock(session->row.id);
        m_raw->lock();
        m_related->show(session);
        if (m_tabs->currentWidget() == m_related)
            m_related->countUser();
        m_events->setEvents({});
    }
    if (!unchanged)
        readTimeline();
}

void Inspector::showSummary(const ListedSession &session, bool endedHere)
{
    const SessionRow &row = session.row;
    m_name->setText(Texts::userName(row.user));
    m_where->setText(orNone(clientText(row.client)));
    m_where->setToolTip(m_where->text());
    m_level->set(Texts::level(row.level), row.level == SessionLevel::Guest ? Tone::Neutral : Tone::Info);
    showLife(session, endedHere);
    showTimes(row);
    m_tenant->setText(Texts::tenantName(row.tenant));
    m_address->setText(orNone(row.client.address));
    m_agent->setText(orNone(row.client.userAgent.isEmpty() ? row.client.label : row.client.userAgent));
    m_id->setText(row.id.text());
    m_id->setCursorPosition(0);
    m_key->setText(row.keyId == 0 ? tr("not encrypted") : Texts::keyId(row.keyId));
    m_size->setText(QLocale().formattedDataSize(row.payloadBytes));
    m_revision->setText(tr("%n time(s)", nullptr, int(row.revision)));
}

void Inspector::showTimes(const SessionRow &row)
{
    const qint64 now = m_console.now();
    m_created->setText(TimeTexts::twoLines(row.created, now));
    m_signedIn->setText(TimeTexts::twoLines(row.authenticatedAt, now));
    m_lastSeen->setText(TimeTexts::twoLines(row.lastSeen, now));
    m_idle->setText(TimeTexts::twoLines(row.idleDeadline, now));
    m_absolute->setText(TimeTexts::twoLines(row.absoluteDeadline, now));
    const qint64 whole = std::max<qint64>(1, expiryOf(row) - row.lastSeen);
    const qint64 left = std::clamp<qint64>(expiryOf(row) - now, 0, whole);
    m_remaining->setValue(int(100 * left / whole));
    m_remaining->setToolTip(TimeTexts::remaining(expiryOf(row), now));
}

void Inspector::showLife(const ListedSession &session, bool endedHere)
{
    m_life->set(endedHere ? tr("Logged out by you") : Texts::life(session.life),
                Texts::lifeTone(session.life));
    m_remaining->setEnabled(session.life == Life::Live);
    const auto &mark = session.row.revocation;
    if (!mark) {
        m_reason->setText(endedHere ? tr("just now, by you") : u"–"_s);
        return;
    }
    const QString when = TimeTexts::both(mark->at, m_console.now());
    m_reason->setText(mark->reason.isEmpty() ? when : u"%1\n%2"_s.arg(mark->reason, when));
}

void Inspector::readTimeline()
{
    m_reading = true;
    const quint64 question = m_latest.next();
    const SessionRow &row = m_session->row;
    m_console.history(row.user, row.tenant, TimelineEvents)
        .then(this, [this, question](const Result<QList<Event>> &events) {
            if (m_latest.is(question))
                showTimeline(events);
        });
}

void Inspector::showTimeline(const Result<QList<Event>> &events)
{
    m_reading = false;
    QList<Event> shown;
    for (const Event &event : events.value_or(QList<Event>())) {
        if (event.session == m_session->row.id)
            shown.append(event);
    }
    // The log is bounded and a guest's events are not kept by user; the row itself knows a few.
    for (const Event &fact : factsOfRow()) {
        if (std::ranges::none_of(shown, [&](const Event &event) { return event.kind == fact.kind; }))
            shown.append(fact);
    }
    std::ranges::stable_sort(shown, std::greater(), &Event::at);
    m_events->setEvents(shown);
    m_timelineNote->setText(events ? QString()
                                   : tr("The log could not be read. %1").arg(Texts::problem(events.error())));
    m_timelineNote->setVisible(!events);
}

QList<Event> Inspector::factsOfRow() const
{
    const SessionRow &row = m_session->row;
    const auto fact = [&row](EventKind kind, qint64 at, const QString &detail = {}) {
        return Event {.position = 0,
                      .at = at,
                      .kind = kind,
                      .endReason = EndReason::None,
                      .session = row.id,
                      .tenant = row.tenant,
                      .user = row.user,
                      .detail = detail};
    };
    QList<Event> facts {fact(EventKind::Created, row.created)};
    if (row.authenticatedAt > 0)
        facts.append(fact(EventKind::SignedIn, row.authenticatedAt));
    if (row.revocation)
        facts.append(fact(EventKind::Revoked, row.revocation->at, row.revocation->reason));
    return facts;
}

QString Inspector::verdict() const
{
    return m_verdict->text();
}

} // namespace Axess
