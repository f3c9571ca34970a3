// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/navigationrail.h"

#include "app/colours.h"
#include "widgets/icons.h"

#include <QtGui/qevent.h>
#include <QtGui/qpainter.h>
#include <QtWidgets/qabstractbutton.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qbuttongroup.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

class RailButton final : public QAbstractButton
{
public:
    RailButton(QString icon, const QString &title, QWidget *parent)
        : QAbstractButton(parent)
        , m_icon(std::move(icon))
    {
        setText(title);
        setAccessibleName(title);
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    QSize sizeHint() const override
    {
        return {fontMetrics().horizontalAdvance(text()) + 80, fontMetrics().height() + 20};
    }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    // A ring for whoever moves by keyboard; a click or a new window needs none.
    void focusInEvent(QFocusEvent *event) override
    {
        m_ring = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason
            || event->reason() == Qt::OtherFocusReason;
        QAbstractButton::focusInEvent(event);
    }

    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF field = QRectF(rect()).adjusted(8.5, 2.5, -8.5, -2.5);
        const ToneColours chosen = Colours::tone(Tone::Info, palette());
        QColor hover = palette().color(QPalette::WindowText);
        hover.setAlphaF(0.06F);
        painter.setPen(hasFocus() && m_ring ? QPen(palette().color(QPalette::Highlight), 1.6)
                                            : QPen(Qt::NoPen));
        painter.setBrush(isChecked() ? chosen.ground : underMouse() ? hover : QColor(Qt::transparent));
        painter.drawRoundedRect(field, 6, 6);
        const QColor ink = isChecked() ? chosen.ink : palette().color(QPalette::WindowText);
        painter.drawPixmap(20, (height() - 20) / 2, Icons::pixmap(m_icon, 20, ink, devicePixelRatioF()));
        QFont text = font();
        text.setBold(isChecked());
        painter.setFont(text);
        painter.setPen(ink);
        painter.drawText(rect().adjusted(50, 0, -10, 0), Qt::AlignVCenter | Qt::AlignLeft, this->text());
    }

private:
    QString m_icon;
    bool m_ring = false;
};

} // namespace

NavigationRail::NavigationRail(QWidget *parent)
    : QFrame(parent)
    , m_column(new QVBoxLayout(this))
    , m_buttons(new QButtonGroup(this))
{
    setObjectName(u"navigationRail"_s);
    setAccessibleName(tr("Pages"));
    m_column->setContentsMargins(0, 10, 1, 10);
    m_column->setSpacing(2);
    m_column->addStretch();
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    m_buttons->setExclusive(true);
    connect(m_buttons, &QButtonGroup::idClicked, this, &NavigationRail::pageChosen);
}

void NavigationRail::addPage(const QString &icon, const QString &title)
{
    const int page = int(m_buttons->buttons().size());
    auto *button = new RailButton(icon, title, this);
    button->setObjectName(u"railButton%1"_s.arg(page));
    button->setToolTip(tr("%1 (Ctrl+%2)", "page and its shortcut").arg(title).arg(page + 1));
    button->setShortcut(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + page)));
    m_buttons->addButton(button, page);
    m_column->insertWidget(page, button);
}

void NavigationRail::choose(int page)
{
    QAbstractButton *button = m_buttons->button(page);
    if (!button || button->isChecked())
        return;
    button->setChecked(true);
    Q_EMIT pageChosen(page);
}

int NavigationRail::chosen() const
{
    return m_buttons->checkedId();
}

void NavigationRail::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(Colours::line(palette()));
    painter.drawLine(rect().topRight(), rect().bottomRight());
}

} // namespace Axess
