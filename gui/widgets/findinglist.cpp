// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/findinglist.h"

#include "app/colours.h"
#include "widgets/icons.h"

#include <QtGui/qpainter.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
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

// Drawn anew with each theme, unlike a label's pixmap.
class ToneIcon final : public QWidget
{
public:
    ToneIcon(Tone tone, QWidget *parent)
        : QWidget(parent)
        , m_tone(tone)
    {
        setFixedSize(20, 20);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const QColor ink = Colours::tone(m_tone, palette()).ink;
        painter.drawPixmap(0, 0, Icons::pixmap(iconOf(m_tone), 20, ink, devicePixelRatioF()));
    }

private:
    Tone m_tone;
};

QLabel *wrapped(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

FindingList::FindingList(QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(12);
}

void FindingList::show(const QList<Line> &lines)
{
    m_lines = lines;
    while (QLayoutItem *item = m_column->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const Line &line : lines)
        m_column->addWidget(made(line));
}

QWidget *FindingList::made(const Line &line)
{
    auto *field = new QWidget(this);
    auto *row = new QHBoxLayout(field);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    row->addWidget(new ToneIcon(line.tone, field), 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(wrapped(line.sentence, field));
    if (!line.remedy.isEmpty()) {
        QLabel *remedy = wrapped(line.remedy, field);
        remedy->setForegroundRole(QPalette::PlaceholderText);
        words->addWidget(remedy);
    }
    row->addLayout(words, 1);
    if (!line.action.isEmpty()) {
        auto *action = new QToolButton(field);
        action->setText(tr("%1 ›", "the page that a link leads to").arg(line.action));
        action->setAccessibleName(tr("Show %1").arg(line.action));
        action->setAutoRaise(true);
        action->setFocusPolicy(Qt::TabFocus);
        action->setObjectName(u"findingLink"_s);
        connect(action, &QToolButton::clicked, this, [this, page = line.page] { Q_EMIT pageWanted(page); });
        row->addWidget(action, 0, Qt::AlignTop);
    }
    return field;
}

} // namespace Axess
