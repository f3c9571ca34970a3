// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "usercommands.h"

#include <QtCore/qjsonarray.h>

using namespace Axess;
using namespace Qt::StringLiterals;

QString UserListCommand::name() const
{
    return u"user list"_s;
}

QString UserListCommand::summary() const
{
    return u"Lists a tenant's users who have sessions."_s;
}

void UserListCommand::describe(QCommandLineParser &parser) const
{
    parser.addOption({u"tenant"_s, u"The tenant (the one without a name)."_s, u"TENANT"_s});
}

ExitCode UserListCommand::run(Context &context)
{
    const auto tenant = context.noArguments().and_then([&] { return context.tenant(); });
    if (!tenant)
        return failed(context, tenant.error());
    const auto store = context.openStore();
    if (!store)
        return failed(context, store.error());

    QJsonArray users;
    QList<QStringList> rows;
    QByteArray cursor;
    do {
        const auto page = (*store)->users(*tenant, cursor, 1000);
        if (!page)
            return failed(context, page.error());
        for (const UserSummary &summary : page->users) {
            users.append(QJsonObject {{u"user"_s, summary.user.text()},
                                      {u"tenant"_s, summary.tenant.text()},
                                      {u"sessions"_s, summary.sessions},
                                      {u"newestCreated"_s, summary.newestCreated}});
            rows.append(
                {summary.user.text(), QString::number(summary.sessions), timeText(summary.newestCreated)});
        }
        cursor = page->next;
    } while (!cursor.isEmpty() && !wasCancelled());
    context.output().json({{u"users"_s, users}});
    context.output().table({u"USER"_s, u"SESSIONS"_s, u"NEWEST"_s}, rows);
    return wasCancelled() ? ExitCode::Cancelled : ExitCode::Ok;
}

QString TenantListCommand::name() const
{
    return u"tenant list"_s;
}

QString TenantListCommand::summary() const
{
    return u"Lists the tenants that have sessions."_s;
}

void TenantListCommand::describe(QCommandLineParser &) const
{ }

ExitCode TenantListCommand::run(Context &context)
{
    const auto store = context.noArguments().and_then([&] { return context.openStore(); });
    if (!store)
        return failed(context, store.error());
    QJsonArray tenants;
    QList<QStringList> rows;
    QByteArray cursor;
    do {
        const auto page = (*store)->tenants(cursor, 1000);
        if (!page)
            return failed(context, page.error());
        for (const TenantId &tenant : page->tenants) {
            tenants.append(tenant.text());
            rows.append({tenant.isEmpty() ? u"(no name)"_s : tenant.text()});
        }
        cursor = page->next;
    } while (!cursor.isEmpty() && !wasCancelled());
    context.output().json({{u"tenants"_s, tenants}});
    context.output().table({u"TENANT"_s}, rows);
    return wasCancelled() ? ExitCode::Cancelled : ExitCode::Ok;
}
