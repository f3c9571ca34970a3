// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/keys.h>

#include <QtCore/qabstractitemmodel.h>

#include <functional>

namespace Axess {

/// The keys of the ring: state, age, how much rests on each, and who does not know it. Never their bytes.
class KeysModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column : quint8 { State, Key, Purpose, Created, Sessions, Share, KnownBy, ColumnCount };
    enum Role { ToneRole = Qt::UserRole + 1, ShareRole };

    explicit KeysModel(std::function<qint64()> now, QObject *parent = nullptr);

    /// `instances` is how many live ones say which keys they know.
    void show(const KeyReport &report, qsizetype instances);
    const KeyReport &report() const { return m_report; }
    std::optional<KeyUse> use(int row) const;
    int rowOf(quint32 key) const; ///< -1 = none.

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const KeyUse &use, Column column) const;
    QString toolTip(const KeyUse &use, Column column) const;
    bool isCounted(const KeyUse &use) const;

    std::function<qint64()> m_now;
    KeyReport m_report;
    qsizetype m_instances = 0;
};

} // namespace Axess
