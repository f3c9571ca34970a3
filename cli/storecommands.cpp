// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storecommands.h"

#include "rowforms.h"

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

QJsonObject healthJson(const StoreHealth &health)
{
    const QString word = health.health == Health::Good ? u"good"_s
        : health.health == Health::Degraded            ? u"degraded"_s
                                                       : u"down"_s;
    return {{u"health"_s, word},
            {u"sentence"_s, health.sentence},
            {u"latencyMicroseconds"_s, health.latencyMicroseconds},
            {u"clockOffset"_s, health.clockOffset}};
}

QString sealWord(const StoreCapabilities &capabilities)
{
    if (!capabilities.sealed)
        return u"no: whoever reads the store reads the sessions' data"_s;
    return capabilities.hasKey ? u"yes, and the key is here"_s : u"yes; this program has no key"_s;
}

} // namespace

QString InitCommand::name() const
{
    return u"init"_s;
}

QString InitCommand::summary() const
{
    return u"Makes an empty store: schema, identity and, with a root key, the key ring."_s;
}

void InitCommand::describe(QCommandLineParser &parser) const
{
    parser.addOption({u"unsealed"_s, u"Make a store that does not encrypt, without a root key."_s});
}

ExitCode InitCommand::run(Context &context)
{
    if (const auto none = context.noArguments(); !none)
        return failed(context, none.error());
    const auto key = context.rootKey();
    if (!key)
        return failed(context, key.error());
    if (key->isNone() != context.isSet(u"unsealed"_s))
        return failed(context,
                      usageError(u"Name the root key by --root-key-file (`axessctl key generate --out FILE` "
                                 "makes one), or say --unsealed to store without encryption"_s)
                          .error());
    const auto store = context.initialiseStore();
    if (!store)
        return failed(context, store.error());
    const bool sealed = (*store)->capabilities().sealed;
    context.output().line(
        (sealed ? u"%1 is ready; payloads are encrypted"_s : u"%1 is ready; payloads are NOT encrypted"_s)
            .arg((*store)->displayName()));
    context.output().json({{u"store"_s, (*store)->displayName()}, {u"sealed"_s, sealed}});
    return ExitCode::Ok;
}

QString InfoCommand::name() const
{
    return u"info"_s;
}

QString InfoCommand::summary() const
{
    return u"Says what the store is, how it feels, and how many sessions it holds."_s;
}

void InfoCommand::describe(QCommandLineParser &) const
{ }

ExitCode InfoCommand::run(Context &context)
{
    if (const auto none = context.noArguments(); !none)
        return failed(context, none.error());
    const auto store = context.openStore();
    if (!store)
        return failed(context, store.error());
    const StoreCapabilities capabilities = (*store)->capabilities();
    const StoreHealth health = (*store)->health();
    const auto statistics = (*store)->statistics();
    if (!statistics)
        return failed(context, statistics.error());
    const auto running = instances(**store);

    const Output &output = context.output();
    output.table({u"What"_s, u"Value"_s},
                 {{u"store"_s, (*store)->displayName()},
                  {u"backend"_s, capabilities.displayName},
                  {u"encrypted"_s, sealWord(capabilities)},
                  {u"health"_s, health.sentence.isEmpty() ? u"good"_s : health.sentence},
                  {u"answers in"_s, u"%1 ms"_s.arg(double(health.latencyMicroseconds) / 1000, 0, 'f', 2)},
                  {u"sessions"_s, (statistics->exact ? u"%1"_s : u"at least %1"_s).arg(statistics->sessions)},
                  {u"live"_s, QString::number(statistics->live)},
                  {u"guests"_s, QString::number(statistics->guests)},
                  {u"signed in"_s, QString::number(statistics->authenticated)},
                  {u"revoked"_s, QString::number(statistics->revoked)},
                  {u"ended, not swept"_s, QString::number(statistics->expired)},
                  {u"vanished"_s, QString::number(statistics->vanished)},
                  {u"instances"_s, running ? QString::number(running->size()) : running.error().message()}});
    output.json({{u"store"_s, (*store)->displayName()},
                 {u"backend"_s, capabilities.backend},
                 {u"sealed"_s, capabilities.sealed},
                 {u"hasKey"_s, capabilities.hasKey},
                 {u"health"_s, healthJson(health)},
                 {u"sessions"_s,
                  QJsonObject {{u"rows"_s, statistics->sessions},
                               {u"exact"_s, statistics->exact},
                               {u"live"_s, statistics->live},
                               {u"guests"_s, statistics->guests},
                               {u"authenticated"_s, statistics->authenticated},
                               {u"revoked"_s, statistics->revoked},
                               {u"expired"_s, statistics->expired},
                               {u"vanished"_s, statistics->vanished}}}});
    return ExitCode::Ok;
}
