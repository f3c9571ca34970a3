// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "live/livecharts.h"
#include "live/livehistory.h"

#include <QtCore/qabstractitemmodel.h>

namespace Axess {

/// The twin of a chart: the same numbers as rows, newest first, for who does not look at lines.
class LiveTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { When, Instances, FirstLine };

    explicit LiveTableModel(const LiveHistory &history, QObject *parent = nullptr);

    void setKind(const LiveChartKind &kind);
    const LiveChartKind &kind() const { return *m_kind; }
    qint64 moment(int row) const; ///< UTC milliseconds.

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void added(int dropped);

    const LiveHistory &m_history;
    const LiveChartKind *m_kind;
    int m_rows = 0; ///< That views know of.
    qsizetype m_top = -1; ///< Where the first of them stands in the history.
};

} // namespace Axess
