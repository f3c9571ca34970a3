// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/texts.h"

#include <QtGui/qpalette.h>

namespace Axess {

enum class Scheme : quint8 { Light, Dark };

/// Ink and ground of a chip, banner or mark in one tone. Their contrast is at least 4.5 in both schemes.
struct ToneColours
{
    QColor ink; ///< For text and icons, on `ground` and on the palette's Base and Window.
    QColor ground; ///< Behind `ink`.
};

/// The console's colours: two palettes and five tones, all drawn from here.
class Colours
{
public:
    static QPalette palette(Scheme scheme);
    static Scheme schemeOf(const QPalette &palette); ///< By the lightness of Window.
    static ToneColours tone(Tone tone, Scheme scheme);
    static ToneColours tone(Tone tone, const QPalette &palette);
    static QColor line(const QPalette &palette); ///< Of frames and separators.

    /// By WCAG 2: 1 to 21.
    static double contrast(const QColor &one, const QColor &other);
};

} // namespace Axess
