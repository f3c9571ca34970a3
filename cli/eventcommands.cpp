// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "eventcommands.h"

#include "jobterminal.h"
#include "rowforms.h"

#include <axess/eventfeed.h>

#include <atomic>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int atOnce = 200;

Result<EventCursor> cursorFrom(const Context &context, SessionStore &store)
{
    const QString from = context.value(u"from"_s);
    return from.isEmpty() || from == "now"_L1 ? EventFeed::end(store) : EventCursor::fromText(from);
}

QString whose(const Event &event)
{
    if (event.user.isEmpty())
        return event.session.isNull() ? QString() : u"(guest)"_s;
    return event.tenant.isEmpty() ? event.user.text() : event.tenant.text() + u'/' + event.user.text();
}

Result<void> print(const Output &output, const EventNotice &notice)
{
    if (notice.gap) {
        output.line(u"gap: "_s + notice.gap->sentence());
        output.jsonLine(
            {{u"gap"_s, notice.gap->cause == EventGap::Cause::Trimmed ? u"trimmed"_s : u"log-replaced"_s},
             {u"after"_s, notice.gap->after},
             {u"until"_s, notice.gap->until},
             {u"sentence"_s, notice.gap->sentence()}});
    }
    for (const Event &event : notice.events) {
        const QStringList parts {timeText(event.at), eventWord(event),
                                 event.session.isNull() ? u"-"_s : event.session.text(), whose(event),
                                 event.detail};
        output.line(parts.join(u"  "_s).trimmed());
        QJsonObject object = toJson(event);
        object.insert(u"position"_s, event.position);
        output.jsonLine(object);
    }
    output.jsonLine({{u"cursor"_s, notice.cursor.text()}});
    return output.flush();
}

// What there is, and no more. The cursor stands behind what was printed, here and below, come what may.
Result<void> printAll(const Output &output, SessionStore &store, EventCursor &cursor)
{
    for (;;) {
        const auto notice = EventFeed::read(store, cursor, atOnce);
        if (!notice)
            return std::unexpected(notice.error());
        if (const auto printed = print(output, *notice); !printed)
            return printed;
        cursor = notice->cursor;
        const bool isAll = notice->events.size() < atOnce;
        if (isAll && notice->isHeldBack)
            output.note(u"More is there behind a write that has not ended yet"_s);
        if (isAll || wasCancelled())
            return {};
    }
}

Result<void> printUntilCancelled(const Output &output, const std::shared_ptr<SessionStore> &store,
                                 EventCursor &cursor, std::chrono::milliseconds lookEvery)
{
    Result<void> printed; // The feed's thread's, until it stops.
    std::atomic<bool> isBroken = false;
    EventFeed feed(store, cursor,
                   [&](const EventNotice &notice) {
                       printed = print(output, notice);
                       if (printed)
                           cursor = notice.cursor;
                       else
                           isBroken = true;
                       return printed;
                   },
                   {.lookEvery = lookEvery, .atOnce = atOnce});
    return feed.start().and_then([&] {
        while (!isBroken && waitUncancelled(50ms)) { }
        feed.stop();
        return printed;
    });
}

} // namespace

QString EventsFollowCommand::name() const
{
    return u"events follow"_s;
}

QString EventsFollowCommand::summary() const
{
    return u"Prints what happens to sessions as it happens, until Ctrl-C; says when something is missing."_s;
}

void EventsFollowCommand::describe(QCommandLineParser &parser) const
{
    parser.addOption({u"from"_s, u"`now`, `beginning`, or where an earlier run ended (now)."_s, u"CURSOR"_s});
    parser.addOption({u"look-every"_s, u"How often it looks where no bell rings (1s)."_s, u"TIME"_s});
    parser.addOption({u"once"_s, u"Print what there is, and end."_s});
}

ExitCode EventsFollowCommand::run(Context &context)
{
    const auto every = context.noArguments().and_then([&] {
        return parseDuration(context.isSet(u"look-every"_s) ? context.value(u"look-every"_s) : u"1s"_s);
    });
    const auto store = every.and_then([&](std::chrono::milliseconds) { return context.openStore(); });
    if (!store)
        return failed(context, store.error());
    auto cursor = cursorFrom(context, **store);
    if (!cursor)
        return failed(context, cursor.error());
    const Output &output = context.output();
    const bool isOnce = context.isSet(u"once"_s);
    if (!isOnce)
        output.note(u"Following %1; Ctrl-C ends it"_s.arg((*store)->displayName()));
    const auto printed
        = isOnce ? printAll(output, **store, *cursor) : printUntilCancelled(output, *store, *cursor, *every);
    output.note(u"Go on: --from "_s + cursor->text());
    if (!printed)
        return failed(context, printed.error());
    return isOnce && wasCancelled() ? ExitCode::Cancelled : ExitCode::Ok;
}
