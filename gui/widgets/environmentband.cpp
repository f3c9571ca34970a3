// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/environmentband.h"

#include "app/console.h"
#include "app/colours.h"
#include "widgets/chip.h"
#include "widgets/icons.h"

#include <QtGui/qpainter.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>

namespace Axess {

using namespace Qt::StringLiterals;

EnvironmentBand::EnvironmentBand(const Console &console, QWidget *parent)
    : QFrame(parent)
    , m_environment(new Chip(this))
    , m_name(new QLabel(this))
    , m_where(new QLabel(this))
    , m_backend(new Chip(this))
    , m_access(new Chip(this))
    , m_mode(new Chip(this))
    , m_sealing(new Chip(this))
{
    setObjectName(u"environmentBand"_s);
    setAccessibleName(tr("Store"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(40, 6, 12, 7);
    row->setSpacing(8);
    row->addWidget(m_environment);
    row->addWidget(m_name);
    row->addWidget(m_where, 1);
    row->addWidget(m_backend);
    row->addWidget(m_sealing);
    row->addWidget(m_access);
    row->addWidget(m_mode);
    QFont bold = font();
    bold.setBold(true);
    m_name->setFont(bold);
    m_where->setForegroundRole(QPalette::PlaceholderText);
    m_where->setMinimumWidth(40);
    m_where->setTextInteractionFlags(Qt::TextSelectableByMouse);
    describe(console);
}

void EnvironmentBand::describe(const Console &console)
{
    const StoreCapabilities &can = console.capabilities();
    const Environment environment = console.address().environment;
    m_tone = EnvironmentTexts::tone(environment);
    m_environment->setObjectName(u"environmentChip"_s);
    m_environment->setVisible(environment != Environment::Unmarked);
    m_environment->set(EnvironmentTexts::label(environment).toUpper(), m_tone,
                       environment == Environment::Production ? u"warning"_s : QString());
    const ConsoleMode mode = console.gate().mode();
    m_mode->set(ConsoleModeTexts::label(mode), mode == ConsoleMode::Admin ? Tone::Attention : Tone::Neutral);
    m_name->setText(console.shortName());
    m_where->setText(console.storeName());
    m_where->setToolTip(console.storeName());
    m_where->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_backend->set(can.displayName.isEmpty() ? can.backend : can.displayName, Tone::Neutral, u"store"_s);
    if (can.sealed)
        m_sealing->set(tr("Encrypted"), Tone::Good, u"shield"_s);
    else
        m_sealing->set(tr("Not encrypted"), Tone::Attention, u"warning"_s);
    if (can.readOnly)
        m_access->set(tr("Read-only"), Tone::Neutral, u"lock"_s);
    else if (can.hasKey)
        m_access->set(tr("With root key: data can be unlocked"), Tone::Info, u"key"_s);
    else if (can.sealed)
        m_access->set(tr("Without key: data stays shut"), Tone::Info, u"lock"_s);
    else
        m_access->set(tr("Data is readable"), Tone::Attention, u"unlock"_s);
}

QString EnvironmentBand::accessText() const
{
    return m_access->text();
}

void EnvironmentBand::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const bool marked = m_tone != Tone::Neutral;
    painter.fillRect(rect(),
                     marked ? Colours::tone(m_tone, palette()).ground : palette().color(QPalette::Base));
    painter.setPen(Colours::line(palette()));
    painter.drawLine(rect().bottomLeft(), rect().bottomRight());
    const QColor ink = palette().color(QPalette::Link);
    painter.drawPixmap(12, (height() - 20) / 2, Icons::pixmap(u"store"_s, 20, ink, devicePixelRatioF()));
}

} // namespace Axess
