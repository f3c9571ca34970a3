// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"
#include "models/sessioncolumns.h"

#include <QtCore/qabstractitemmodel.h>
#include <QtCore/qset.h>

namespace Axess {

/// A window of sessions, newest first, read page by page.
///
/// Rows move only when the person asks: what `poll` finds waits until `applyWaiting`. Rows are inserted and
/// removed one by one, so selection and scrolling survive. At most MaximumRows are held; older pages push out
/// the newest.
class SessionModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    static constexpr int PageRows = 200;
    static constexpr int MaximumRows = 10'000;

    enum Role { IdRole = Qt::UserRole + 1, ToneRole };
    enum class State : quint8 { NeverSearched, Loading, Filled, Empty, Partial, Failed };
    enum class Mark : quint8 { EndedHere, Restored };
    enum class News : quint8 { Wait, ShowAtOnce };

    using Source = std::function<QFuture<Result<SessionPage>>(const SessionQuery &)>;
    using Now = std::function<qint64()>;

    SessionModel(Source source, Now now, QObject *parent = nullptr);

    /// Begins anew with another filter. Answers to earlier questions are dropped.
    void search(const SessionFilter &filter);
    /// Reads what is shown once more. Values change in place; new and missing rows wait, unless told
    /// otherwise.
    void poll(News news = News::Wait);
    /// Shows what waits.
    void applyWaiting();
    /// Looks further when the work budget ended a page early.
    void continueSearch();
    /// Relative times have moved on.
    void moveTime();
    void mark(const QList<SessionId> &ids, Mark mark);

    State state() const { return m_state; }
    const std::optional<Error> &error() const
    {
        return m_error;
    } ///< Of the last question; also set when rows still stand.
    int waitingNew() const { return int(m_waitingRows.size()); }
    int waitingGone() const { return int(m_waitingGone.size()); }
    bool hasWaiting() const { return !m_waitingRows.isEmpty() || !m_waitingGone.isEmpty(); }
    bool hasMore() const { return !m_next.isEmpty(); }
    bool isReading() const { return m_reading; }
    bool droppedNewest() const { return m_droppedNewest; }
    bool epochsKnown() const { return m_epochsKnown; }
    qint64 examined() const { return m_examined; }
    const SessionFilter &filter() const { return m_filter; }
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

private:
    void readPage();
    void takePage(const Result<SessionPage> &page);
    void append(const QList<ListedSession> &sessions);
    void dropNewest();
    void pollFurther(quint64 question, QByteArray cursor, QList<ListedSession> seen);
    void compare(const QList<ListedSession> &seen, bool complete);
    void updateInPlace(const QHash<SessionId, ListedSession> &seen);
    void insertSorted(const ListedSession &session);
    void fail(const Error &error);
    void touchCells(int row);
    QVariant decoration(const ListedSession &session, SessionField field) const;

    Source m_source;
    Now m_now;
    SessionFilter m_filter;
    QList<ListedSession> m_rows;
    QList<ListedSession> m_waitingRows;
    QSet<SessionId> m_waitingGone;
    QSet<SessionId> m_endedHere;
    QByteArray m_next;
    Latest m_search;
    Latest m_poll;
    State m_state = State::NeverSearched;
    std::optional<Error> m_error;
    qint64 m_examined = 0;
    News m_news = News::Wait;
    bool m_reading = false;
    bool m_polling = false;
    bool m_droppedNewest = false;
    bool m_epochsKnown = true;
};

} // namespace Axess
