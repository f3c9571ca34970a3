// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/sessionstates.h"

#include <QtCore/qlocale.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

class SessionStates
{
    Q_DECLARE_TR_FUNCTIONS(Axess::SessionStates)

public:
    static StatePanel::Content neverSearched()
    {
        return {.icon = u"search"_s,
                .title = tr("Nothing searched yet"),
                .sentence = tr("Search for a user or a session id, or list the newest sessions."),
                .action = tr("List the newest"),
                .detail = {}};
    }

    static StatePanel::Content empty(const SessionFilter &filter, bool searchedById)
    {
        QString sentence = tr("The store has no such session. New ones appear here as people come.");
        if (searchedById)
            sentence = tr(
                "No session has this id. It may have ended and been swept; the user's history says why.");
        else if (filter.user && filter.life == Life::Live)
            sentence = tr("%1 has no live session here. Look at the history to see how the last ones ended, "
                          "or check "
                          "spelling and tenant.")
                           .arg(filter.user->text());
        else if (filter.user)
            sentence = tr("%1 has no session here. Check spelling and tenant.").arg(filter.user->text());
        return {.icon = u"sessions"_s,
                .title = tr("No sessions found"),
                .sentence = sentence,
                .action = {},
                .detail = {}};
    }

    static StatePanel::Content failed(const Error &error)
    {
        return {.icon = u"problem"_s,
                .title = tr("The sessions could not be read"),
                .sentence = Texts::problem(error),
                .action = tr("Try again"),
                .detail = u"%1: %2"_s.arg(errorCodeName(error.code()), error.message()),
                .tone = Tone::Danger};
    }

    static StatePanel::Content partial(qint64 examined)
    {
        return {.icon = u"clock"_s,
                .title = tr("Not found yet"),
                .sentence = tr("%1 sessions were looked at and none fits. There are more.")
                                .arg(QLocale().toString(examined)),
                .action = tr("Look further"),
                .detail = {}};
    }

    static QString footer(const SessionModel &model)
    {
        if (model.rowCount() == 0)
            return {};
        QStringList parts {tr("%n session(s) shown, newest first", nullptr, model.rowCount())};
        parts.append(model.hasMore() ? tr("more below") : tr("these are all"));
        if (model.droppedNewest())
            parts.append(tr("the newest scrolled out; F5 returns to them"));
        if (!model.epochsKnown())
            parts.append(tr("without the key, a log-out of everybody is not seen here"));
        return parts.join(u" · "_s);
    }
};

} // namespace

std::optional<StatePanel::Content> sessionsState(const SessionModel &model, bool searchedById)
{
    switch (model.state()) {
    case SessionModel::State::NeverSearched:
        return SessionStates::neverSearched();
    case SessionModel::State::Empty:
        return SessionStates::empty(model.filter(), searchedById);
    case SessionModel::State::Failed:
        return SessionStates::failed(*model.error());
    case SessionModel::State::Partial:
        return model.rowCount() == 0 ? std::optional(SessionStates::partial(model.examined())) : std::nullopt;
    case SessionModel::State::Loading:
    case SessionModel::State::Filled:
        break;
    }
    return {};
}

QString sessionsFooter(const SessionModel &model)
{
    return SessionStates::footer(model);
}

} // namespace Axess
