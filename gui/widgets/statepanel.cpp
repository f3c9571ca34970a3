// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/statepanel.h"

#include "app/colours.h"
#include "widgets/icons.h"

#include <QtGui/qevent.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qprogressbar.h>
#include <QtWidgets/qpushbutton.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

QLabel *centred(QWidget *parent, const QString &name)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setAlignment(Qt::AlignHCenter);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

StatePanel::StatePanel(QWidget *parent)
    : QWidget(parent)
    , m_picture(new QLabel(this))
    , m_title(centred(this, u"stateTitle"_s))
    , m_sentence(centred(this, u"stateSentence"_s))
    , m_detail(centred(this, u"stateDetail"_s))
    , m_busy(new QProgressBar(this))
    , m_action(new QPushButton(this))
{
    setObjectName(u"statePanel"_s);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    large.setBold(true);
    m_title->setFont(large);
    m_sentence->setForegroundRole(QPalette::PlaceholderText);
    m_detail->setForegroundRole(QPalette::PlaceholderText);
    m_busy->setRange(0, 0);
    m_busy->setFixedWidth(200);
    m_busy->setTextVisible(false);
    m_busy->setAccessibleName(tr("Reading"));
    m_action->setObjectName(u"stateAction"_s);
    auto *column = new QVBoxLayout(this);
    column->addStretch(2);
    for (QWidget *widget : {static_cast<QWidget *>(m_picture), static_cast<QWidget *>(m_title),
                            static_cast<QWidget *>(m_sentence), static_cast<QWidget *>(m_detail),
                            static_cast<QWidget *>(m_busy), static_cast<QWidget *>(m_action)})
        column->addWidget(widget, 0, Qt::AlignHCenter);
    column->addStretch(3);
    column->setSpacing(10);
    connect(m_action, &QPushButton::clicked, this, &StatePanel::actionTriggered);
}

void StatePanel::show(const Content &content)
{
    m_icon = content.icon;
    m_tone = content.tone;
    paintPicture();
    m_picture->show();
    m_title->setText(content.title);
    m_sentence->setText(content.sentence);
    m_sentence->setVisible(!content.sentence.isEmpty());
    m_detail->setText(content.detail);
    m_detail->setVisible(!content.detail.isEmpty());
    m_action->setText(content.action);
    m_action->setAccessibleName(content.action);
    m_action->setVisible(!content.action.isEmpty());
    m_busy->hide();
}

void StatePanel::paintPicture()
{
    if (m_icon.isEmpty())
        return;
    const QColor ink = m_tone == Tone::Neutral ? palette().color(QPalette::PlaceholderText)
                                               : Colours::tone(m_tone, palette()).ink;
    m_picture->setPixmap(Icons::pixmap(m_icon, 40, ink, devicePixelRatioF()));
}

void StatePanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // A wrapped label without a width of its own would be squeezed to a column of words.
    for (QLabel *label : {m_title, m_sentence, m_detail})
        label->setFixedWidth(std::clamp(width() - 40, 160, 460));
}

void StatePanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        paintPicture();
}

void StatePanel::showBusy(const QString &title)
{
    m_picture->hide();
    m_title->setText(title);
    m_sentence->hide();
    m_detail->hide();
    m_action->hide();
    m_busy->show();
}

QString StatePanel::sentence() const
{
    return m_sentence->text();
}

QString StatePanel::title() const
{
    return m_title->text();
}

} // namespace Axess
