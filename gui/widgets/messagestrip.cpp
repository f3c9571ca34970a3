// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/messagestrip.h"

#include "app/colours.h"
#include "widgets/icons.h"

#include <QtCore/qcoreevent.h>
#include <QtGui/qaccessible.h>
#include <QtGui/qpainter.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qpushbutton.h>
#include <QtWidgets/qtoolbutton.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

QString iconOf(Tone tone)
{
    switch (tone) {
    case Tone::Good:
        return u"ok"_s;
    case Tone::Attention:
        return u"warning"_s;
    case Tone::Danger:
        return u"problem"_s;
    case Tone::Info:
    case Tone::Neutral:
        break;
    }
    return u"info"_s;
}

} // namespace

MessageStrip::MessageStrip(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
    , m_refusal(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(u"messageStrip"_s);
    m_text->setObjectName(u"messageText"_s);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText); // Errors and names of others are among it.
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_action->setObjectName(u"messageAction"_s);
    m_refusal->setObjectName(u"messageRefusal"_s);
    m_close->setObjectName(u"messageClose"_s);
    m_close->setIcon(Icons::icon(u"clear"_s));
    m_close->setToolTip(tr("Close this message"));
    m_close->setAccessibleName(tr("Close this message"));
    m_close->setAutoRaise(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(14, 6, 8, 6);
    row->setSpacing(10);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    row->addWidget(m_refusal);
    row->addWidget(m_close);
    connect(m_action, &QPushButton::clicked, this, &MessageStrip::actionTriggered);
    connect(m_refusal, &QPushButton::clicked, this, &MessageStrip::refused);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });
    hide();
}

void MessageStrip::show(const QString &text, Tone tone, const QString &toolTip)
{
    m_tone = tone;
    Q_EMIT replaced();
    setText(text);
    m_text->setToolTip(toolTip);
    paintIcon();
    offer({});
    setVisible(true);
    update();
    QAccessibleAnnouncementEvent announcement(this, text);
    QAccessible::updateAccessibility(&announcement);
}

void MessageStrip::offer(const QString &action, const QString &refusal)
{
    for (const auto &[button, text] : {std::pair(m_action, action), std::pair(m_refusal, refusal)}) {
        button->setText(text);
        button->setAccessibleName(text);
        button->setVisible(!text.isEmpty());
    }
}

void MessageStrip::setText(const QString &text)
{
    m_text->setText(text);
    setAccessibleName(text);
}

void MessageStrip::keepOpen()
{
    m_close->hide();
}

void MessageStrip::insert(QWidget *widget)
{
    auto *row = static_cast<QHBoxLayout *>(layout());
    row->insertWidget(row->indexOf(m_action), widget);
}

QString MessageStrip::text() const
{
    return m_text->text();
}

QString MessageStrip::action() const
{
    return m_action->text();
}

void MessageStrip::paintIcon()
{
    const ToneColours colours = Colours::tone(m_tone, palette());
    m_icon->setPixmap(Icons::pixmap(iconOf(m_tone), 18, colours.ink, devicePixelRatioF()));
    QPalette ink = m_text->palette();
    ink.setColor(QPalette::WindowText, colours.ink);
    m_text->setPalette(ink);
}

void MessageStrip::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        paintIcon();
}

void MessageStrip::paintEvent(QPaintEvent *)
{
    const ToneColours colours = Colours::tone(m_tone, palette());
    QPainter painter(this);
    painter.fillRect(rect(), colours.ground);
    painter.setPen(Colours::line(palette()));
    painter.drawLine(rect().bottomLeft(), rect().bottomRight());
}

} // namespace Axess
