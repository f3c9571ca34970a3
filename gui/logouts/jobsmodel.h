// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/texts.h"
#include "logouts/bulklogout.h"

#include <QtCore/qabstractitemmodel.h>

namespace Axess {

/// A log-out in bulk in words.
class JobTexts
{
    Q_DECLARE_TR_FUNCTIONS(Axess::JobTexts)

public:
    static QString state(const BulkLogOut &job);
    static Tone tone(const BulkLogOut &job);
    static QString progress(const BulkLogOut &job);
    static QString rate(const BulkLogOut &job);
    static QString timeLeft(const BulkLogOut &job);
    /// Requested, done, gone, failed, verified, seconds, audit entry: what became of it, in a line.
    static QString result(const BulkLogOut &job);
    static QString problem(const BulkLogOut &job); ///< Empty = none.
};

/// The jobs of a window, the newest first. They stay until they are cleared.
class JobsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column : quint8 { State, Title, Progress, Rate, TimeLeft, ColumnCount };
    enum Role { ToneRole = Qt::UserRole + 1 };

    using QAbstractTableModel::QAbstractTableModel;

    void add(BulkLogOut *job); ///< The model owns it.
    void clearEnded();
    BulkLogOut *job(int row) const;
    QList<BulkLogOut *> running() const; ///< That have not ended.

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void jobChanged();

private:
    QList<BulkLogOut *> m_jobs;
};

} // namespace Axess
