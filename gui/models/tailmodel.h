// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "models/sessionmodel.h"

#include <QtCore/qidentityproxymodel.h>

namespace Axess {

/// The sessions, and below them a row that says whether there are more.
class TailModel : public QIdentityProxyModel
{
    Q_OBJECT

public:
    explicit TailModel(SessionModel &sessions, QObject *parent = nullptr);

    bool isTail(const QModelIndex &index) const;
    QString tailText() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    QModelIndex sibling(int row, int column, const QModelIndex &index) const override;
    QModelIndex mapToSource(const QModelIndex &index) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    SessionModel &m_sessions;
};

} // namespace Axess
