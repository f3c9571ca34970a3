// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "searchvalues_p.h"
#include "searchwords_p.h"

#include <algorithm>
#include <array>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

using Kind = SearchProblem::Kind;

// Browsers are told apart by ASCII words; longer texts match nothing that fits into a row.
constexpr qsizetype LongestPattern = ClientInfo::MaximumBytes;

/// Takes words one by one into a search. Each reader answers with what is wrong, or nothing.
class SearchReader
{
public:
    void take(const SearchWord &word)
    {
        if (!word.closed)
            return;
        if (word.field.isEmpty()) {
            takeName(word);
            return;
        }
        const auto field = std::ranges::find(Fields, word.field, [](const Field &each) { return each.name; });
        if (field == Fields.end())
            note(Kind::UnknownField, word, word.position, word.length);
        else if (word.value.isEmpty() && !(word.quoted && field->mayBeEmpty))
            note(Kind::NoValue, word, word.position, word.length);
        else if (word.excludes && !field->exclude)
            note(Kind::NotExcludable, word, word.position, word.length);
        else if (!word.excludes && m_said.contains(word.field))
            note(Kind::Twice, word, word.position, word.length);
        else
            takeValue(*field, word);
    }

    static QStringList names()
    {
        QStringList names;
        for (const Field &field : Fields)
            names.append(field.name);
        return names;
    }

    SessionSearch search;
    QList<SearchProblem> problems;

private:
    using Reader = std::optional<Kind> (SearchReader::*)(const SearchWord &);
    struct Field
    {
        QLatin1StringView name;
        Reader include;
        Reader exclude = nullptr; ///< Null where the store cannot leave out.
        bool mayBeEmpty = false; ///< `""` means guests, or no tenant.
    };
    static const std::array<Field, 12> Fields;

    void takeValue(const Field &field, const SearchWord &word)
    {
        if (!word.excludes)
            m_said.append(word.field);
        if (const auto wrong = (this->*(word.excludes ? field.exclude : field.include))(word))
            note(*wrong, word, word.valuePosition, word.position + word.length - word.valuePosition);
    }

    // A whole session id is that session, anything else a user.
    void takeName(const SearchWord &word)
    {
        const qsizetype colon = word.quoted ? -1 : word.value.indexOf(u':');
        if (word.excludes) {
            note(Kind::NotExcludable, word, word.position, word.length);
        } else if (m_named || m_said.contains(u"user"_s) || m_said.contains(u"id"_s)) {
            note(Kind::TwoNames, word, word.position, word.length);
        } else if (colon >= 0) {
            note(Kind::UnknownField, word, word.position, word.length);
        } else if (word.value.isEmpty()) {
            note(Kind::NoValue, word, word.position, word.length);
        } else {
            const auto id = word.quoted ? std::nullopt : SessionId::fromText(word.value);
            const Reader reader = id ? &SearchReader::readId : &SearchReader::readUser;
            m_named = true;
            m_said.append(id ? u"id"_s : u"user"_s);
            if (const auto wrong = (this->*reader)(word))
                note(*wrong, word, word.position, word.length);
        }
    }

    std::optional<Kind> readId(const SearchWord &word)
    {
        search.id = SessionId::fromText(word.value);
        if (search.id)
            return {};
        const QStringView prefix = QStringView(word.value).chopped(1);
        if (!word.value.endsWith(u'*') || !SearchValues::isIdPrefix(prefix))
            return Kind::BadId;
        search.idPrefix = prefix.toString().toLower();
        return {};
    }

    template<typename Name>
    static std::optional<Kind> readName(const SearchWord &word, std::optional<Name> &target)
    {
        if (!word.quoted && word.value.contains(u'*'))
            return Kind::Wildcard;
        const auto name = Name::fromText(word.value);
        if (!name)
            return Kind::BadName;
        target = *name;
        return {};
    }

    std::optional<Kind> readUser(const SearchWord &word) { return readName(word, search.user); }
    std::optional<Kind> readTenant(const SearchWord &word) { return readName(word, search.tenant); }

    std::optional<Kind> readLevel(const SearchWord &word)
    {
        search.level = SearchValues::level(word.value);
        return search.level ? std::nullopt : std::optional(Kind::BadLevel);
    }

    std::optional<Kind> readState(const SearchWord &word)
    {
        const auto state = SearchValues::state(word.value);
        search.state = state.value_or(SearchState::Any);
        return state ? std::nullopt : std::optional(Kind::BadState);
    }

    std::optional<Kind> readKey(const SearchWord &word)
    {
        search.key = SearchValues::key(word.value);
        return search.key ? std::nullopt : std::optional(Kind::BadKey);
    }

    static std::optional<Kind> readTime(const SearchWord &word, SearchTime &target)
    {
        const auto time = SearchValues::time(word.value);
        target = time.value_or(SearchTime());
        return time ? std::nullopt : std::optional(Kind::BadTime);
    }

    std::optional<Kind> readCreated(const SearchWord &word) { return readTime(word, search.created); }
    std::optional<Kind> readSeen(const SearchWord &word) { return readTime(word, search.seen); }
    std::optional<Kind> readExpires(const SearchWord &word) { return readTime(word, search.expires); }

    std::optional<Kind> readAddress(const SearchWord &word)
    {
        search.address = AddressRange::fromText(word.value);
        return search.address ? std::nullopt : std::optional(Kind::BadAddress);
    }

    std::optional<Kind> leaveOutAddress(const SearchWord &word)
    {
        const auto range = AddressRange::fromText(word.value);
        if (!range)
            return Kind::BadAddress;
        search.otherAddresses.append(*range);
        return {};
    }

    std::optional<Kind> readDevice(const SearchWord &word)
    {
        search.device = word.value;
        return fitting(word);
    }

    std::optional<Kind> leaveOutDevice(const SearchWord &word)
    {
        search.otherDevices.append(word.value);
        return fitting(word);
    }

    std::optional<Kind> readClient(const SearchWord &word)
    {
        search.client = word.value;
        return fitting(word);
    }

    static std::optional<Kind> fitting(const SearchWord &word)
    {
        const bool fits = word.value.toUtf8().size() <= LongestPattern && word.value.isValidUtf16();
        return fits ? std::nullopt : std::optional(Kind::BadName);
    }

    void note(Kind kind, const SearchWord &word, qsizetype position, qsizetype length)
    {
        const bool whole = position == word.position && !word.field.isEmpty();
        const QString part = whole ? word.field + u':' + word.value : word.value;
        problems.append({kind, position, length, visibleText(part)});
    }

    bool m_named = false;
    QStringList m_said;
};

const std::array<SearchReader::Field, 12> SearchReader::Fields {{
    {"user"_L1, &SearchReader::readUser, nullptr, true},
    {"tenant"_L1, &SearchReader::readTenant, nullptr, true},
    {"state"_L1, &SearchReader::readState},
    {"level"_L1, &SearchReader::readLevel},
    {"ip"_L1, &SearchReader::readAddress, &SearchReader::leaveOutAddress},
    {"device"_L1, &SearchReader::readDevice, &SearchReader::leaveOutDevice},
    {"client"_L1, &SearchReader::readClient},
    {"seen"_L1, &SearchReader::readSeen},
    {"created"_L1, &SearchReader::readCreated},
    {"expires"_L1, &SearchReader::readExpires},
    {"key"_L1, &SearchReader::readKey},
    {"id"_L1, &SearchReader::readId},
}};

} // namespace

QStringList ParsedSearch::fields()
{
    return SearchReader::names();
}

ParsedSearch ParsedSearch::read(QStringView text)
{
    ParsedSearch parsed;
    if (text.size() > LongestText) {
        parsed.problems.append({SearchProblem::Kind::TooLong, LongestText, text.size() - LongestText, {}});
        return parsed;
    }
    SearchWords words = SearchWords::of(text);
    SearchReader reader;
    for (const SearchWord &word : std::as_const(words.words))
        reader.take(word);
    parsed.search = std::move(reader.search);
    parsed.words = std::move(words.words);
    parsed.problems = std::move(words.problems) + reader.problems;
    std::ranges::stable_sort(parsed.problems, {}, &SearchProblem::position);
    if (parsed.problems.size() > MostProblems)
        parsed.problems.resize(MostProblems);
    return parsed;
}

} // namespace Axess
