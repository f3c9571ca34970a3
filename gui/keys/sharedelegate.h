// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/tables.h"

namespace Axess {

/// Draws a cell's share of the whole as a bar beside its text, and the state's column as a chip.
class ShareDelegate : public CellDelegate
{
    Q_OBJECT

public:
    /// `shareRole` gives 0 to 1 in `shareColumn`.
    ShareDelegate(int chipColumn, int toneRole, int shareColumn, int shareRole, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

private:
    int m_shareColumn;
    int m_shareRole;
};

} // namespace Axess
