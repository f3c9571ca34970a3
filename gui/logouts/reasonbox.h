// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtWidgets/qcombobox.h>

namespace Axess {

/// Why somebody is logged out: one of the usual reasons, or words of one's own.
class ReasonBox : public QComboBox
{
    Q_OBJECT

public:
    static constexpr qsizetype MaximumBytes = 256; ///< UTF-8, as stores keep it.

    explicit ReasonBox(QWidget *parent = nullptr);

    QString reason() const { return currentText().trimmed(); }
    /// Why this reason will not do, with so many bytes taken by what stands behind it; empty = it will.
    QString problem(qsizetype taken = 0) const;

Q_SIGNALS:
    /// Whoever took the account over could use a time of grace. False = another reason was chosen since.
    void compromisedChosen(bool isChosen);

private:
    bool m_isCompromised = false;
};

} // namespace Axess
