// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axesstest.h"
#include "storefixture.h"

#include <axess/sessionsearch.h>

#include <random>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(Axess::SearchProblem::Kind)

using Kind = SearchProblem::Kind;

class TestSearchText : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void everyFieldIsRead();
    void aBareWordIsASessionElseAUser();
    void quotesHoldNamesTogether();
    void timesAreSpansDaysOrMinutes();
    void whatIsWrongIsToldWithItsPlace_data();
    void whatIsWrongIsToldWithItsPlace();
    void whatIsRightIsReadBesideWhatIsWrong();
    void everyProblemHasASentence();
    void aCanonicalTextReadsBack_data();
    void aCanonicalTextReadsBack();
    void anySearchReadsBack();
    void anyTextIsAnswered();
    void hostileTextsAreAnsweredInBounds();
    void fieldsAndValuesAreOffered();
};

namespace {

const QString idText = u"0123456789abcdef0123456789abcdef"_s;

SessionSearch read(const QString &text)
{
    return ParsedSearch::read(text).search;
}

QString randomName(std::mt19937 &random)
{
    static const QString letters = u"ab \"\\*:-é漢\u202e\t\u0001😀/"_s;
    QString name;
    for (auto left = 1 + random() % 6; left > 0; --left)
        name += letters.at(qsizetype(random() % size_t(letters.size())));
    return name.isValidUtf16() ? name : u"\\\" "_s;
}

SearchTime randomTime(std::mt19937 &random)
{
    const auto moment = [&random] {
        SearchMoment made {QDate(2020, 1, 1).addDays(random() % 4000), {}};
        if (random() % 2)
            made.time = QTime(int(random() % 24), int(random() % 60), random() % 2 ? int(random() % 60) : 0);
        return made;
    };
    switch (random() % 5) {
    case 0:
        return {SearchTime::Kind::Within, std::chrono::seconds(1 + random() % 1'000'000), {}, {}};
    case 1:
        return {SearchTime::Kind::Beyond, std::chrono::minutes(1 + random() % 1'000), {}, {}};
    case 2: {
        const SearchMoment from = moment();
        SearchMoment until = from;
        until.day = until.day.addDays(1 + random() % 3);
        return {SearchTime::Kind::Between, {}, from, until};
    }
    case 3:
        return {SearchTime::Kind::Between, {}, {}, moment()};
    default:
        return {};
    }
}

SessionSearch randomSearch(std::mt19937 &random)
{
    SessionSearch search;
    const auto maybe = [&random] { return random() % 3 == 0; };
    if (maybe())
        search.user = userNamed(randomName(random));
    if (maybe())
        search.tenant = maybe() ? TenantId() : tenantNamed(randomName(random));
    if (maybe())
        search.level = SessionLevel(random() % 3);
    if (maybe())
        search.state = SearchState(random() % 7);
    if (maybe())
        search.key = quint32(random());
    if (maybe())
        search.idPrefix = idText.first(1 + qsizetype(random() % 31));
    else if (maybe())
        search.id = SessionId::fromText(idText);
    if (maybe())
        search.device = randomName(random);
    if (maybe())
        search.client = randomName(random);
    if (maybe())
        search.address = AddressRange::fromText(u"10.%1.0.0/16"_s.arg(random() % 256));
    for (auto left = random() % 3; left > 0; --left) {
        search.otherAddresses.append(*AddressRange::fromText(u"2001:db8:%1::/48"_s.arg(left)));
        search.otherDevices.append(randomName(random));
    }
    search.created = randomTime(random);
    search.seen = randomTime(random);
    search.expires = randomTime(random);
    return search;
}

} // namespace

void TestSearchText::everyFieldIsRead()
{
    const ParsedSearch parsed = ParsedSearch::read(
        u"user:alice tenant:acme state:active level:stepped-up ip:203.0.113.0/24 -ip:203.0.113.7 seen:<15m "
        "created:2026-11-24..2026-11-25 expires:<1h key:0000a7 device:\"Firefox*\" -device:bot client:curl");

    QVERIFY(parsed.isValid());
    const SessionSearch &search = parsed.search;
    QCOMPARE(search.user, userNamed(u"alice"_s));
    QCOMPARE(search.tenant, tenantNamed(u"acme"_s));
    QCOMPARE(search.state, SearchState::Active);
    QCOMPARE(search.level, SessionLevel::SteppedUp);
    QCOMPARE(search.address, AddressRange::fromText(u"203.0.113.0/24"));
    QCOMPARE(search.otherAddresses, QList {*AddressRange::fromText(u"203.0.113.7")});
    QCOMPARE(search.seen, (SearchTime {SearchTime::Kind::Within, 15min, {}, {}}));
    QCOMPARE(search.expires, (SearchTime {SearchTime::Kind::Within, 1h, {}, {}}));
    QCOMPARE(search.created.from, (SearchMoment {QDate(2026, 11, 24), {}}));
    QCOMPARE(search.created.until, (SearchMoment {QDate(2026, 11, 25), {}}));
    QCOMPARE(search.key, 0xa7U);
    QCOMPARE(search.device, u"Firefox*"_s);
    QCOMPARE(search.otherDevices, QStringList {u"bot"_s});
    QCOMPARE(search.client, u"curl"_s);
    QCOMPARE(read(u"id:0123ABcd*"_s).idPrefix, u"0123abcd"_s);
    QCOMPARE(read(u"STATE:Revoked"_s).state, SearchState::LoggedOut);
    QCOMPARE(read(u"user:\"\""_s).user, UserId());
    QCOMPARE(read(QString()), SessionSearch());
}

void TestSearchText::aBareWordIsASessionElseAUser()
{
    QCOMPARE(read(idText).id, SessionId::fromText(idText));
    QCOMPARE(read(idText.toUpper()).id, SessionId::fromText(idText));
    QCOMPARE(read(idText.chopped(1)).user, userNamed(idText.chopped(1)));
    QCOMPARE(read(u'"' + idText + u'"').user, userNamed(idText));
    QCOMPARE(read(u"alice tenant:acme"_s).user, userNamed(u"alice"_s));
    QCOMPARE(read(u"alice@example.org"_s).user, userNamed(u"alice@example.org"_s));
}

void TestSearchText::quotesHoldNamesTogether()
{
    QCOMPARE(read(u"user:\"Mary Ann\""_s).user, userNamed(u"Mary Ann"_s));
    QCOMPARE(read(u"\"say \\\"hi\\\" \\\\ x\""_s).user, userNamed(u"say \"hi\" \\ x"_s));
    QCOMPARE(read(u"\"user:alice\""_s).user, userNamed(u"user:alice"_s));
    QCOMPARE(read(u"user:\"ali*\""_s).user, userNamed(u"ali*"_s));
    QCOMPARE(read(u"user:o'brien"_s).user, userNamed(u"o'brien"_s));
}

void TestSearchText::timesAreSpansDaysOrMinutes()
{
    QCOMPARE(read(u"seen:>2D"_s).seen, (SearchTime {SearchTime::Kind::Beyond, 48h, {}, {}}));
    const SearchTime minute = read(u"created:2026-11-24T14:02"_s).created;
    QCOMPARE(minute.from, (SearchMoment {QDate(2026, 11, 24), QTime(14, 2)}));
    QCOMPARE(minute.from, minute.until);
    QCOMPARE(read(u"created:..2026-11-24"_s).created.from, std::nullopt);
    QCOMPARE(read(u"created:2026-11-24.."_s).created.until, std::nullopt);
}

void TestSearchText::whatIsWrongIsToldWithItsPlace_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<qsizetype>("position");
    QTest::addColumn<qsizetype>("length");
    const auto row = [](const char *name, const QString &text, Kind kind, qsizetype at, qsizetype length) {
        QTest::newRow(name) << text << kind << at << length;
    };
    row("an unknown field", u"state:active colour:red"_s, Kind::UnknownField, 13, 10);
    row("a bare name with a colon", u"mailto-x:a"_s, Kind::UnknownField, 0, 10);
    row("no value yet", u"alice tenant:"_s, Kind::NoValue, 6, 7);
    row("an empty address", u"ip:\"\""_s, Kind::NoValue, 0, 5);
    row("an open quote", u"user:\"Mary"_s, Kind::UnclosedQuote, 5, 5);
    row("said twice", u"user:a user:b"_s, Kind::Twice, 7, 6);
    row("two names", u"Mary Ann"_s, Kind::TwoNames, 5, 3);
    row("a name beside a user", u"user:a b"_s, Kind::TwoNames, 7, 1);
    row("a user left out", u"-user:a"_s, Kind::NotExcludable, 0, 7);
    row("a name left out", u"-alice"_s, Kind::NotExcludable, 0, 6);
    row("a star in a name", u"user:ali*"_s, Kind::Wildcard, 5, 4);
    row("a star in a bare name", u"ali*"_s, Kind::Wildcard, 0, 4);
    row("a long name", u"user:"_s + QString(256, u'x'), Kind::BadName, 5, 256);
    row("half an id", u"id:3fa9"_s, Kind::BadId, 3, 4);
    row("no beginning of an id", u"id:*"_s, Kind::BadId, 3, 1);
    row("a level", u"level:boss"_s, Kind::BadLevel, 6, 4);
    row("a state", u"state:\"on\""_s, Kind::BadState, 6, 4);
    row("a key", u"key:zz"_s, Kind::BadKey, 4, 2);
    row("a long key", u"key:123456789"_s, Kind::BadKey, 4, 9);
    row("a span without unit", u"seen:<15"_s, Kind::BadTime, 5, 3);
    row("no span", u"seen:<0m"_s, Kind::BadTime, 5, 3);
    row("a huge span", u"seen:<99999999w"_s, Kind::BadTime, 5, 10);
    row("a day that is not", u"created:2026-02-30"_s, Kind::BadTime, 8, 10);
    row("backwards", u"created:2026-11-25..2026-11-24"_s, Kind::BadTime, 8, 22);
    row("nothing but dots", u"created:.."_s, Kind::BadTime, 8, 2);
    row("an address", u"a ip:1.2.3"_s, Kind::BadAddress, 5, 5);
    row("an override", u"user:a\u202eb"_s, Kind::Invisible, 6, 1);
    row("a NUL in quotes", u"user:\"a\0b\""_s, Kind::BadName, 5, 5);
}

void TestSearchText::whatIsWrongIsToldWithItsPlace()
{
    QFETCH(const QString, text);
    QFETCH(const Kind, kind);
    QFETCH(const qsizetype, position);
    QFETCH(const qsizetype, length);

    const ParsedSearch parsed = ParsedSearch::read(text);

    QVERIFY(!parsed.isValid());
    QCOMPARE(parsed.problems.constFirst().kind, kind);
    QCOMPARE(parsed.problems.constFirst().position, position);
    QCOMPARE(parsed.problems.constFirst().length, length);
    const QString place = u"At character %1: "_s.arg(position + 1);
    QVERIFY(parsed.problems.constFirst().sentence().startsWith(place));
}

void TestSearchText::whatIsRightIsReadBesideWhatIsWrong()
{
    const ParsedSearch parsed = ParsedSearch::read(u"user:alice ip:nowhere state:active seen:soon");

    QCOMPARE(parsed.problems.size(), 2);
    QCOMPARE(parsed.search.user, userNamed(u"alice"_s));
    QCOMPARE(parsed.search.state, SearchState::Active);
    QVERIFY(!parsed.search.address);
    QCOMPARE(parsed.words.size(), 4);
    QCOMPARE(parsed.words.at(1).valuePosition, 14);
}

void TestSearchText::everyProblemHasASentence()
{
    QSet<QString> sentences;
    for (int kind = 0; kind <= int(Kind::BadAddress); ++kind)
        sentences.insert(SearchProblem {Kind(kind), 0, 1, u"x"_s}.sentence());
    QCOMPARE(sentences.size(), int(Kind::BadAddress) + 1);
    QVERIFY(!ParsedSearch::read(u"user:a\u202eb").problems.constFirst().sentence().contains(u'\u202e'));
    QVERIFY(ParsedSearch::read(u"user:a\u202eb").problems.constFirst().sentence().contains("U+202E"_L1));
}

void TestSearchText::aCanonicalTextReadsBack_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("canonical");
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("a bare name") << u"alice"_s << u"user:alice"_s;
    QTest::newRow("a bare id") << idText << u"id:"_s + idText;
    QTest::newRow("order") << u"seen:<90m state:live  tenant:acme bob"_s
                           << u"user:bob tenant:acme state:active seen:<90m"_s;
    QTest::newRow("quotes") << u"\"Mary Ann\" device:\"Firefox\""_s << u"user:\"Mary Ann\" device:Firefox"_s;
    QTest::newRow("days") << u"created:2026-11-24 expires:>7d"_s << u"created:2026-11-24 expires:>1w"_s;
    QTest::newRow("a minute") << u"created:2026-11-24T14:02:00..2026-11-24T15:03:04"_s
                              << u"created:2026-11-24T14:02..2026-11-24T15:03:04"_s;
    QTest::newRow("a key") << u"key:A7"_s << u"key:000000a7"_s;
}

void TestSearchText::aCanonicalTextReadsBack()
{
    QFETCH(const QString, text);
    QFETCH(const QString, canonical);

    const ParsedSearch parsed = ParsedSearch::read(text);

    QVERIFY(parsed.isValid());
    QCOMPARE(parsed.search.text(), canonical);
    QCOMPARE(read(canonical), parsed.search);
}

void TestSearchText::anySearchReadsBack()
{
    std::mt19937 random(11);
    for (int round = 0; round < 3000; ++round) {
        const SessionSearch search = randomSearch(random);
        const ParsedSearch parsed = ParsedSearch::read(search.text());
        QVERIFY2(parsed.isValid(), qPrintable(search.text()));
        QVERIFY2(parsed.search == search, qPrintable(search.text()));
    }
}

// Whatever is typed: problems lie inside the text, and what was understood can be written and read again.
void TestSearchText::anyTextIsAnswered()
{
    static const QStringList pieces {u"user:"_s,   u"tenant:"_s,    u"\""_s,         u"\\"_s,    u" "_s,
                                     u"-"_s,       u"ip:"_s,        u"seen:"_s,      u"<"_s,     u"15m"_s,
                                     u".."_s,      u"2026-11-24"_s, u"T"_s,          u"14:02"_s, u"*"_s,
                                     u"id:"_s,     u"3fa9"_s,       u"1.2.3.4"_s,    u"/24"_s,   u"::"_s,
                                     u"\u202e"_s,  u"\u0001"_s,     u"\U0001f600"_s, u"漢"_s,    u"key:"_s,
                                     u"device:"_s, u"state:"_s,     u"active"_s,     u":"_s,     u"\n"_s};
    std::mt19937 random(13);
    for (int round = 0; round < 5000; ++round) {
        QString text;
        for (auto left = random() % 14; left > 0; --left)
            text += pieces.at(qsizetype(random() % size_t(pieces.size())));
        if (random() % 4 == 0 && !text.isEmpty())
            text.insert(qsizetype(random() % size_t(text.size())), QChar(char16_t(random() % 0x10000)));
        const ParsedSearch parsed = ParsedSearch::read(text);
        for (const SearchProblem &problem : parsed.problems) {
            QVERIFY(problem.position >= 0 && problem.length > 0);
            QVERIFY(problem.position + problem.length <= text.size());
            QVERIFY(problem.sentence().size() < 250);
        }
        for (const SearchWord &word : parsed.words)
            QVERIFY(word.position <= word.valuePosition && word.position + word.length <= text.size());
        if (parsed.isValid())
            QCOMPARE(read(parsed.search.text()), parsed.search);
    }
}

void TestSearchText::hostileTextsAreAnsweredInBounds()
{
    const ParsedSearch huge = ParsedSearch::read(QString(64 * 1024, u'x'));
    QCOMPARE(huge.problems.size(), 1);
    QCOMPARE(huge.problems.constFirst().kind, Kind::TooLong);
    QCOMPARE(huge.problems.constFirst().position, ParsedSearch::LongestText);

    QString controls;
    for (int i = 0; i < 2000; ++i)
        controls += u"\u202e "_s;
    QCOMPARE(ParsedSearch::read(controls).problems.size(), ParsedSearch::MostProblems);
    QVERIFY(!ParsedSearch::read(QString(4096, u'"')).words.isEmpty());
    QVERIFY(!ParsedSearch::read(QString(4096, u'\\')).words.isEmpty());
    QVERIFY(!ParsedSearch::read(QString(4096, QChar(0xd800))).isValid());
    QVERIFY(!ParsedSearch::read(u'"' + QString(1, QChar(0xd800)) + u'"').isValid());
}

void TestSearchText::fieldsAndValuesAreOffered()
{
    QVERIFY(ParsedSearch::fields().contains(u"tenant"_s));
    for (const QString &field : ParsedSearch::fields()) {
        for (const QString &value : ParsedSearch::valuesOf(field))
            QVERIFY(ParsedSearch::read(field + u':' + value).isValid());
    }
    QVERIFY(ParsedSearch::valuesOf(u"state"_s).contains(u"logged-out"_s));
    QVERIFY(ParsedSearch::valuesOf(u"user"_s).isEmpty());
}

QTEST_APPLESS_MAIN(TestSearchText)
#include "tst_searchtext.moc"
