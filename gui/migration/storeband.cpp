// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migration/storeband.h"

#include "app/colours.h"
#include "widgets/chip.h"
#include "widgets/icons.h"

#include <axess/storeurl.h>

#include <QtGui/qpainter.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

// A name that turns the direction of writing must not look like another one.
QString visible(QString name)
{
    for (QChar &letter : name) {
        if (letter.category() == QChar::Other_Format || letter.category() == QChar::Other_Control)
            letter = QChar::ReplacementCharacter;
    }
    return name;
}

} // namespace

StoreBand::StoreBand(const QString &part, const QString &icon, QWidget *parent)
    : QFrame(parent)
    , m_part(part)
    , m_icon(icon)
    , m_partLabel(new QLabel(part, this))
    , m_environment(new Chip(this))
    , m_name(new QLabel(this))
    , m_where(new QLabel(this))
    , m_note(new Chip(this))
{
    QFont bold = font();
    bold.setBold(true);
    m_name->setFont(bold);
    m_name->setTextFormat(Qt::PlainText);
    m_where->setTextFormat(Qt::PlainText);
    m_where->setForegroundRole(QPalette::PlaceholderText);
    m_where->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_partLabel->setMinimumWidth(fontMetrics().averageCharWidth() * 9);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(44, 7, 16, 8);
    row->setSpacing(8);
    row->addWidget(m_partLabel);
    row->addWidget(m_environment);
    row->addWidget(m_name);
    row->addWidget(m_where, 1);
    row->addWidget(m_note);
    show({});
}

void StoreBand::show(const StoreAddress &address, const QString &note)
{
    const auto url = StoreUrl::parse(address.url);
    m_tone = EnvironmentTexts::tone(address.environment);
    const QString environment = EnvironmentTexts::label(address.environment);
    m_environment->set(environment.toUpper(), m_tone,
                       address.environment == Environment::Production ? u"warning"_s : QString());
    m_environment->setVisible(url.has_value());
    m_name->setText(url ? visible(address.shortName()) : tr("not chosen yet"));
    m_where->setText(url ? visible(url->displayText()) : QString());
    m_where->setToolTip(m_where->text().toHtmlEscaped());
    m_note->set(note, Tone::Info);
    m_note->setVisible(!note.isEmpty());
    setAccessibleName(text());
    update();
}

QString StoreBand::text() const
{
    QStringList parts {m_part, m_environment->isHidden() ? QString() : m_environment->text(), m_name->text(),
                       m_note->isHidden() ? QString() : m_note->text()};
    parts.removeAll(QString());
    return parts.join(u' ');
}

void StoreBand::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const bool marked = m_tone != Tone::Neutral;
    painter.fillRect(rect(),
                     marked ? Colours::tone(m_tone, palette()).ground : palette().color(QPalette::Base));
    painter.setPen(Colours::line(palette()));
    painter.drawLine(rect().bottomLeft(), rect().bottomRight());
    const QColor ink = palette().color(QPalette::Link);
    painter.drawPixmap(16, (height() - 20) / 2, Icons::pixmap(m_icon, 20, ink, devicePixelRatioF()));
}

} // namespace Axess
