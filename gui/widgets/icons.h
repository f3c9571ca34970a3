// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGui/qicon.h>

namespace Axess {

/// The console's icons: strokes in the colour of the palette, or in one that is given.
class Icons
{
public:
    /// Follows the application's palette, also when the theme changes later. Known names: resources/icons.
    static QIcon icon(const QString &name);
    /// A picture for painting by hand; sharp at the given device pixel ratio.
    static QPixmap pixmap(const QString &name, int size, const QColor &colour, qreal ratio);
};

} // namespace Axess
