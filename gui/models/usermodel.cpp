// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "models/usermodel.h"

#include "app/texts.h"
#include "app/timetexts.h"
#include "widgets/icons.h"

#include <QtCore/qlocale.h>

namespace Axess {

using namespace Qt::StringLiterals;

UserModel::UserModel(Source source, Now now, QObject *parent)
    : QAbstractTableModel(parent)
    , m_source(std::move(source))
    , m_now(std::move(now))
{ }

void UserModel::show(const TenantId &tenant)
{
    beginResetModel();
    m_tenant = tenant;
    m_users.clear();
    m_next.clear();
    m_error.reset();
    m_state = State::Loading;
    endResetModel();
    readPage();
}

void UserModel::readPage()
{
    m_reading = true;
    const quint64 question = m_latest.next();
    m_source(m_tenant, m_next).then(this, [this, question](const Result<UserPage> &page) {
        if (m_latest.is(question))
            takePage(page);
    });
    Q_EMIT changed();
}

void UserModel::takePage(const Result<UserPage> &page)
{
    if (!page) {
        m_reading = false;
        m_error = page.error();
        if (m_users.isEmpty())
            m_state = State::Failed;
        Q_EMIT changed();
        return;
    }
    m_next = page->next;
    if (!page->users.isEmpty()) {
        const int first = int(m_users.size());
        beginInsertRows({}, first, first + int(page->users.size()) - 1);
        m_users.append(page->users);
        endInsertRows();
    }
    // Only now: a view that hears of rows may ask for more at once.
    m_reading = false;
    m_state = m_users.isEmpty() ? State::Empty : State::Filled;
    Q_EMIT changed();
}

int UserModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_users.size());
}

int UserModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant UserModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const UserSummary &user = m_users.at(index.row());
    if (role == Qt::DecorationRole && index.column() == User)
        return Icons::icon(u"user"_s);
    if (role == Qt::ToolTipRole && index.column() == Newest)
        return TimeTexts::toolTip(user.newestCreated, m_now());
    if (role == Qt::TextAlignmentRole && index.column() == Sessions)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case User:
        return Texts::userName(user.user);
    case Sessions:
        return QLocale().toString(user.sessions);
    case Newest:
        return TimeTexts::both(user.newestCreated, m_now());
    default:
        return {};
    }
}

QVariant UserModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Sessions ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case User:
        return tr("User");
    case Sessions:
        return tr("Sessions");
    case Newest:
        return tr("Newest session began");
    default:
        return {};
    }
}

bool UserModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && hasMore() && !m_reading && !m_error;
}

void UserModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        readPage();
}

} // namespace Axess
