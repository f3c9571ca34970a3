// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"
#include "models/sessioncolumns.h"

#include <QtCore/qabstractitemmodel.h>
#include <QtCore/qset.h>

namespace Axess {

/// What the model asks its source for: a page behind a cursor of an earlier answer.
struct SessionQuestion
{
    enum class Purpose : quint8 {
        Page,
        News, ///< What is shown is read once more, from here on.
        FurtherNews, ///< The cursor is of the answer before.
    };

    QByteArray cursor; ///< Empty = from the newest.
    int limit = 200;
    Purpose purpose = Purpose::Page;
};

/// A window of sessions, newest first, read page by page.
///
/// Rows move only when the person asks: what `poll` finds waits until `applyWaiting`. At most MaximumPages
/// are held: reading on at one end lets go of pages at the other, which can be read again.
class SessionModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    static constexpr int PageRows = 200;
    static constexpr int MaximumPages = 50;
    static constexpr int MaximumRows = MaximumPages * PageRows;

    enum Role { IdRole = Qt::UserRole + 1, ToneRole };
    enum class State : quint8 { NeverSearched, Loading, Filled, Empty, Partial, Failed, Stopped };
    enum class Mark : quint8 { EndedHere, Restored };
    enum class News : quint8 { Wait, ShowAtOnce };

    using Source = std::function<QFuture<Result<SessionPage>>(const SessionQuestion &)>;
    using Now = std::function<qint64()>;

    SessionModel(Source source, Now now, QObject *parent = nullptr);

    /// Begins anew. Answers to earlier questions are dropped.
    void search();
    /// Lets go of the question that is under way; what was found stays.
    void stop();
    /// Reads what is shown once more. Times move on in place; new, changed and missing rows wait, unless told
    /// otherwise.
    void poll(News news = News::Wait);
    /// Shows what waits.
    void applyWaiting();
    /// Looks further when the work budget ended a page early.
    void continueSearch();
    /// Reads the page above the window again.
    void fetchNewer();
    /// Relative times have moved on.
    void moveTime();
    void mark(const QList<SessionId> &ids, Mark mark);

    State state() const { return m_state; }
    /// Of the last question; also set when rows still stand.
    const std::optional<Error> &error() const { return m_error; }
    int waitingNew() const { return int(m_waitingRows.size()); }
    int waitingGone() const { return int(m_waitingGone.size()); }
    int waitingChanged() const { return int(m_waitingChanged.size()); }
    bool hasWaiting() const { return waitingNew() + waitingGone() + waitingChanged() > 0; }
    bool hasMore() const { return !m_next.isEmpty(); }
    bool hasNewer() const { return !m_above.isEmpty(); } ///< Pages above the window were let go of.
    bool isReading() const { return m_reading; }
    /// Rows come or go because of where the window stands, not because of what happened in the store.
    bool isMovingWindow() const { return m_movingWindow; }
    bool epochsKnown() const { return m_epochsKnown; }
    qint64 examined() const { return m_examined; }
    const ListedSession &session(int row) const { return m_rows.at(row); }
    int rowOf(const SessionId &id) const; ///< -1 = not in the window.
    bool endedHere(const SessionId &id) const { return m_endedHere.contains(id); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    /// State, error, waiting counts or the end of the list may have changed.
    void changed();
    /// These rows leave the window, not the store.
    void aboutToLetGo(int first, int count);

private:
    /// A page in the window: the rows from `first` on, up to the next page's.
    struct HeldPage
    {
        QByteArray cursor; ///< Reads it again.
        ListedSession first;
    };

    /// What is to be asked next, for what was wanted to be whole.
    using Further = std::optional<SessionQuestion>;
    using Take = Further (SessionModel::*)(const SessionQuestion &, const SessionPage &);

    void ask(const SessionQuestion &question, Take take);
    void readPage();
    Further takeOlder(const SessionQuestion &question, const SessionPage &page);
    Further takeNewer(const SessionQuestion &question, const SessionPage &page);
    bool leavesGap(const SessionPage &page) const;
    QList<ListedSession> unknownOf(const QList<ListedSession> &sessions) const;
    void insertAt(int row, const QList<ListedSession> &sessions);
    void removeRange(int first, int count);
    int rowsBefore(const ListedSession &session) const;
    void letNewestGo();
    void letOldestGo();
    bool isTooLarge() const;
    void forgetWaiting();

    void pollFurther(quint64 question, const SessionQuestion &asked, QList<ListedSession> seen);
    void compare(const QList<ListedSession> &seen, bool complete);
    void compareValues(const QHash<SessionId, ListedSession> &seen);
    void replace(int row, const ListedSession &session);
    void fail(const Error &error);
    void touchCells(int row);
    QVariant decoration(const ListedSession &session, SessionField field) const;

    Source m_source;
    Now m_now;
    QList<ListedSession> m_rows;
    QList<HeldPage> m_pages;
    QList<QByteArray> m_above; ///< Cursors of the pages above the window, the nearest last.
    QList<ListedSession> m_waitingRows;
    QSet<SessionId> m_waitingGone;
    QHash<SessionId, ListedSession> m_waitingChanged;
    QSet<SessionId> m_endedHere;
    QByteArray m_next;
    Latest m_search;
    Latest m_poll;
    State m_state = State::NeverSearched;
    std::optional<Error> m_error;
    qint64 m_examined = 0;
    int m_gaps = 0; ///< Pages read in a row to get back to the window.
    News m_news = News::Wait;
    bool m_reading = false;
    bool m_polling = false;
    bool m_movingWindow = false;
    bool m_epochsKnown = true;
};

/// Newest first, as the store lists them.
bool standsBefore(const ListedSession &one, const ListedSession &other);

} // namespace Axess
