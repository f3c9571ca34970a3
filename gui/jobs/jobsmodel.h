// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/dockjob.h"

#include <QtCore/qabstractitemmodel.h>

namespace Axess {

/// The jobs of a window, the newest first. They stay until they are cleared.
class JobsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column : quint8 { State, Title, Progress, Rate, TimeLeft, ColumnCount };
    enum Role { ToneRole = Qt::UserRole + 1 };

    using QAbstractTableModel::QAbstractTableModel;

    void add(DockJob *job); ///< The model owns it.
    void clearEnded();
    DockJob *job(int row) const;
    QList<DockJob *> running() const; ///< That have not ended.

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void jobChanged();

private:
    QList<DockJob *> m_jobs;
};

} // namespace Axess
