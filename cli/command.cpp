// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "command.h"

#include "auditcommands.h"
#include "democommand.h"
#include "eventcommands.h"
#include "explaincommand.h"
#include "grantscommand.h"
#include "jobcommands.h"
#include "keycommands.h"
#include "keycompromisecommand.h"
#include "keyrotatecommand.h"
#include "maintenancecommands.h"
#include "metricscommand.h"
#include "livecommands.h"
#include "migratecommands.h"
#include "revokecommands.h"
#include "sessioncommands.h"
#include "sessionendcommands.h"
#include "storecommands.h"
#include "storeconvertcommand.h"
#include "usercommands.h"

using namespace Qt::StringLiterals;

void Command::describe(QCommandLineParser &) const
{ }

CommandList allCommands()
{
    CommandList commands;
    commands.push_back(std::make_unique<InitCommand>());
    commands.push_back(std::make_unique<InfoCommand>());
    commands.push_back(std::make_unique<DemoDataCommand>());
    commands.push_back(std::make_unique<SessionListCommand>());
    commands.push_back(std::make_unique<SessionShowCommand>());
    commands.push_back(std::make_unique<SessionRevokeCommand>());
    commands.push_back(std::make_unique<SessionRestoreCommand>());
    commands.push_back(std::make_unique<SessionHistoryCommand>());
    commands.push_back(std::make_unique<EventsFollowCommand>());
    commands.push_back(std::make_unique<RevokeCommand>());
    commands.push_back(std::make_unique<RevokeUndoCommand>());
    commands.push_back(std::make_unique<UserListCommand>());
    commands.push_back(std::make_unique<UserShowCommand>());
    commands.push_back(std::make_unique<TenantListCommand>());
    commands.push_back(std::make_unique<KeyGenerateCommand>());
    commands.push_back(std::make_unique<KeyListCommand>());
    commands.push_back(std::make_unique<KeyAddCommand>());
    for (const auto act : {KeyChangeCommand::Act::Activate, KeyChangeCommand::Act::Retire})
        commands.push_back(std::make_unique<KeyChangeCommand>(act));
    commands.push_back(std::make_unique<KeyCompromiseCommand>());
    commands.push_back(std::make_unique<KeyRotateCommand>());
    commands.push_back(std::make_unique<KeyVerifyCommand>());
    commands.push_back(std::make_unique<RootKeyChangeCommand>());
    for (const auto target : {Axess::ConversionTarget::Sealed, Axess::ConversionTarget::Unsealed})
        commands.push_back(std::make_unique<StoreConvertCommand>(target));
    commands.push_back(std::make_unique<EpochRaiseCommand>());
    commands.push_back(std::make_unique<SweepCommand>());
    commands.push_back(std::make_unique<JobListCommand>());
    commands.push_back(std::make_unique<JobShowCommand>());
    commands.push_back(std::make_unique<JobSubmitCommand>());
    commands.push_back(std::make_unique<JobRunCommand>());
    for (const Axess::JobWish wish : {Axess::JobWish::Pause, Axess::JobWish::Run, Axess::JobWish::Cancel})
        commands.push_back(std::make_unique<JobWishCommand>(wish));
    commands.push_back(std::make_unique<WorkerCommand>());
    commands.push_back(std::make_unique<MetricsCommand>());
    commands.push_back(std::make_unique<MigratePlanCommand>());
    commands.push_back(std::make_unique<MigrateRunCommand>());
    commands.push_back(std::make_unique<MigrateVerifyCommand>());
    commands.push_back(std::make_unique<MigrateStatusCommand>());
    commands.push_back(std::make_unique<MigrateStepCommand>(
        u"migrate cut-over"_s, u"Has the other store lead, while applications run."_s));
    commands.push_back(std::make_unique<MigrateStepCommand>(u"migrate roll-back"_s,
                                                            u"Has the store that led before lead again."_s));
    commands.push_back(std::make_unique<MigrateStepCommand>(
        u"migrate finish"_s, u"Ends a move: the other store stands by itself from now on."_s));
    commands.push_back(std::make_unique<MigrateStepCommand>(
        u"migrate cancel"_s, u"Ends a move: everything stays where it was."_s));
    commands.push_back(std::make_unique<AuditListCommand>());
    commands.push_back(std::make_unique<AuditVerifyCommand>());
    commands.push_back(std::make_unique<SchemaStatusCommand>());
    commands.push_back(std::make_unique<SchemaUpgradeCommand>());
    commands.push_back(std::make_unique<DoctorCommand>());
    commands.push_back(std::make_unique<GrantsCommand>());
    commands.push_back(std::make_unique<ExplainCommand>());
    return commands;
}
