// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "searchwords_p.h"

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LongestPart = 40;

bool isSpace(QChar c)
{
    return c == u' ' || c == u'\t' || c == u'\n' || c == u'\r' || c == QChar::Nbsp;
}

bool isLetter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

/// Reads word after word from left to right, never back.
class WordReader
{
public:
    explicit WordReader(QStringView text)
        : m_text(text)
    { }

    SearchWords read()
    {
        while (skipSpaces())
            readWord();
        return std::move(m_result);
    }

private:
    bool skipSpaces()
    {
        while (m_at < m_text.size() && isSpace(m_text.at(m_at)))
            ++m_at;
        return m_at < m_text.size();
    }

    void readWord()
    {
        SearchWord word;
        word.position = m_at;
        if (m_text.at(m_at) == u'-') {
            word.excludes = true;
            ++m_at;
        }
        word.field = readField();
        word.valuePosition = m_at;
        if (m_at < m_text.size() && m_text.at(m_at) == u'"')
            readQuoted(word);
        else
            readPlain(word);
        word.length = m_at - word.position;
        if (!word.closed)
            note(SearchProblem::Kind::UnclosedQuote, word.valuePosition, m_at - word.valuePosition);
        m_result.words.append(word);
    }

    // Letters up to a colon; without the colon they are the value.
    QString readField()
    {
        qsizetype end = m_at;
        while (end < m_text.size() && isLetter(m_text.at(end)))
            ++end;
        if (end == m_at || end == m_text.size() || m_text.at(end) != u':')
            return {};
        const QString field = m_text.sliced(m_at, end - m_at).toString().toLower();
        m_at = end + 1;
        return field;
    }

    void readQuoted(SearchWord &word)
    {
        word.quoted = true;
        word.closed = false;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (m_text.at(m_at) == u'"') {
                word.closed = true;
                ++m_at;
                return;
            }
            if (m_text.at(m_at) == u'\\' && m_at + 1 < m_text.size())
                ++m_at;
            // Nothing means it, and no name may have it.
            if (m_text.at(m_at).isNull())
                note(SearchProblem::Kind::Invisible, m_at, 1);
            word.value.append(m_text.at(m_at));
        }
    }

    void readPlain(SearchWord &word)
    {
        for (; m_at < m_text.size() && !isSpace(m_text.at(m_at)); ++m_at) {
            if (isInvisible(m_text, m_at))
                note(SearchProblem::Kind::Invisible, m_at, 1);
            word.value.append(m_text.at(m_at));
        }
    }

    void note(SearchProblem::Kind kind, qsizetype position, qsizetype length)
    {
        if (m_result.problems.size() < ParsedSearch::MostProblems)
            m_result.problems.append({kind, position, length, visibleText(m_text.sliced(position, length))});
    }

    QStringView m_text;
    qsizetype m_at = 0;
    SearchWords m_result;
};

} // namespace

SearchWords SearchWords::of(QStringView text)
{
    return WordReader(text).read();
}

bool isInvisible(QStringView text, qsizetype position)
{
    const QChar c = text.at(position);
    if (c.isHighSurrogate())
        return position + 1 >= text.size() || !text.at(position + 1).isLowSurrogate();
    if (c.isLowSurrogate())
        return position == 0 || !text.at(position - 1).isHighSurrogate();
    switch (c.category()) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

QString visibleText(QStringView text)
{
    QString visible;
    const qsizetype end = std::min(text.size(), LongestPart);
    for (qsizetype i = 0; i < end; ++i) {
        if (isInvisible(text, i))
            visible += u"U+%1"_s.arg(uint(text.at(i).unicode()), 4, 16, QChar(u'0')).toUpper();
        else
            visible += text.at(i);
    }
    // Not half a character at the edge.
    if (end < text.size() && end > 0 && text.at(end - 1).isHighSurrogate())
        visible.chop(1);
    return end < text.size() ? visible + u'…' : visible;
}

} // namespace Axess
