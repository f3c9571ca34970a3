// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"

#include <QtCore/qabstractitemmodel.h>

namespace Axess {

/// The users of one tenant with how many sessions they have, by user id, page by page.
class UserModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class State : quint8 { NeverAsked, Loading, Filled, Empty, Failed };
    enum Column { User, Sessions, Newest, ColumnCount };

    using Source = std::function<QFuture<Result<UserPage>>(const TenantId &, const QByteArray &cursor)>;
    using Now = std::function<qint64()>;

    UserModel(Source source, Now now, QObject *parent = nullptr);

    /// Begins anew. Answers to earlier questions are dropped.
    void show(const TenantId &tenant);

    State state() const { return m_state; }
    const std::optional<Error> &error() const { return m_error; }
    bool hasMore() const { return !m_next.isEmpty(); }
    const TenantId &tenant() const { return m_tenant; }
    const UserSummary &user(int row) const { return m_users.at(row); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void changed();

private:
    void readPage();
    void takePage(const Result<UserPage> &page);

    Source m_source;
    Now m_now;
    TenantId m_tenant;
    QList<UserSummary> m_users;
    QByteArray m_next;
    Latest m_latest;
    State m_state = State::NeverAsked;
    std::optional<Error> m_error;
    bool m_reading = false;
};

} // namespace Axess
