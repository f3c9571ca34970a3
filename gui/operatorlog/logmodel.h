// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"
#include "operatorlog/logreading.h"

#include <QtCore/qabstractitemmodel.h>

#include <span>

namespace Axess {

/// The acts of an audit trail, newest first, a page at a time and so many at most.
class LogModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class State : quint8 { NeverAsked, Loading, Filled, Empty, Failed };
    enum Column { When, Person, Host, Act, What, Count, Reason, Outcome, Took, Entry, ColumnCount };
    enum Role { ToneRole = Qt::UserRole + 1 };

    static constexpr int PageActs = 200;
    static constexpr int MostActs = 5000; ///< Held at once: beyond them the filter is to be narrowed.
    static constexpr qint64 MostUnasked = 50'000; ///< Entries that are looked through before one is asked.

    using Reading = std::shared_ptr<LogReading>;
    using Source = std::function<QFuture<Result<AuditPage>>(const Reading &, int limit, std::stop_token)>;
    using Now = std::function<qint64()>;

    LogModel(Source source, Now now, QObject *parent = nullptr);
    ~LogModel() override;

    /// Begins anew. Answers to earlier questions are dropped.
    void show(LogPlace place, const AuditFilter &filter);
    void stop();
    void lookFurther();

    State state() const { return m_state; }
    bool isReading() const { return m_reading; }
    bool hasMore() const { return m_hasMore; }
    bool isFull() const { return m_records.size() >= MostActs; }
    qint64 examined() const { return m_examined; }
    qint64 unreadable() const { return m_unreadable; }
    qint64 asOf() const { return m_asOf; } ///< Of the first page.
    const std::optional<Error> &error() const { return m_error; }
    const QList<AuditRecord> &records() const { return m_records; }
    const AuditRecord &record(int row) const { return m_records.at(row); }

    /// The text of a cell, in full.
    static QString text(const AuditRecord &record, int column);
    static QString title(int column);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void changed();

private:
    void read();
    void take(const Result<AuditPage> &page);

    Source m_source;
    Now m_now;
    Reading m_asked;
    std::stop_source m_stop;
    QList<AuditRecord> m_records;
    Latest m_latest;
    State m_state = State::NeverAsked;
    std::optional<Error> m_error;
    qint64 m_examined = 0;
    qint64 m_unreadable = 0;
    qint64 m_asOf = 0;
    qint64 m_unasked = 0;
    int m_wanted = 0; ///< Rows that the page under way is to bring.
    bool m_hasMore = false;
    bool m_reading = false;
};

} // namespace Axess
