// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sessioncommands.h"

#include "filteroptions.h"
#include "rowforms.h"

#include <axess/sessionsearch.h>

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsonvalue.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

Result<QByteArray> cursorOf(const Context &context)
{
    const QByteArray text = context.value(u"cursor"_s).toLatin1();
    const auto decoded = QByteArray::fromBase64Encoding(
        text, QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return usageError(u"--cursor is the `next` of an earlier page"_s);
    return *decoded;
}

// What the console's search field takes. Times are of this machine's zone, as in the console.
Result<SessionPage> searched(const Context &context, SessionStore &store, const SessionQuery &query)
{
    const ParsedSearch parsed = ParsedSearch::read(context.value(u"search"_s));
    if (!parsed.isValid())
        return usageError(parsed.problems.constFirst().sentence());
    return parsed.search.planned(store.now(), QTimeZone::systemTimeZone())
        .page(store, query.cursor, query.limit);
}

Result<void> searchAlone(const Context &context)
{
    if (context.isSet(u"search"_s) && (hasFilter(context) || context.isSet(u"oldest-first"_s)))
        return usageError(u"--search says it all: no other filter, newest first"_s);
    return context.noArguments();
}

void printPage(const Context &context, const SessionPage &page)
{
    QJsonArray sessions;
    QList<QStringList> rows;
    for (const ListedSession &session : page.sessions) {
        const SessionRow &row = session.row;
        sessions.append(toJson(session));
        rows.append({row.id.text(), row.tenant.text(), row.user.isEmpty() ? u"(guest)"_s : row.user.text(),
                     levelWord(row.level), lifeWord(session.life), timeText(row.created),
                     timeText(row.lastSeen), row.client.label});
    }
    const Output &output = context.output();
    const QString next = QString::fromLatin1(
        page.next.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    output.json({{u"sessions"_s, sessions}, {u"next"_s, next.isEmpty() ? QJsonValue() : QJsonValue(next)}});
    output.table(
        {u"ID"_s, u"TENANT"_s, u"USER"_s, u"LEVEL"_s, u"LIFE"_s, u"CREATED"_s, u"LAST SEEN"_s, u"CLIENT"_s},
        rows);
    if (!next.isEmpty() && !output.isJson())
        output.note(u"More: --cursor "_s + next);
    if (!page.epochsKnown)
        output.note(u"Without the root key, life is told by deadlines and marks alone"_s);
}

QJsonObject withData(QJsonObject object, const SessionRow &row)
{
    QJsonObject data;
    for (const auto &[name, value] : row.data.values().asKeyValueRange())
        data.insert(name, value.toJsonValue());
    object.insert(u"data"_s, data);
    return object;
}

Error dataIsShut(const SessionStore &store)
{
    const StoreCapabilities capabilities = store.capabilities();
    if (capabilities.sealed && !capabilities.hasKey)
        return Error(ErrorCode::KeyMissing, u"The data is encrypted; name the root key to read it"_s);
    return Error(ErrorCode::Denied, u"The account of the store's URL may not read sessions' data"_s);
}

QList<QStringList> summaryOf(const ListedSession &session)
{
    const SessionRow &row = session.row;
    QList<QStringList> lines {
        {u"id"_s, row.id.text()},
        {u"tenant"_s, row.tenant.text()},
        {u"user"_s, row.user.isEmpty() ? u"(guest)"_s : row.user.text()},
        {u"level"_s, levelWord(row.level)},
        {u"life"_s, lifeWord(session.life)},
        {u"created"_s, timeText(row.created)},
        {u"authenticated"_s, timeText(row.authenticatedAt)},
        {u"last seen"_s, u"at least "_s + timeText(row.lastSeen)},
        {u"idle deadline"_s, timeText(row.idleDeadline)},
        {u"absolute deadline"_s, timeText(row.absoluteDeadline)},
        {u"client"_s, row.client.label + u" · "_s + row.client.address},
        {u"user agent"_s, row.client.userAgent},
        {u"revision"_s, QString::number(row.revision)},
        {u"key"_s, row.keyId == 0 ? u"not encrypted"_s : keyIdText(row.keyId)},
        {u"payload"_s, u"%1 bytes"_s.arg(row.payloadBytes)},
        {u"verified"_s, verificationWord(row.verification)},
    };
    if (row.revocation) {
        lines.append({u"revoked"_s, timeText(row.revocation->at) + u": "_s + row.revocation->reason});
        lines.append({u"can be restored until"_s, timeText(row.revocation->graceUntil)});
    }
    return lines;
}

} // namespace

QString SessionListCommand::name() const
{
    return u"session list"_s;
}

QString SessionListCommand::summary() const
{
    return u"Lists sessions, newest first, a page at a time."_s;
}

void SessionListCommand::describe(QCommandLineParser &parser) const
{
    addFilterOptions(parser);
    parser.addOption({u"search"_s, u"As in the console: user:alice state:active seen:<15m."_s, u"TEXT"_s});
    parser.addOption({u"limit"_s, u"Sessions a page, 1 to 1,000 (200)."_s, u"N"_s});
    parser.addOption({u"cursor"_s, u"Go on behind an earlier page: its `next`."_s, u"CURSOR"_s});
    parser.addOption({u"oldest-first"_s, u"The other way round."_s});
}

ExitCode SessionListCommand::run(Context &context)
{
    SessionQuery query;
    const auto filter = filterFrom(context);
    const auto limit = context.number(u"limit"_s, 200, 1, PageRequest::MaximumRows);
    const auto cursor = cursorOf(context);
    if (!filter || !limit || !cursor)
        return failed(context, !filter ? filter.error() : !limit ? limit.error() : cursor.error());
    if (const auto alone = searchAlone(context); !alone)
        return failed(context, alone.error());
    query.filter = *filter;
    query.limit = *limit;
    query.cursor = *cursor;
    query.order = context.isSet(u"oldest-first"_s) ? PageOrder::OldestFirst : PageOrder::NewestFirst;

    const auto page = context.openStore().and_then([&](const auto &store) {
        return context.isSet(u"search"_s) ? searched(context, *store, query) : store->page(query);
    });
    if (!page)
        return failed(context, page.error());
    printPage(context, *page);
    return ExitCode::Ok;
}

QString SessionShowCommand::name() const
{
    return u"session show"_s;
}

QString SessionShowCommand::summary() const
{
    return u"Opens one session with the key and prints its metadata; an altered one is Corrupt."_s;
}

void SessionShowCommand::describe(QCommandLineParser &parser) const
{
    parser.addPositionalArgument(u"ID"_s, u"The session's id."_s);
    parser.addOption({u"data"_s, u"Print its data too."_s});
}

ExitCode SessionShowCommand::run(Context &context)
{
    const auto ids = context.sessionIds();
    if (!ids)
        return failed(context, ids.error());
    if (ids->size() != 1)
        return failed(context, usageError(u"Name one session id"_s).error());
    const auto store = context.openStore();
    const auto found = store.and_then([&](const auto &opened) { return opened->find(ids->first()); });
    if (!found)
        return failed(context, found.error());
    if (!*found) {
        context.output().note(u"There is no session "_s + ids->first().text());
        return ExitCode::Error;
    }
    const ListedSession &session = **found;
    const bool showsData = context.isSet(u"data"_s);
    if (showsData && session.row.verification == Verification::NotVerified)
        return failed(context, dataIsShut(**store));

    const Output &output = context.output();
    output.json(showsData ? withData(toJson(session), session.row) : toJson(session));
    QList<QStringList> lines = summaryOf(session);
    if (showsData) {
        for (const auto &[name, value] : session.row.data.values().asKeyValueRange())
            lines.append({u"data: "_s + name, value.toDiagnosticNotation()});
    }
    output.table({u"What"_s, u"Value"_s}, lines);
    return ExitCode::Ok;
}

QString SessionHistoryCommand::name() const
{
    return u"session history"_s;
}

QString SessionHistoryCommand::summary() const
{
    return u"Says what happened to a user's sessions, newest first: why was somebody logged out?"_s;
}

void SessionHistoryCommand::describe(QCommandLineParser &parser) const
{
    parser.addPositionalArgument(u"USER"_s, u"The user's id."_s);
    parser.addOption({u"tenant"_s, u"The user's tenant."_s, u"TENANT"_s});
    parser.addOption({u"limit"_s, u"Events, 1 to 1,000 (20)."_s, u"N"_s});
}

ExitCode SessionHistoryCommand::run(Context &context)
{
    if (context.arguments().size() != 1)
        return failed(context, usageError(u"Name one user"_s).error());
    const auto user = context.userFrom(context.arguments().first());
    const auto tenant = context.tenant();
    const auto limit = context.number(u"limit"_s, 20, 1, 1000);
    if (!user || !tenant || !limit)
        return failed(context, !user ? user.error() : !tenant ? tenant.error() : limit.error());
    const auto history = context.openStore().and_then(
        [&](const auto &store) { return store->history(*user, *tenant, *limit); });
    if (!history)
        return failed(context, history.error());

    QJsonArray events;
    QList<QStringList> rows;
    for (const Event &event : *history) {
        events.append(toJson(event));
        rows.append({timeText(event.at), eventWord(event), event.session.text(), event.detail});
    }
    context.output().json({{u"events"_s, events}});
    context.output().table({u"WHEN"_s, u"WHAT"_s, u"SESSION"_s, u"DETAIL"_s}, rows);
    return ExitCode::Ok;
}
