// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/sessionstates.h"

#include "app/errordetail.h"
#include "app/timetexts.h"

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
                .sentence
                = tr("Type a user or a session id, or fields such as tenant:acme, ip:203.0.113.0/24, "
                     "seen:<15m or device:Firefox*. Or list the newest sessions."),
                .action = tr("List the newest"),
                .detail = {}};
    }

    static StatePanel::Content empty(const SessionSearch &search)
    {
        return {.icon = u"sessions"_s,
                .title = tr("No sessions found"),
                .sentence = whyEmpty(search),
                .action = {},
                .detail = {}};
    }

    static StatePanel::Content failed(const Error &error)
    {
        return {.icon = error.code() == ErrorCode::KeyMissing ? u"lock"_s : u"problem"_s,
                .title = failure(error),
                .sentence = Texts::problem(error),
                .action = tr("Try again"),
                .detail = errorDetail(error),
                .tone = Tone::Danger};
    }

    static StatePanel::Content partial(const SessionModel &model)
    {
        const QString examined = QLocale().toString(model.examined());
        if (model.isReading())
            return {.icon = u"clock"_s,
                    .title = tr("Looking further…"),
                    .sentence = tr("Examined %1 so far, found none.").arg(examined),
                    .action = tr("Stop"),
                    .detail = {}};
        return {.icon = u"clock"_s,
                .title = tr("Not found yet"),
                .sentence = tr("Examined %1, found none. There are more to look at.").arg(examined),
                .action = tr("Continue"),
                .detail = {}};
    }

    static StatePanel::Content stopped()
    {
        return {.icon = u"clock"_s,
                .title = tr("Stopped"),
                .sentence = tr("The search was stopped before anything was found."),
                .action = tr("Search again"),
                .detail = {}};
    }

    static QString footer(const SessionModel &model, const SearchPlan &plan)
    {
        if (model.rowCount() == 0)
            return {};
        QStringList parts {tr("%n session(s) shown, newest first", nullptr, model.rowCount())};
        parts.append(model.hasMore() ? tr("more below") : tr("these are all"));
        if (plan.start())
            parts.append(tr("from %1 on; F5 returns to the newest").arg(TimeTexts::dateTime(*plan.start())));
        if (model.hasNewer())
            parts.append(tr("the newest scrolled out"));
        if (!model.epochsKnown())
            parts.append(tr("without the key, a log-out of everybody is not seen here"));
        return parts.join(u" · "_s);
    }

private:
    static QString whyEmpty(const SessionSearch &search)
    {
        if (search.id)
            return tr(
                "No session has this id. It may have ended and been swept; the user's history says why.");
        if (!search.user || search.user->isEmpty())
            return tr("The store has no such session. New ones appear here as people come.");
        const QString user = search.user->text();
        const QString where = search.tenant
            ? tr("in tenant %1", "where somebody was looked for").arg(Texts::tenantName(*search.tenant))
            : tr("in any tenant", "where somebody was looked for");
        if (search.state == SearchState::Active)
            return tr("%1 has no live session %2. Look at the history to see how the last ones ended, or "
                      "check "
                      "the spelling.")
                .arg(user, where);
        return tr("%1 has no such session %2. Check the spelling.").arg(user, where);
    }

    static QString failure(const Error &error)
    {
        switch (error.code()) {
        case ErrorCode::Denied:
            return tr("This account may not read sessions");
        case ErrorCode::KeyMissing:
            return tr("The store is locked");
        case ErrorCode::Unavailable:
            return tr("The store does not answer");
        default:
            return tr("The sessions could not be read");
        }
    }
};

} // namespace

std::optional<StatePanel::Content> sessionsState(const SessionModel &model, const SearchPlan &plan)
{
    switch (model.state()) {
    case SessionModel::State::NeverSearched:
        return SessionStates::neverSearched();
    case SessionModel::State::Empty:
        return SessionStates::empty(plan.search());
    case SessionModel::State::Failed:
        return SessionStates::failed(*model.error());
    case SessionModel::State::Partial:
        return model.rowCount() == 0 ? std::optional(SessionStates::partial(model)) : std::nullopt;
    case SessionModel::State::Stopped:
        return SessionStates::stopped();
    case SessionModel::State::Loading:
    case SessionModel::State::Filled:
        break;
    }
    return {};
}

QString sessionsFooter(const SessionModel &model, const SearchPlan &plan)
{
    return SessionStates::footer(model, plan);
}

} // namespace Axess
