// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "eventlistener_p.h"
#include "eventreader_p.h"

#include <axess/logging.h>

#include <algorithm>
#include <system_error>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr std::chrono::milliseconds firstPause {250};
constexpr std::chrono::milliseconds longestPause {5'000};
constexpr std::chrono::milliseconds shortestLook {10};
constexpr std::chrono::milliseconds heldBackLook {100}; // Most writes are over by then.
// The event at the cursor is read with them.
constexpr int mostAtOnce = 900;

} // namespace

class EventFeed::Private
{
public:
    Private(std::shared_ptr<SessionStore> sessions, const EventCursor &from, Handler told,
            const Options &settings)
        : store(std::move(sessions))
        , handler(std::move(told))
        , options(settings)
        , cursor(from)
        , listener(store->core())
    { }

    void run();

    const std::shared_ptr<SessionStore> store;
    const Handler handler;
    const Options options;
    EventCursor cursor;
    EventListener listener;
    std::thread thread;

    mutable std::mutex mutex;
    State state;

private:
    enum class Step : quint8 { More, AllTold, HeldBack, Failed };

    Step step();
    void fail(const Error &error, const char *what);
    void noteHearing();
};

void EventFeed::Private::run()
{
    std::chrono::milliseconds pause = firstPause;
    while (!listener.isStopped()) {
        const Step done = step();
        if (done == Step::Failed) {
            noteHearing();
            listener.sleep(pause);
            pause = std::min(2 * pause, longestPause);
            continue;
        }
        pause = firstPause;
        if (done == Step::AllTold)
            listener.await(options.lookEvery);
        if (done == Step::HeldBack)
            listener.await(std::min(options.lookEvery, heldBackLook));
        noteHearing();
    }
    listener.end();
    noteHearing();
}

EventFeed::Private::Step EventFeed::Private::step()
{
    const qint64 begun = store->now();
    const auto notice = EventReader(store->core()).read(cursor, options.atOnce);
    if (!notice) {
        // The bell went with the store, or will be heard anew.
        listener.end();
        fail(notice.error(), "Reading events");
        return Step::Failed;
    }
    if (notice->gap || !notice->events.isEmpty()) {
        if (const auto told = handler(*notice); !told) {
            fail(told.error(), "Dealing with events");
            return Step::Failed;
        }
    }
    cursor = notice->cursor;
    const std::scoped_lock lock(mutex);
    state.failure.reset();
    if (notice->isHeldBack)
        return Step::HeldBack;
    if (notice->events.size() >= options.atOnce)
        return Step::More;
    state.toldUpTo = begun;
    return Step::AllTold;
}

void EventFeed::Private::noteHearing()
{
    const std::scoped_lock lock(mutex);
    state.hearsBell = listener.isListening();
}

void EventFeed::Private::fail(const Error &error, const char *what)
{
    const std::scoped_lock lock(mutex);
    // One line for an outage.
    if (!state.failure)
        qCWarning(storeLog, "%s failed and will be tried again: %ls", what, qUtf16Printable(error.message()));
    state.failure = error;
}

EventFeed::EventFeed(std::shared_ptr<SessionStore> store, const EventCursor &from, Handler handler)
    : EventFeed(std::move(store), from, std::move(handler), Options {})
{ }

EventFeed::EventFeed(std::shared_ptr<SessionStore> store, const EventCursor &from, Handler handler,
                     const Options &options)
    : d(std::make_unique<Private>(std::move(store), from, std::move(handler), options))
{ }

EventFeed::~EventFeed()
{
    stop();
}

Result<void> EventFeed::start()
{
    if (d->thread.joinable())
        return {};
    if (d->options.lookEvery < shortestLook || d->options.atOnce < 1 || d->options.atOnce > mostAtOnce)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument,
                  u"A feed looks every 10 ms at most and tells of 1 to %1 events at once"_s.arg(mostAtOnce)));
    d->listener.begin();
    try {
        d->thread = std::thread([this] { d->run(); });
    } catch (const std::system_error &) {
        return std::unexpected(Error(ErrorCode::Full, u"The system starts no more threads"_s));
    }
    return {};
}

void EventFeed::stop()
{
    d->listener.stop();
    if (d->thread.joinable())
        d->thread.join();
}

EventFeed::State EventFeed::state() const
{
    const std::scoped_lock lock(d->mutex);
    return d->state;
}

Result<EventCursor> EventFeed::end(SessionStore &store)
{
    return EventReader(store.core()).end();
}

Result<EventNotice> EventFeed::read(SessionStore &store, const EventCursor &from, int limit)
{
    if (limit < 1 || limit > mostAtOnce)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"1 to %1 events are read at once"_s.arg(mostAtOnce)));
    return EventReader(store.core()).read(from, limit);
}

} // namespace Axess
