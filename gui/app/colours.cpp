// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/colours.h"

#include <algorithm>
#include <cmath>

namespace Axess {

namespace {

struct PaletteColours
{
    QRgb window, base, alternate, text, muted, button, highlight, link, line, disabled;
};

constexpr PaletteColours Light {.window = 0xfff4f5f7,
                                .base = 0xffffffff,
                                .alternate = 0xfff8f9fb,
                                .text = 0xff1b1f24,
                                .muted = 0xff5b636d,
                                .button = 0xffffffff,
                                .highlight = 0xff1f5fbf,
                                .link = 0xff1a56b0,
                                .line = 0xffd3d7dd,
                                .disabled = 0xff767d87};
constexpr PaletteColours Dark {.window = 0xff1d2025,
                               .base = 0xff15181c,
                               .alternate = 0xff1a1d22,
                               .text = 0xffe6e9ee,
                               .muted = 0xffa3acb6,
                               .button = 0xff2a2e35,
                               .highlight = 0xff2f6ac8,
                               .link = 0xff8db8ff,
                               .line = 0xff3a4048,
                               .disabled = 0xff868e98};

double channel(double value)
{
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &colour)
{
    return 0.2126 * channel(colour.redF()) + 0.7152 * channel(colour.greenF())
        + 0.0722 * channel(colour.blueF());
}

ToneColours lightTone(Tone tone)
{
    switch (tone) {
    case Tone::Neutral:
        return {QColor(0xff4a525c), QColor(0xffe9ecf0)};
    case Tone::Good:
        return {QColor(0xff17663a), QColor(0xffdff3e7)};
    case Tone::Info:
        return {QColor(0xff1a56b0), QColor(0xffe3edfb)};
    case Tone::Attention:
        return {QColor(0xff7a4d00), QColor(0xfffcefd2)};
    case Tone::Danger:
        return {QColor(0xffa61b1b), QColor(0xfffde5e3)};
    }
    return {};
}

ToneColours darkTone(Tone tone)
{
    switch (tone) {
    case Tone::Neutral:
        return {QColor(0xffb9c1cb), QColor(0xff2d3239)};
    case Tone::Good:
        return {QColor(0xff7fd6a3), QColor(0xff17301f)};
    case Tone::Info:
        return {QColor(0xff9cc3ff), QColor(0xff1b2c47)};
    case Tone::Attention:
        return {QColor(0xfff0c674), QColor(0xff3a2d10)};
    case Tone::Danger:
        return {QColor(0xffff9d97), QColor(0xff451d1b)};
    }
    return {};
}

} // namespace

QPalette Colours::palette(Scheme scheme)
{
    const PaletteColours &c = scheme == Scheme::Dark ? Dark : Light;
    QPalette palette {QColor(c.button), QColor(c.window)};
    palette.setColor(QPalette::Window, c.window);
    palette.setColor(QPalette::WindowText, c.text);
    palette.setColor(QPalette::Base, c.base);
    palette.setColor(QPalette::AlternateBase, c.alternate);
    palette.setColor(QPalette::Text, c.text);
    palette.setColor(QPalette::PlaceholderText, c.muted);
    palette.setColor(QPalette::Button, c.button);
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::BrightText, Qt::white);
    palette.setColor(QPalette::Highlight, c.highlight);
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Accent, c.highlight);
    palette.setColor(QPalette::Link, c.link);
    palette.setColor(QPalette::LinkVisited, c.link);
    palette.setColor(QPalette::Mid, c.line);
    palette.setColor(QPalette::ToolTipBase, scheme == Scheme::Dark ? QColor(c.button) : QColor(c.base));
    palette.setColor(QPalette::ToolTipText, c.text);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, c.disabled);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, c.line);
    return palette;
}

Scheme Colours::schemeOf(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128 ? Scheme::Dark : Scheme::Light;
}

ToneColours Colours::tone(Tone tone, Scheme scheme)
{
    return scheme == Scheme::Dark ? darkTone(tone) : lightTone(tone);
}

ToneColours Colours::tone(Tone tone, const QPalette &palette)
{
    return Colours::tone(tone, schemeOf(palette));
}

QColor Colours::line(const QPalette &palette)
{
    return palette.color(QPalette::Mid);
}

double Colours::contrast(const QColor &one, const QColor &other)
{
    const double first = luminance(one);
    const double second = luminance(other);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace Axess
