// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/searchtab.h"

#include "models/sessionselection.h"
#include "models/tailmodel.h"
#include "pages/columnlayout.h"
#include "pages/sessionstates.h"
#include "search/lookupstrip.h"
#include "search/pause.h"
#include "search/scanquestion.h"
#include "search/searchbar.h"
#include "widgets/messagestrip.h"
#include "widgets/statepanel.h"
#include "widgets/tables.h"

#include <QtCore/qlocale.h>
#include <QtGui/qshortcut.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qheaderview.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qmenu.h>
#include <QtWidgets/qscrollbar.h>
#include <QtWidgets/qstackedwidget.h>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto PauseWhileTyping = 250ms;
constexpr qsizetype LongestTitle = 28;

} // namespace

SearchTab::SearchTab(Console &console, QWidget *parent)
    : QWidget(parent)
    , m_console(console)
    , m_model(new SessionModel([this](const SessionQuestion &question) { return read(question); },
                               [&console] { return console.now(); }, this))
    , m_bar(new SearchBar(new TimedPause(PauseWhileTyping), this))
    , m_question(new ScanQuestion(this))
    , m_lookup(new LookupStrip(console, new LookupCommand(new TimedPause(LookupCommand::Deadline)), this))
    , m_bulkStrip(new MessageStrip(this))
    , m_strip(new MessageStrip(this))
    , m_stack(new QStackedWidget(this))
    , m_tail(new TailModel(*m_model, this))
    , m_selection(new SessionSelection(*m_model, m_tail, this))
    , m_table(new ListTable(u"sessionsTable"_s, tr("Sessions"), this))
    , m_state(new StatePanel(this))
    , m_footer(new QLabel(this))
    , m_chosen(new QLabel(this))
{
    m_strip->setObjectName(u"waitingStrip"_s);
    m_bulkStrip->setObjectName(u"bulkStrip"_s);
    m_bulkStrip->keepOpen();
    m_footer->setObjectName(u"sessionsFooter"_s);
    m_footer->setForegroundRole(QPalette::PlaceholderText);
    m_chosen->setForegroundRole(QPalette::PlaceholderText);
    makeTable();
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_state);
    layOut();
    connectAll();
    modelChanged();
}

void SearchTab::makeTable()
{
    m_table->setModel(m_tail);
    delete m_table->selectionModel();
    m_table->setSelectionModel(m_selection);
    m_table->setItemDelegate(new CellDelegate(int(SessionField::Life), SessionModel::ToneRole, m_table));
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_columns = new ColumnLayout(*m_table->horizontalHeader(), this);
    QHeaderView *header = m_table->horizontalHeader();
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this, [this, header](const QPoint &at) {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        m_columns->fill(*menu);
        menu->popup(header->mapToGlobal(at));
    });
    auto *space = new QShortcut(Qt::Key_Space, m_table);
    space->setContext(Qt::WidgetShortcut);
    connect(space, &QShortcut::activated, this, &SearchTab::more);
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (value == m_table->verticalScrollBar()->minimum())
            m_model->fetchNewer();
    });
    connect(m_table, &QAbstractItemView::activated, this, &SearchTab::activated);
    // The view moves its rows only afterwards.
    connect(m_tail, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) { keepPlace(first, last - first + 1); });
    connect(m_tail, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex &, int first, int last) { keepPlace(first, first - last - 1); });
}

// What is looked at stays where it is while the window moves over the store.
void SearchTab::keepPlace(int first, int count)
{
    if (!m_model->isMovingWindow() || first != 0)
        return;
    QScrollBar *bar = m_table->verticalScrollBar();
    const int place = bar->value() + count;
    m_table->scrollTo(m_tail->index(std::max(0, place), 0), QAbstractItemView::PositionAtTop);
}

// What is still under way is told to end; the model that it would answer goes with this.
SearchTab::~SearchTab()
{
    m_stop.request_stop();
}

void SearchTab::layOut()
{
    auto *top = new QVBoxLayout;
    top->setContentsMargins(16, 12, 16, 10);
    top->addWidget(m_bar);
    auto *bottom = new QHBoxLayout;
    bottom->setContentsMargins(16, 6, 16, 8);
    bottom->addWidget(m_footer, 1);
    bottom->addWidget(m_chosen);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_question);
    column->addWidget(m_lookup);
    column->addWidget(m_bulkStrip);
    column->addWidget(m_strip);
    column->addWidget(m_stack, 1);
    column->addLayout(bottom);
}

void SearchTab::connectAll()
{
    connect(m_selection, &QItemSelectionModel::selectionChanged, this, &SearchTab::selectionChanged);
    connect(m_selection, &QItemSelectionModel::currentRowChanged, this, &SearchTab::selectionChanged);
    connect(this, &SearchTab::selectionChanged, this, [this] {
        const int count = int(selected().size());
        const QString away = tr("%n of them scrolled out", nullptr, m_selection->awayCount());
        const QString chosen = tr("%n selected", nullptr, count);
        m_chosen->setText(count == 0                          ? QString()
                              : m_selection->awayCount() == 0 ? chosen
                                                              : chosen + u", "_s + away);
    });
    connect(m_model, &SessionModel::changed, this, &SearchTab::modelChanged);
    connect(m_bar, &SearchBar::runWanted, this, &SearchTab::runSearch);
    connect(m_question, &ScanQuestion::allowed, this, &SearchTab::runNow);
    connect(m_bar, &SearchBar::searchChanged, m_question, &ScanQuestion::takeBack);
    connect(m_bulkStrip, &MessageStrip::refused, this, &SearchTab::dropBulk);
    connect(m_bulkStrip, &MessageStrip::actionTriggered, this, [this] {
        if (m_bulk)
            Q_EMIT bulkLogOutWanted(*m_bulk);
    });
    // Either rows or everything: a log-out must not have to ask which of both is meant.
    connect(m_selection, &QItemSelectionModel::selectionChanged, this, [this] {
        if (m_selection->hasSelection())
            dropBulk();
    });
    connect(m_lookup, &LookupStrip::chosen, this, &SearchTab::showLookedUp);
    connect(m_bar, &SearchBar::searchChanged, m_lookup, &LookupStrip::takeBack);
    connect(m_bar, &SearchBar::stopWanted, this, &SearchTab::stop);
    connect(m_bar, &SearchBar::estimateWanted, this, &SearchTab::estimateWanted);
    connect(m_strip, &MessageStrip::actionTriggered, this, &SearchTab::stripTriggered);
    connect(m_state, &StatePanel::actionTriggered, this, &SearchTab::panelTriggered);
}

SearchPlan SearchTab::planned() const
{
    const SearchPlan fresh = m_plan.search().planned(m_console.now(), QTimeZone::systemTimeZone());
    return m_plan.start() ? fresh.startingAt(*m_plan.start()) : fresh;
}

QFuture<Result<SessionPage>> SearchTab::read(const SessionQuestion &question)
{
    const bool news = question.purpose != SessionQuestion::Purpose::Page;
    // From the newest on the times are those of now; in the middle the pages are those of the search.
    if (question.purpose == SessionQuestion::Purpose::News)
        m_newsPlan = question.cursor.isEmpty() ? planned() : m_plan;
    return m_console.page(news ? m_newsPlan : m_plan, question.cursor, question.limit, m_stop.get_token());
}

void SearchTab::search(const QString &text)
{
    m_bar->setText(text);
    m_bar->run();
}

void SearchTab::runSearch()
{
    const bool asksFirst = m_console.address().environment == Environment::Production;
    if (!asksFirst || m_question->mayRun(m_bar->search()))
        runNow();
}

void SearchTab::runNow()
{
    m_lookup->takeBack();
    m_bareWord = m_bar->ranByHand() ? bareWordOf(m_bar->parsed()) : QString();
    begin(m_bar->search().planned(m_console.now(), QTimeZone::systemTimeZone()));
    Q_EMIT titleChanged();
}

void SearchTab::begin(const SearchPlan &plan)
{
    dropBulk();
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_plan = plan;
    m_strip->hide();
    m_model->search();
}

void SearchTab::goTo(const QString &place)
{
    if (const auto id = SessionId::fromText(place.trimmed())) {
        goToSession(*id);
        return;
    }
    const ParsedSearch parsed = ParsedSearch::read(u"created:"_s + place.trimmed());
    const SearchTime &time = parsed.search.created;
    if (!parsed.isValid() || time.kind != SearchTime::Kind::Between || !time.from) {
        m_strip->show(tr("“%1” is neither a session id nor a time such as 2026-11-24T14:02.")
                          .arg(place.trimmed().left(LongestTitle)),
                      Tone::Attention);
        m_strip->offer({});
        return;
    }
    const auto until = parsed.search.planned(0, QTimeZone::systemTimeZone()).filter().created.until;
    goToTime(until.value_or(m_console.now()) - 1);
}

void SearchTab::goToSession(const SessionId &id)
{
    if (m_model->rowOf(id) >= 0) {
        select({id});
        return;
    }
    m_console.open(id).then(this, [this, id](const Result<std::optional<ListedSession>> &found) {
        if (found && *found && m_plan.fits(**found)) {
            m_wanted = id;
            goToTime((*found)->row.created);
            return;
        }
        m_strip->show(!found       ? Texts::problem(found.error())
                          : *found ? tr("This session is there, but it is not among those searched for.")
                                   : tr("No session has this id."),
                      Tone::Attention);
        m_strip->offer({});
    });
}

// The list begins there; F5 begins with the newest again.
void SearchTab::goToTime(qint64 created)
{
    begin(m_plan.startingAt(created));
}

void SearchTab::activated(const QModelIndex &index)
{
    if (m_tail->isTail(index))
        more();
    else
        Q_EMIT inspectWanted();
}

void SearchTab::more()
{
    if (m_model->hasMore())
        m_model->continueSearch();
}

void SearchTab::setEstimate(const std::optional<StoreEstimate> &estimate)
{
    m_estimate = estimate;
    m_bar->setEstimate(estimate);
    m_question->setEstimate(estimate);
}

void SearchTab::stop()
{
    m_question->takeBack();
    m_lookup->takeBack();
    if (!m_model->isReading())
        return;
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_model->stop();
}

void SearchTab::refresh()
{
    if (m_model->hasWaiting()) {
        m_model->applyWaiting();
        return;
    }
    const SessionModel::State state = m_model->state();
    if (state == SessionModel::State::NeverSearched || state == SessionModel::State::Failed
        || m_model->hasNewer() || m_plan.start()) {
        m_bar->run();
        return;
    }
    m_model->poll(SessionModel::News::ShowAtOnce);
}

void SearchTab::lookForNews()
{
    if (m_plan.search().cost() != SearchCost::Scan)
        m_model->poll();
}

void SearchTab::modelChanged()
{
    m_bar->setReading(m_model->isReading() && m_plan.search().cost() == SearchCost::Scan);
    showState();
    showWaiting();
    offerLookup();
    m_footer->setText(sessionsFooter(*m_model, m_plan));
    if (m_wanted && m_model->rowOf(*m_wanted) >= 0)
        select({*std::exchange(m_wanted, std::nullopt)});
    Q_EMIT selectionChanged();
}

QString SearchTab::title() const
{
    const QString text = m_plan.search().text();
    if (text.isEmpty())
        return tr("All sessions");
    return text.size() > LongestTitle ? text.first(LongestTitle - 1) + u'…' : text;
}

bool SearchTab::isSettled() const
{
    const bool begun = m_model->state() != SessionModel::State::NeverSearched || m_question->isAsking();
    return begun && !m_model->isReading();
}

QList<ListedSession> SearchTab::selected() const
{
    return m_selection->sessions();
}

std::optional<ListedSession> SearchTab::current() const
{
    const QModelIndex index = m_table->currentIndex();
    if (!index.isValid() || m_tail->isTail(index) || !m_selection->isRowSelected(index.row()))
        return {};
    return m_model->session(index.row());
}

void SearchTab::select(const QList<SessionId> &ids)
{
    QItemSelection rows;
    for (const SessionId &id : ids) {
        if (const int row = m_model->rowOf(id); row >= 0) {
            const QModelIndex index = m_tail->index(row, 0);
            rows.select(index, index);
        }
    }
    if (rows.isEmpty())
        return;
    const QModelIndex first = rows.indexes().constFirst();
    m_selection->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
    m_selection->select(rows, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_table->scrollTo(first);
}

} // namespace Axess
