// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "search/lookupstrip.h"

#include <QtWidgets/qcombobox.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

auto bareWord(const QList<SearchWord> &words)
{
    return std::ranges::find_if(
        words, [](const SearchWord &word) { return word.field.isEmpty() && !word.excludes; });
}

} // namespace

LookupStrip::LookupStrip(Console &console, LookupCommand *command, QWidget *parent)
    : MessageStrip(parent)
    , m_console(console)
    , m_command(command)
    , m_choice(new QComboBox(this))
{
    setObjectName(u"lookupStrip"_s);
    m_command->setParent(this);
    m_choice->setObjectName(u"lookupChoice"_s);
    m_choice->setAccessibleName(tr("Who is meant"));
    m_choice->hide();
    insert(m_choice);
    connect(m_command, &LookupCommand::answered, this, &LookupStrip::take);
    connect(this, &MessageStrip::actionTriggered, this, &LookupStrip::trigger);
    connect(this, &MessageStrip::closed, this, &LookupStrip::takeBack);
}

void LookupStrip::propose(const QString &word)
{
    takeBack();
    if (!m_command->isConfigured() || !LookupCommand::canAskFor(word))
        return;
    m_word = word;
    show(tr("“%1” may be what somebody is called, and not their user id.").arg(word), Tone::Info);
    offer(tr("Look up"));
}

void LookupStrip::takeBack()
{
    m_command->stop();
    m_question.next();
    m_isRecording = false;
    endLook(Error(ErrorCode::Unavailable, u"Nobody waited for the answer"_s));
    m_users.clear();
    m_choice->hide();
    hide();
}

void LookupStrip::trigger()
{
    if (isAsking())
        propose(m_word);
    else if (m_users.isEmpty())
        ask();
    else
        choose(m_users.value(m_choice->currentIndex()));
}

void LookupStrip::choose(const LookedUpUser &user)
{
    if (user.user.isEmpty())
        return;
    takeBack();
    Q_EMIT chosen(user);
}

void LookupStrip::ask()
{
    show(tr("Looking up “%1”…").arg(m_word), Tone::Info);
    offer(tr("Stop"));
    m_isRecording = true;
    m_console.recordLook(u"look-up"_s, m_word)
        .then(this, [this, question = m_question.next()](const Result<RecordedLook> &look) {
            if (!m_question.is(question)) {
                if (look)
                    m_console.endLook(*look, Error(ErrorCode::Unavailable, u"It was stopped"_s));
                return;
            }
            m_isRecording = false;
            if (!look) {
                take(std::unexpected(Texts::notRecorded(look.error())));
                return;
            }
            m_look = *look;
            m_command->ask(m_word);
        });
}

void LookupStrip::endLook(const std::optional<Error> &failure)
{
    if (const auto look = std::exchange(m_look, std::nullopt))
        m_console.endLook(*look, failure);
}

void LookupStrip::take(const LookupCommand::Answer &answer)
{
    endLook(answer ? std::nullopt : std::optional(Error(ErrorCode::Unavailable, answer.error())));
    if (!answer) {
        show(answer.error(), Tone::Attention);
        offer(tr("Try again"));
        return;
    }
    m_users = *answer;
    if (m_users.size() == 1) {
        choose(LookedUpUser(m_users.constFirst()));
        return;
    }
    m_choice->clear();
    for (const LookedUpUser &each : std::as_const(m_users))
        m_choice->addItem(each.tenant ? u"%1 · %2"_s.arg(each.user.text(), Texts::tenantName(*each.tenant))
                                      : each.user.text());
    show(tr("%n user(s) are known as “%1”.", nullptr, int(m_users.size())).arg(m_word), Tone::Info);
    m_choice->show();
    offer(tr("Show sessions"));
}

QString bareWordOf(const ParsedSearch &search)
{
    const auto word = bareWord(search.words);
    return word == search.words.end() || !search.search.user ? QString() : word->value;
}

QString withUserInstead(const QString &text, const LookedUpUser &user)
{
    const ParsedSearch parsed = ParsedSearch::read(text);
    QString words = u"user:"_s + ParsedSearch::quoted(user.user.text());
    if (user.tenant && !parsed.search.tenant)
        words += u" tenant:"_s + ParsedSearch::quoted(user.tenant->text());
    const auto word = bareWord(parsed.words);
    if (word == parsed.words.end())
        return words;
    QString changed = text;
    return changed.replace(word->position, word->length, words);
}

} // namespace Axess
