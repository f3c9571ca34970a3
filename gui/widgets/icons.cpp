// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/icons.h"

#include <QtCore/qbuffer.h>
#include <QtCore/qfile.h>
#include <QtGui/qguiapplication.h>
#include <QtGui/qiconengine.h>
#include <QtGui/qimagereader.h>
#include <QtGui/qpainter.h>
#include <QtGui/qpalette.h>
#include <QtGui/qpixmapcache.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

class StrokeIcon final : public QIconEngine
{
public:
    explicit StrokeIcon(QString name)
        : m_name(std::move(name))
    { }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatio() : 1;
        painter->drawPixmap(rect, scaledPixmap(rect.size(), mode, state, ratio));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }

    // `size` is in device pixels here, as QIcon asks.
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        const QPalette palette = QGuiApplication::palette();
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Normal;
        const auto role = mode == QIcon::Selected ? QPalette::HighlightedText : QPalette::ButtonText;
        return Icons::pixmap(m_name, int(std::min(size.width(), size.height()) / scale),
                             palette.color(group, role), scale);
    }

    QIconEngine *clone() const override { return new StrokeIcon(m_name); }
    QString key() const override { return u"AxessStrokeIcon"_s; }

private:
    QString m_name;
};

QByteArray coloured(const QString &name, const QColor &colour)
{
    QFile file(u":/icons/%1.svg"_s.arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll().replace("currentColor", colour.name().toLatin1());
}

} // namespace

QIcon Icons::icon(const QString &name)
{
    return QIcon(new StrokeIcon(name));
}

QPixmap Icons::pixmap(const QString &name, int size, const QColor &colour, qreal ratio)
{
    const QString key = u"axess-icon/%1/%2/%3/%4"_s.arg(name, colour.name()).arg(size).arg(ratio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QByteArray svg = coloured(name, colour);
    QBuffer buffer(&svg);
    QImageReader reader(&buffer, "svg");
    const int pixels = qRound(size * ratio);
    reader.setScaledSize({pixels, pixels});
    pixmap = QPixmap::fromImage(reader.read());
    pixmap.setDevicePixelRatio(ratio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

} // namespace Axess
