// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "search/searchedit.h"

#include "app/colours.h"
#include "search/searchtexts.h"
#include "widgets/icons.h"

#include <QtCore/qstringlistmodel.h>
#include <QtGui/qevent.h>
#include <QtGui/qtextformat.h>
#include <QtWidgets/qabstractitemview.h>
#include <QtWidgets/qcompleter.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

/// Completes the last word and leaves the ones before as they are.
class WordCompleter final : public QCompleter
{
public:
    WordCompleter(QAbstractItemModel *model, QLineEdit *edit)
        : QCompleter(model, edit)
        , m_edit(edit)
    {
        setCaseSensitivity(Qt::CaseInsensitive);
    }

    QStringList splitPath(const QString &path) const override { return {path.sliced(wordOf(path))}; }

    QString pathFromIndex(const QModelIndex &index) const override
    {
        const QString text = m_edit->text();
        // Going through the list shows each entry in the line: the next one replaces it.
        const QString typed = text.first(wordOf(text));
        return typed + index.data().toString();
    }

private:
    static qsizetype wordOf(const QString &text)
    {
        const ParsedSearch parsed = ParsedSearch::read(text);
        if (parsed.words.isEmpty())
            return text.size();
        const SearchWord &last = parsed.words.constLast();
        return last.position + last.length < text.size() ? text.size() : last.position;
    }

    QLineEdit *m_edit;
};

bool canBeLeftOut(const QString &field)
{
    const QList<SearchProblem> problems = ParsedSearch::read(u"-%1:x"_s.arg(field)).problems;
    return problems.isEmpty() || problems.constFirst().kind != SearchProblem::Kind::NotExcludable;
}

bool isAtEnd(const SearchProblem &problem, qsizetype size)
{
    return problem.position + problem.length == size;
}

} // namespace

SearchEdit::SearchEdit(QWidget *parent)
    : QLineEdit(parent)
    , m_offered(new QStringListModel(this))
{
    setMaxLength(int(ParsedSearch::LongestText));
    setClearButtonEnabled(true);
    setPlaceholderText(tr("User or session id, or fields such as ip: and seen:"));
    addAction(Icons::icon(u"search"_s), QLineEdit::LeadingPosition);
    setCompleter(new WordCompleter(m_offered, this));
    connect(this, &QLineEdit::textChanged, this, &SearchEdit::read);
}

void SearchEdit::setTenants(const QStringList &tenants)
{
    m_tenants = tenants;
}

void SearchEdit::read()
{
    m_judgesAll = false;
    m_parsed = ParsedSearch::read(text());
    m_offered->setStringList(completions(text()));
    underline();
    Q_EMIT searchChanged();
}

QStringList SearchEdit::completions(const QString &text) const
{
    const ParsedSearch parsed = ParsedSearch::read(text);
    if (parsed.words.isEmpty())
        return {};
    const SearchWord &word = parsed.words.constLast();
    if (word.quoted || word.position + word.length != text.size())
        return {};
    QStringList offered;
    const QString minus = word.excludes ? u"-"_s : QString();
    if (word.field.isEmpty()) {
        for (const QString &field : ParsedSearch::fields()) {
            const bool fits = field.startsWith(word.value, Qt::CaseInsensitive) && !word.value.isEmpty();
            if (fits && (!word.excludes || canBeLeftOut(field)))
                offered.append(minus + field + u':');
        }
        return offered;
    }
    const QStringList values = word.field == "tenant"_L1 ? m_tenants : ParsedSearch::valuesOf(word.field);
    for (const QString &value : values) {
        if (value.startsWith(word.value, Qt::CaseInsensitive) && value != word.value)
            offered.append(minus + word.field + u':' + ParsedSearch::quoted(value));
    }
    return offered;
}

QList<SearchProblem> SearchEdit::problems() const
{
    QList<SearchProblem> problems = m_parsed.problems;
    if (m_judgesAll || cursorPosition() != text().size())
        return problems;
    problems.removeIf([this](const SearchProblem &problem) { return isAtEnd(problem, text().size()); });
    return problems;
}

void SearchEdit::judgeAll()
{
    m_judgesAll = true;
    underline();
}

bool SearchEdit::isChoosing() const
{
    const QAbstractItemView *list = completer()->popup();
    return list->isVisible() && list->currentIndex().isValid();
}

// A line edit has no formats of its own; those of an input method are drawn all the same.
void SearchEdit::underline()
{
    if (m_underlining)
        return;
    m_underlining = true;
    QTextCharFormat wrong;
    wrong.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    wrong.setUnderlineColor(Colours::tone(Tone::Danger, palette()).ink);
    QList<QInputMethodEvent::Attribute> attributes;
    for (const SearchProblem &problem : problems())
        attributes.append({QInputMethodEvent::TextFormat, int(problem.position) - cursorPosition(),
                           int(problem.length), wrong});
    QInputMethodEvent event({}, attributes);
    inputMethodEvent(&event);
    m_underlining = false;
}

void SearchEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !completer()->popup()->isVisible()) {
        Q_EMIT stopWanted();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void SearchEdit::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        underline();
}

} // namespace Axess
