// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migration/migrationquestions.h"

#include "migration/migrationtexts.h"

namespace Axess {

std::optional<KeyQuestion> MigrationQuestions::of(const MigrationOrder &order, MigrationStep step,
                                                  bool isFirst)
{
    const QString source = order.source.shortName();
    const QString target = order.target.shortName();
    const bool isProduction = order.source.environment == Environment::Production
        || order.target.environment == Environment::Production;
    KeyQuestion question;
    question.title = MigrationTexts::step(order.way, step);
    question.gated = GatedAct::MoveSessions;
    question.act = question.title;
    switch (step) {
    case MigrationStep::Plan:
    case MigrationStep::Verify:
        return {};
    case MigrationStep::Run:
        if (!isProduction || (order.way == MigrationWay::Live && !isFirst))
            return {};
        question.heading = tr("From %1 to %2").arg(source, target);
        question.sentences = order.way == MigrationWay::Live
            ? QStringList {tr("Both stores are written from now on, and %1 leads. An application that does "
                              "not "
                              "know %2 refuses itself. The move can be ended at any time while %1 leads.")
                               .arg(source, target)}
            : QStringList {tr("%1 is only read. No application uses it meanwhile.").arg(source)};
        question.typed = target;
        return question;
    case MigrationStep::CutOver:
        question.heading = tr("%1 leads from now on").arg(target);
        question.sentences
            = {tr("All is compared once more. Then writes are held for about two seconds: applications "
                  "answer 503 "
                  "and keep every cookie. Reads go on. Nobody is logged out."),
               tr("%1 learns of every write, so that it can lead again, as often as you like.").arg(source)};
        question.typed = target;
        return question;
    case MigrationStep::RollBack:
        question.heading = tr("%1 leads again").arg(source);
        question.sentences
            = {tr("What was written since stays: %1 has learnt of it. Writes are held for about "
                  "two seconds.")
                   .arg(source)};
        question.typed = isProduction ? source : QString();
        return question;
    case MigrationStep::Finish:
        question.heading = tr("%1 is left for good").arg(source);
        question.sentences
            = {tr("%1 stands by itself from now on, and %2 opens for nobody any more. This cannot be undone.")
                   .arg(target, source)};
        question.typed = target;
        question.isDanger = true;
        return question;
    case MigrationStep::Cancel:
        break;
    }
    question.heading = tr("The move ends; %1 stands by itself").arg(source);
    question.sentences
        = {tr("Nobody is logged out. %1 stays shut, and the move may be begun again into it.").arg(target)};
    question.typed = isProduction ? source : QString();
    return question;
}

} // namespace Axess
