// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "keys/keydialog.h"

class QComboBox;

namespace Axess {

/// For what a key is added.
class KeyAddDialog final : public KeyDialog
{
    Q_OBJECT

public:
    explicit KeyAddDialog(Console &console, QWidget *parent = nullptr);

    QString purpose() const;
    QString line() const override;

private:
    QComboBox *m_purpose;
};

} // namespace Axess
