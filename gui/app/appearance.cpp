// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/appearance.h"

#include "widgets/consolestyle.h"

#include <QtCore/qsettings.h>
#include <QtGui/qstylehints.h>
#include <QtWidgets/qapplication.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr auto ThemeKey = "appearance/theme"_L1;

Scheme systemScheme()
{
    return QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark ? Scheme::Dark
                                                                                 : Scheme::Light;
}

} // namespace

Appearance::Appearance(QObject *parent)
    : QObject(parent)
{
    QApplication::setStyle(new ConsoleStyle);
    const int stored = QSettings().value(ThemeKey, 0).toInt();
    m_theme = Theme(std::clamp(stored, 0, int(Theme::Dark)));
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &Appearance::apply);
    apply();
}

void Appearance::choose(Theme theme)
{
    QSettings().setValue(ThemeKey, int(theme));
    show(theme);
}

void Appearance::show(Theme theme)
{
    m_theme = theme;
    apply();
    Q_EMIT themeChanged(theme);
}

void Appearance::apply()
{
    const Scheme scheme = m_theme == Theme::FollowSystem ? systemScheme()
        : m_theme == Theme::Dark                         ? Scheme::Dark
                                                         : Scheme::Light;
    QApplication::setPalette(Colours::palette(scheme));
}

} // namespace Axess
