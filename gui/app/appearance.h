// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/colours.h"

#include <QtCore/qobject.h>

namespace Axess {

enum class Theme : quint8 { FollowSystem, Light, Dark };

/// The application's style and palette: chosen by the person, remembered, following the system unless told
/// otherwise.
class Appearance : public QObject
{
    Q_OBJECT

public:
    /// Sets the style and applies the remembered theme to the application.
    explicit Appearance(QObject *parent = nullptr);

    Theme theme() const { return m_theme; }
    void choose(Theme theme); ///< Applied at once and remembered.
    void show(Theme theme); ///< Applied at once, not remembered.

Q_SIGNALS:
    void themeChanged(Axess::Theme theme);

private:
    void apply();

    Theme m_theme = Theme::FollowSystem;
};

} // namespace Axess
