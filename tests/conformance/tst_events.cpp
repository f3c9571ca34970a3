// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conformancetest.h"
#include "topics.h"

#include <limits>

using namespace Axess;
using namespace Qt::StringLiterals;

class EventConformance : public ConformanceTest
{
    Q_OBJECT

private Q_SLOTS:
    void aStoreBeginsWithoutEvents();
    void appendedEventsComeBackInOrder();
    void positionsRise();
    void readingGoesOnBehindAPosition();
    void aLimitCutsTheOldestFirst();
    void theUsersLastEventsStandNewestFirst();
    void aUsersEventsAreApart();
    void theEventsOfAUserOutliveTheSession();
    void trimmingRemovesWhatIsOlder();
    void trimmingEndsAtItsLimit(); // Promise: 9
    void trimmingFindsWhatStandsBehindAYoungerOne();
    void trimmingEndsAtAPosition();
    void aBellIsHeard();
    void positionsAreNotGivenAgainAfterTrimming();
    void everyKindAndReasonComesBack();
    void detailsComeBackAsTheyWere();
    void aGuestHasNoHistory();
    void noEventsAreNothing();
    void callsOutsideTheRulesAreRefused();
    void logsKeepTheirEntriesInOrder();
    void logsAreApart();
    void aLogIsReadFromAPosition();
    void anAbsentLogIsEmpty();
    void appendingNothingAnswersTheLastPosition();
    void logEntriesAreBinary();

private:
    Event anEvent(const QString &user, qint64 at, const QString &detail = {});
};

Event EventConformance::anEvent(const QString &user, qint64 at, const QString &detail)
{
    return {.at = at,
            .kind = EventKind::FingerprintMismatch,
            .session = freshId(),
            .tenant = tenantOf(u"acme"_s),
            .user = userOf(user),
            .detail = detail};
}

void EventConformance::aStoreBeginsWithoutEvents()
{
    QVERIFY(eventsBehind().isEmpty());
}

void EventConformance::appendedEventsComeBackInOrder()
{
    QList<Event> sent {anEvent(u"ann"_s, now(), u"one"_s), anEvent(u"bob"_s, now() - 5, u"two"_s),
                       anEvent(u""_s, now() + 5, u"three"_s)};
    VERIFY_OK(store().appendEvents(all(sent)));
    const QList<Event> events = eventsBehind();
    QCOMPARE(events.size(), 3);
    for (qsizetype i = 0; i < 3; ++i)
        sent[i].position = events[i].position;
    QCOMPARE(events, sent);
}

void EventConformance::positionsRise()
{
    for (int i = 0; i < 5; ++i)
        stored(aRow());
    qint64 last = 0;
    for (const Event &event : eventsBehind()) {
        QVERIFY(event.position > last);
        last = event.position;
    }
}

void EventConformance::readingGoesOnBehindAPosition()
{
    for (int i = 0; i < 5; ++i)
        stored(aRow());
    const QList<Event> events = eventsBehind();
    QCOMPARE(eventsBehind(events[1].position), events.sliced(2));
    QVERIFY(eventsBehind(events[4].position).isEmpty());
}

void EventConformance::aLimitCutsTheOldestFirst()
{
    for (int i = 0; i < 5; ++i)
        stored(aRow());
    TAKE(events, store().events(0, 2));
    QCOMPARE(events, eventsBehind().first(2));
}

void EventConformance::theUsersLastEventsStandNewestFirst()
{
    QList<Event> sent;
    for (int i = 0; i < 6; ++i)
        sent.append(anEvent(i % 2 ? u"ann"_s : u"bob"_s, now() + i, QString::number(i)));
    VERIFY_OK(store().appendEvents(all(sent)));
    TAKE(events, store().eventsOf(tenantOf(u"acme"_s), userOf(u"ann"_s), 2));
    QCOMPARE(events.size(), 2);
    QCOMPARE(events[0].detail, u"5"_s);
    QCOMPARE(events[1].detail, u"3"_s);
    QVERIFY(events[0].position > events[1].position);
}

void EventConformance::aUsersEventsAreApart()
{
    stored(aRow().tenant(u"acme"_s).user(u"ann"_s));
    stored(aRow().user(u"ann"_s));
    stored(aRow().tenant(u"acme"_s).user(u"Ann"_s));
    stored(aRow().tenant(u"acme"_s));
    TAKE(events, store().eventsOf(tenantOf(u"acme"_s), userOf(u"ann"_s), 100));
    QCOMPARE(events.size(), 1);
    TAKE(none, store().eventsOf(tenantOf(u"acme"_s), userOf(u"nobody"_s), 100));
    QVERIFY(none.isEmpty());
}

void EventConformance::theEventsOfAUserOutliveTheSession()
{
    const SealedRow row = stored(aRow().tenant(u"acme"_s).user(u"ann"_s));
    remove(row.id);
    TAKE(events, store().eventsOf(row.tenant, row.user, 100));
    QCOMPARE(events.size(), 2);
    QCOMPARE(events[0].endReason, EndReason::SignedOut);
    QCOMPARE(events[1].kind, EventKind::Created);
}

void EventConformance::trimmingRemovesWhatIsOlder()
{
    const QList<Event> sent {anEvent(u"ann"_s, now() - 2), anEvent(u"ann"_s, now() - 1),
                             anEvent(u"ann"_s, now())};
    VERIFY_OK(store().appendEvents(all(sent)));
    TAKE(trimmed, store().trimEvents(now(), std::numeric_limits<qint64>::max(), 100));
    QCOMPARE(trimmed, 2);
    const QList<Event> left = eventsBehind();
    QCOMPARE(left.size(), 1);
    QCOMPARE(left[0].at, now());
    TAKE(again, store().trimEvents(now(), std::numeric_limits<qint64>::max(), 100));
    QCOMPARE(again, 0);
}

void EventConformance::trimmingEndsAtItsLimit()
{
    QList<Event> sent;
    for (int i = 0; i < 10; ++i)
        sent.append(anEvent(u"ann"_s, now() - 20 + i));
    VERIFY_OK(store().appendEvents(all(sent)));
    TAKE(trimmed, store().trimEvents(now(), std::numeric_limits<qint64>::max(), 4));
    QCOMPARE(trimmed, 4);
    QCOMPARE(eventsBehind().size(), 6);
    TAKE(rest, store().trimEvents(now(), std::numeric_limits<qint64>::max(), 1000));
    QCOMPARE(rest, 6);
}

void EventConformance::trimmingFindsWhatStandsBehindAYoungerOne()
{
    const QList<Event> sent {anEvent(u"ann"_s, now()), anEvent(u"ann"_s, now() - 10),
                             anEvent(u"bob"_s, now())};
    VERIFY_OK(store().appendEvents(all(sent)));
    TAKE(trimmed, store().trimEvents(now(), std::numeric_limits<qint64>::max(), 100));
    QCOMPARE(trimmed, 1);
    QCOMPARE(eventsBehind().size(), 2);
}

void EventConformance::trimmingEndsAtAPosition()
{
    const QList<Event> sent(6, anEvent(u"ann"_s, now() - 5));
    VERIFY_OK(store().appendEvents(all(sent)));
    const QList<Event> events = eventsBehind();
    TAKE(trimmed, store().trimEvents(now(), events[3].position, 100));
    QCOMPARE(trimmed, 4);
    QCOMPARE(eventsBehind(), events.sliced(4));
    TAKE(none, store().trimEvents(now(), 0, 100));
    QCOMPARE(none, 0);
}

void EventConformance::aBellIsHeard()
{
    const auto ear = connection();
    QVERIFY(ear);
    ear->setDeadline(Deadline::in(std::chrono::seconds(30)));
    const auto listens = ear->listen();
    QCOMPARE(listens.has_value(), factory().hasBell());
    if (!listens) {
        VERIFY_FAILS(listens, ErrorCode::Unsupported);
        VERIFY_FAILS(store().ring(), ErrorCode::Unsupported);
        return;
    }
    QVERIFY(*listens);
    ear->setDeadline(Deadline::in(std::chrono::milliseconds(50)));
    TAKE(quiet, ear->listen());
    QVERIFY(!quiet);
    for (int turn = 0; turn < 3; ++turn) {
        VERIFY_OK(store().ring());
        ear->setDeadline(Deadline::in(std::chrono::seconds(30)));
        TAKE(heard, ear->listen());
        QVERIFY(heard);
    }
    QVERIFY(!ear->isBroken());
}

void EventConformance::positionsAreNotGivenAgainAfterTrimming()
{
    const Event first = anEvent(u"ann"_s, now() - 1);
    VERIFY_OK(store().appendEvents(only(first)));
    const qint64 before = lastPosition();
    VERIFY_OK(store().trimEvents(now(), std::numeric_limits<qint64>::max(), 100));
    const Event second = anEvent(u"ann"_s, now());
    VERIFY_OK(store().appendEvents(only(second)));
    QVERIFY(lastPosition() > before);
}

void EventConformance::everyKindAndReasonComesBack()
{
    QList<Event> sent;
    for (int kind = int(EventKind::Created); kind <= int(EventKind::EpochRaised); ++kind) {
        Event event = anEvent(u"ann"_s, now());
        event.kind = EventKind(kind);
        event.endReason = EndReason(std::min(kind, int(EndReason::Mismatch)));
        sent.append(event);
    }
    VERIFY_OK(store().appendEvents(all(sent)));
    const QList<Event> events = eventsBehind();
    QCOMPARE(events.size(), sent.size());
    for (qsizetype i = 0; i < sent.size(); ++i) {
        QCOMPARE(events[i].kind, sent[i].kind);
        QCOMPARE(events[i].endReason, sent[i].endReason);
    }
}

void EventConformance::detailsComeBackAsTheyWere()
{
    const QString detail = u"it's \"50 %\"; \\ \u00e9 \U0001f36a\n--"_s;
    const Event sent = anEvent(u"ann"_s, now(), detail);
    VERIFY_OK(store().appendEvents(only(sent)));
    QCOMPARE(eventsBehind().constFirst().detail, detail);
}

void EventConformance::aGuestHasNoHistory()
{
    VERIFY_FAILS(store().eventsOf({}, {}, 10), ErrorCode::InvalidArgument);
}

void EventConformance::noEventsAreNothing()
{
    VERIFY_OK(store().appendEvents({}));
    QVERIFY(eventsBehind().isEmpty());
}

void EventConformance::callsOutsideTheRulesAreRefused()
{
    const QList<Event> many(65, anEvent(u"ann"_s, now()));
    VERIFY_FAILS(store().appendEvents(all(many)), ErrorCode::InvalidArgument);
    const Event longWinded = anEvent(u"ann"_s, now(), QString(257, u'x'));
    VERIFY_FAILS(store().appendEvents(only(longWinded)), ErrorCode::InvalidArgument);
    VERIFY_FAILS(store().events(0, 0), ErrorCode::InvalidArgument);
    VERIFY_FAILS(store().events(0, 1001), ErrorCode::InvalidArgument);
    VERIFY_FAILS(store().trimEvents(now(), std::numeric_limits<qint64>::max(), 0),
                 ErrorCode::InvalidArgument);
    const QList<QByteArray> entries(65);
    VERIFY_FAILS(store().append(u"audit"_s, all(entries)), ErrorCode::InvalidArgument);
    VERIFY_FAILS(store().append({}, {}), ErrorCode::InvalidArgument);
    VERIFY_FAILS(store().read(u"audit"_s, 0, 0), ErrorCode::InvalidArgument);
    QVERIFY(eventsBehind().isEmpty());
}

void EventConformance::logsKeepTheirEntriesInOrder()
{
    const QList<QByteArray> entries {"one"_ba, "two"_ba, "three"_ba};
    TAKE(last, store().append(u"audit"_s, all(entries)));
    TAKE(read, store().read(u"audit"_s, 0, 100));
    QCOMPARE(read.size(), 3);
    qint64 position = 0;
    for (qsizetype i = 0; i < 3; ++i) {
        QCOMPARE(read[i].bytes, entries[i]);
        QVERIFY(read[i].position > position);
        position = read[i].position;
    }
    QCOMPARE(position, last);
}

void EventConformance::logsAreApart()
{
    const QByteArray entry = "one"_ba;
    VERIFY_OK(store().append(u"audit"_s, only(entry)));
    TAKE(other, store().read(u"Audit"_s, 0, 100));
    QVERIFY(other.isEmpty());
}

void EventConformance::aLogIsReadFromAPosition()
{
    for (int i = 0; i < 5; ++i) {
        const QByteArray entry = QByteArray::number(i);
        VERIFY_OK(store().append(u"audit"_s, only(entry)));
    }
    TAKE(first, store().read(u"audit"_s, 0, 2));
    QCOMPARE(first.size(), 2);
    TAKE(rest, store().read(u"audit"_s, first[1].position, 100));
    QCOMPARE(rest.size(), 3);
    QCOMPARE(rest[0].bytes, "2"_ba);
}

void EventConformance::anAbsentLogIsEmpty()
{
    TAKE(read, store().read(u"audit"_s, 0, 100));
    QVERIFY(read.isEmpty());
}

void EventConformance::appendingNothingAnswersTheLastPosition()
{
    TAKE(none, store().append(u"audit"_s, {}));
    QCOMPARE(none, 0);
    const QByteArray entry = "one"_ba;
    TAKE(last, store().append(u"audit"_s, only(entry)));
    TAKE(again, store().append(u"audit"_s, {}));
    QCOMPARE(again, last);
}

void EventConformance::logEntriesAreBinary()
{
    const QList<QByteArray> entries {QByteArray(), QByteArray(4, '\0'), QByteArray(70'000, '\xff')};
    VERIFY_OK(store().append(u"audit"_s, all(entries)));
    TAKE(read, store().read(u"audit"_s, 0, 100));
    QCOMPARE(read.size(), 3);
    for (qsizetype i = 0; i < 3; ++i)
        QCOMPARE(read[i].bytes, entries[i]);
}

CONFORMANCE_TOPIC(events, EventConformance)
#include "tst_events.moc"
