// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/columnlayout.h"

#include <QtCore/qscopedvaluerollback.h>
#include <QtCore/qsettings.h>
#include <QtWidgets/qheaderview.h>
#include <QtWidgets/qmenu.h>

#include <algorithm>
#include <array>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

using Field = SessionField;

constexpr auto ColumnsKey = "sessions/v1/columns"_L1;
constexpr int WidestColumn = 4000;
// By field, in average characters.
constexpr std::array Widths {17, 10, 12, 19, 12, 12, 14, 34, 10, 10, 16, 22, 12, 9, 9};

const QList<SessionField> &fieldsOf(ColumnLayout::Preset preset)
{
    static const QList<SessionField> support {Field::User,   Field::Tenant,  Field::Life,    Field::LastSeen,
                                              Field::Device, Field::Address, Field::Created, Field::Expires};
    static const QList<SessionField> security {Field::User,   Field::Tenant,   Field::Level,
                                               Field::Life,   Field::SignedIn, Field::Address,
                                               Field::Device, Field::LastSeen, Field::Id};
    static const QList<SessionField> operations {Field::User,    Field::Tenant,   Field::Life,
                                                 Field::Created, Field::Expires,  Field::Key,
                                                 Field::Size,    Field::Revision, Field::Id};
    switch (preset) {
    case ColumnLayout::Preset::Support:
        return support;
    case ColumnLayout::Preset::Security:
        return security;
    case ColumnLayout::Preset::Operations:
        break;
    }
    return operations;
}

QList<SessionField> firstFields()
{
    return {Field::User,     Field::Tenant,  Field::Level,  Field::Life, Field::Created,
            Field::LastSeen, Field::Expires, Field::Client, Field::Id,   Field::Key};
}

QString idOf(int field)
{
    return QString::fromLatin1(sessionColumns()[size_t(field)].id);
}

int fieldOf(const QString &id)
{
    const auto columns = sessionColumns();
    const auto found = std::ranges::find_if(
        columns, [&](const SessionColumn &column) { return id == QLatin1StringView(column.id); });
    return found == columns.end() ? -1 : int(found - columns.begin());
}

} // namespace

ColumnLayout::ColumnLayout(QHeaderView &header, QObject *parent)
    : QObject(parent)
    , m_header(header)
{
    restore();
    connect(&header, &QHeaderView::sectionMoved, this, &ColumnLayout::changed);
    connect(&header, &QHeaderView::sectionResized, this, [this](int field) {
        // The last one follows the window, which nobody chose as its width.
        if (field != lastShown())
            changed();
    });
}

void ColumnLayout::reset()
{
    show(firstFields());
    save();
}

void ColumnLayout::use(Preset preset)
{
    show(fieldsOf(preset));
    save();
}

void ColumnLayout::show(const QList<SessionField> &fields)
{
    const QScopedValueRollback restoring(m_restoring, true);
    const int character = m_header.fontMetrics().averageCharWidth();
    for (int field = 0; field < m_header.count(); ++field) {
        m_header.setSectionHidden(field, !fields.contains(SessionField(field)));
        m_header.resizeSection(field, Widths.at(size_t(field)) * character + 24);
    }
    for (int place = 0; place < fields.size(); ++place)
        m_header.moveSection(m_header.visualIndex(int(fields.at(place))), place);
}

// One word a column, from left to right: id, width, and a minus before what is hidden. What is not known here
// is passed over, and what the settings do not know yet stays as it is.
void ColumnLayout::save() const
{
    QStringList words;
    for (int place = 0; place < m_header.count(); ++place) {
        const int field = m_header.logicalIndex(place);
        const bool hidden = m_header.isSectionHidden(field);
        const int width = hidden ? m_header.defaultSectionSize() : m_header.sectionSize(field);
        words.append(u"%1%2:%3"_s.arg(hidden ? u"-"_s : QString(), idOf(field)).arg(width));
    }
    QSettings().setValue(ColumnsKey, words);
}

void ColumnLayout::restore()
{
    show(firstFields());
    const QScopedValueRollback restoring(m_restoring, true);
    int place = 0;
    for (QString word : QSettings().value(ColumnsKey).toStringList()) {
        const bool hidden = word.startsWith(u'-');
        if (hidden)
            word.removeFirst();
        const int field = fieldOf(word.section(u':', 0, 0));
        const int width = word.section(u':', 1).toInt();
        if (field < 0 || place >= m_header.count())
            continue;
        m_header.moveSection(m_header.visualIndex(field), place++);
        m_header.setSectionHidden(field, hidden && SessionField(field) != Field::User);
        if (!hidden && width >= m_header.minimumSectionSize() && width <= WidestColumn)
            m_header.resizeSection(field, width);
    }
}

QList<SessionField> ColumnLayout::shown() const
{
    QList<SessionField> fields;
    for (int place = 0; place < m_header.count(); ++place) {
        if (const int field = m_header.logicalIndex(place); !m_header.isSectionHidden(field))
            fields.append(SessionField(field));
    }
    return fields;
}

bool ColumnLayout::isShown(SessionField field) const
{
    return !m_header.isSectionHidden(int(field));
}

int ColumnLayout::lastShown() const
{
    int last = -1;
    for (int place = 0; place < m_header.count(); ++place) {
        if (!m_header.isSectionHidden(m_header.logicalIndex(place)))
            last = m_header.logicalIndex(place);
    }
    return last;
}

void ColumnLayout::setShown(SessionField field, bool shown)
{
    if (field == Field::User)
        return;
    m_header.setSectionHidden(int(field), !shown);
    if (shown && m_header.sectionSize(int(field)) < m_header.minimumSectionSize())
        m_header.resizeSection(int(field), m_header.defaultSectionSize());
    save();
}

void ColumnLayout::fill(QMenu &menu)
{
    menu.clear();
    for (int place = 0; place < m_header.count(); ++place) {
        const auto field = SessionField(m_header.logicalIndex(place));
        QAction *column = menu.addAction(sessionColumnTitle(field));
        column->setCheckable(true);
        column->setChecked(isShown(field));
        column->setEnabled(field != Field::User);
        connect(column, &QAction::toggled, this, [this, field](bool shown) { setShown(field, shown); });
    }
    menu.addSeparator();
    const std::pair<Preset, QString> presets[] {{Preset::Support, tr("For &support")},
                                                {Preset::Security, tr("For se&curity")},
                                                {Preset::Operations, tr("For &operations")}};
    for (const auto &[preset, text] : presets)
        connect(menu.addAction(text), &QAction::triggered, this, [this, preset = preset] { use(preset); });
    menu.addSeparator();
    connect(menu.addAction(tr("&Reset the columns")), &QAction::triggered, this, &ColumnLayout::reset);
}

void ColumnLayout::changed()
{
    if (!m_restoring)
        save();
}

} // namespace Axess
