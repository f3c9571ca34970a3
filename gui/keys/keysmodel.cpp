// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keys/keysmodel.h"

#include "app/timetexts.h"
#include "keys/keytexts.h"

#include <QtCore/qlocale.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

KeysModel::KeysModel(std::function<qint64()> now, QObject *parent)
    : QAbstractTableModel(parent)
    , m_now(std::move(now))
{ }

void KeysModel::show(const KeyReport &report, qsizetype instances)
{
    beginResetModel();
    m_report = report;
    m_instances = instances;
    endResetModel();
}

std::optional<KeyUse> KeysModel::use(int row) const
{
    return row >= 0 && row < m_report.keys.size() ? std::optional(m_report.keys.at(row)) : std::nullopt;
}

int KeysModel::rowOf(quint32 key) const
{
    const auto found
        = std::ranges::find_if(m_report.keys, [&](const KeyUse &use) { return use.key.id == key; });
    return found == m_report.keys.end() ? -1 : int(found - m_report.keys.begin());
}

int KeysModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_report.keys.size());
}

int KeysModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

// Only sessions are rows that name a key.
bool KeysModel::isCounted(const KeyUse &use) const
{
    return m_report.isCounted && use.key.purpose == "envelope"_L1;
}

QString KeysModel::text(const KeyUse &use, Column column) const
{
    switch (column) {
    case State:
        return KeyTexts::state(use.key.state);
    case Key:
        return Texts::keyId(use.key.id);
    case Purpose:
        return KeyTexts::purpose(use.key.purpose);
    case Created:
        return TimeTexts::brief(use.key.created, m_now());
    case Sessions:
        return isCounted(use) ? QLocale().toString(use.sessions) : u"–"_s;
    case Share:
        return isCounted(use) ? tr("%1 %").arg(QLocale().toString(use.share * 100, 'f', 1)) : u"–"_s;
    case KnownBy:
        if (m_instances == 0)
            return tr("no instance");
        return tr("%1 of %2", "instances")
            .arg(QLocale().toString(m_instances - use.unaware.size()), QLocale().toString(m_instances));
    case ColumnCount:
        break;
    }
    return {};
}

QString KeysModel::toolTip(const KeyUse &use, Column column) const
{
    if (column == KnownBy && !use.unaware.isEmpty())
        return tr("Not known yet to %1").arg(use.unaware.join(u", "_s));
    if (column == Created)
        return TimeTexts::toolTip(use.key.created, m_now());
    if (column == State)
        return tr("Since %1").arg(TimeTexts::dateTime(use.key.changed));
    if (column == Sessions && !m_report.isCounted)
        return tr("There are too many sessions to count them in time; Verify does.");
    return {};
}

QVariant KeysModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const KeyUse &use = m_report.keys.at(index.row());
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(use, column);
    case Qt::ToolTipRole: {
        const QString tip = toolTip(use, column);
        return tip.isEmpty() ? QVariant() : tip.toHtmlEscaped();
    }
    case ToneRole:
        return QVariant::fromValue(KeyTexts::stateTone(use.key.state));
    case ShareRole:
        return isCounted(use) ? use.share : 0.0;
    case Qt::TextAlignmentRole:
        return column == Sessions ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    default:
        return {};
    }
}

QVariant KeysModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Sessions ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString names[] {tr("State"),    tr("Key"),   tr("For"),     tr("Created"),
                           tr("Sessions"), tr("Share"), tr("Known by")};
    return names[section];
}

} // namespace Axess
