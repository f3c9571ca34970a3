// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/commonview.h"

#include "app/texts.h"
#include "app/timetexts.h"
#include "widgets/factsheet.h"

#include <QtCore/qlocale.h>
#include <QtCore/qset.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

CommonView::CommonView(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
{
    setObjectName(u"commonView"_s);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    large.setBold(true);
    m_title->setFont(large);
    m_title->setContentsMargins(16, 14, 16, 0);
    auto *sheet = new FactSheet(this);
    sheet->setContentsMargins(16, 8, 16, 14);
    sheet->addHeading(tr("In common"));
    const std::pair<QString, Value> facts[] {
        {tr("User"), [](const ListedSession &session) { return Texts::userName(session.row.user); }},
        {tr("Tenant"), [](const ListedSession &session) { return Texts::tenantName(session.row.tenant); }},
        {tr("State"), [](const ListedSession &session) { return Texts::life(session.life); }},
        {tr("Level"), [](const ListedSession &session) { return Texts::level(session.row.level); }},
        {tr("Address"), [](const ListedSession &session) { return session.row.client.address; }},
        {tr("Client"), [](const ListedSession &session) { return session.row.client.label; }},
        {tr("Key"), [](const ListedSession &session) { return Texts::keyId(session.row.keyId); }},
    };
    for (const auto &[name, value] : facts)
        m_values.append({sheet->addFact(name), value});
    sheet->addHeading(tr("Together"));
    m_oldest = sheet->addFact(tr("The first began"));
    m_newest = sheet->addFact(tr("The last began"));
    m_size = sheet->addFact(tr("Data"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_title);
    column->addWidget(sheet);
    column->addStretch();
}

QString CommonView::common(const QList<ListedSession> &sessions, Value value)
{
    QSet<QString> values;
    for (const ListedSession &session : sessions)
        values.insert(value(session));
    if (values.size() > 1)
        return tr("(%n different)", nullptr, int(values.size()));
    const QString only = *values.cbegin();
    return only.isEmpty() ? u"–"_s : only;
}

void CommonView::show(const QList<ListedSession> &sessions, qint64 now)
{
    m_title->setText(tr("%n session(s)", nullptr, int(sessions.size())));
    if (sessions.isEmpty())
        return;
    for (const auto &[label, value] : std::as_const(m_values))
        label->setText(common(sessions, value));
    const auto created = [](const ListedSession &session) { return session.row.created; };
    const auto [first, last] = std::ranges::minmax(sessions, {}, created);
    m_oldest->setText(TimeTexts::twoLines(first.row.created, now));
    m_newest->setText(TimeTexts::twoLines(last.row.created, now));
    qint64 bytes = 0;
    for (const ListedSession &session : sessions)
        bytes += session.row.payloadBytes;
    m_size->setText(QLocale().formattedDataSize(bytes));
}

} // namespace Axess
