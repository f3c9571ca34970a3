// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "usercommands.h"

#include "rowforms.h"

#include <QtCore/qjsonarray.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

/// All of the store's tenants, unless cancelled meanwhile.
Result<QList<TenantId>> allTenants(SessionStore &store)
{
    QList<TenantId> tenants;
    QByteArray cursor;
    do {
        const auto page = store.tenants(cursor, 1000);
        if (!page)
            return std::unexpected(page.error());
        tenants += page->tenants;
        cursor = page->next;
    } while (!cursor.isEmpty() && !wasCancelled());
    return tenants;
}

Result<void> appendUsers(SessionStore &store, const TenantId &tenant, QList<UserSummary> &users)
{
    QByteArray cursor;
    do {
        const auto page = store.users(tenant, cursor, 1000);
        if (!page)
            return std::unexpected(page.error());
        users += page->users;
        cursor = page->next;
    } while (!cursor.isEmpty() && !wasCancelled());
    return {};
}

QString tenantText(const TenantId &tenant)
{
    return tenant.isEmpty() ? u"(no name)"_s : tenant.text();
}

} // namespace

QString UserListCommand::name() const
{
    return u"user list"_s;
}

QString UserListCommand::summary() const
{
    return u"Lists the users who have sessions, of one tenant or of all."_s;
}

void UserListCommand::describe(QCommandLineParser &parser) const
{
    parser.addOption({u"tenant"_s,
                      u"Only this tenant's; '' is the one without a name. Else of every tenant."_s,
                      u"TENANT"_s});
}

ExitCode UserListCommand::run(Context &context)
{
    const auto tenant = context.noArguments().and_then([&] { return context.tenant(); });
    if (!tenant)
        return failed(context, tenant.error());
    const auto store = context.openStore();
    if (!store)
        return failed(context, store.error());
    const auto tenants
        = context.isSet(u"tenant"_s) ? Result<QList<TenantId>>({*tenant}) : allTenants(**store);
    if (!tenants)
        return failed(context, tenants.error());

    QList<UserSummary> users;
    for (const TenantId &each : *tenants) {
        if (const auto listed = appendUsers(**store, each, users); !listed)
            return failed(context, listed.error());
    }
    QJsonArray array;
    QList<QStringList> rows;
    for (const UserSummary &summary : std::as_const(users)) {
        array.append(QJsonObject {{u"user"_s, summary.user.text()},
                                  {u"tenant"_s, summary.tenant.text()},
                                  {u"sessions"_s, summary.sessions},
                                  {u"newestCreated"_s, summary.newestCreated}});
        rows.append({tenantText(summary.tenant), summary.user.text(), QString::number(summary.sessions),
                     timeText(summary.newestCreated)});
    }
    context.output().json({{u"users"_s, array}});
    context.output().table({u"TENANT"_s, u"USER"_s, u"SESSIONS"_s, u"NEWEST"_s}, rows);
    return wasCancelled() ? ExitCode::Cancelled : ExitCode::Ok;
}

QString UserShowCommand::name() const
{
    return u"user show"_s;
}

QString UserShowCommand::summary() const
{
    return u"A user's live sessions, and those that the server took away before their time."_s;
}

void UserShowCommand::describe(QCommandLineParser &parser) const
{
    parser.addPositionalArgument(u"USER"_s, u"The user's id."_s);
    parser.addOption({u"tenant"_s, u"The user's tenant."_s, u"TENANT"_s});
}

ExitCode UserShowCommand::run(Context &context)
{
    if (context.arguments().size() != 1)
        return failed(context, usageError(u"Name one user"_s).error());
    const auto user = context.userFrom(context.arguments().first());
    const auto tenant = context.tenant();
    if (!user || !tenant)
        return failed(context, !user ? user.error() : tenant.error());
    const auto store = context.openStore();
    if (!store)
        return failed(context, store.error());
    const auto live = (*store)->sessionsOf(*user, *tenant);
    const auto vanished = (*store)->vanishedSessionsOf(*user, *tenant);
    if (!live || !vanished)
        return failed(context, !live ? live.error() : vanished.error());

    QJsonArray sessions;
    QJsonArray lost;
    QList<QStringList> rows;
    for (const ListedSession &session : *live) {
        const SessionRow &row = session.row;
        sessions.append(toJson(session));
        rows.append({row.id.text(), u"live"_s, levelWord(row.level), timeText(row.created),
                     timeText(row.lastSeen), row.client.label});
    }
    for (const SessionId &id : *vanished) {
        lost.append(id.text());
        rows.append({id.text(), u"vanished"_s, {}, {}, {}, {}});
    }
    const Output &output = context.output();
    output.json({{u"user"_s, user->text()},
                 {u"tenant"_s, tenant->text()},
                 {u"sessions"_s, sessions},
                 {u"vanished"_s, lost}});
    output.table({u"ID"_s, u"STATE"_s, u"LEVEL"_s, u"CREATED"_s, u"LAST SEEN"_s, u"CLIENT"_s}, rows);
    if (!vanished->isEmpty())
        output.note(
            u"Vanished sessions were taken away by the server, as by an eviction: it has too little memory, "
            "or lost writes. `axessctl doctor` tells more"_s);
    return ExitCode::Ok;
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
    const auto tenants = allTenants(**store);
    if (!tenants)
        return failed(context, tenants.error());
    QJsonArray array;
    QList<QStringList> rows;
    for (const TenantId &tenant : *tenants) {
        array.append(tenant.text());
        rows.append({tenantText(tenant)});
    }
    context.output().json({{u"tenants"_s, array}});
    context.output().table({u"TENANT"_s}, rows);
    return wasCancelled() ? ExitCode::Cancelled : ExitCode::Ok;
}
