// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "keycommands.h"

#include "rowforms.h"

#include <QtCore/qjsonarray.h>

using namespace Axess;
using namespace Qt::StringLiterals;

QString KeyGenerateCommand::name() const
{
    return u"key generate"_s;
}

QString KeyGenerateCommand::summary() const
{
    return u"Makes a new root key in a new file that only its owner can read."_s;
}

void KeyGenerateCommand::describe(QCommandLineParser &parser) const
{
    parser.addOption(
        {u"out"_s, u"The file to make (root.key); an existing one is never replaced."_s, u"FILE"_s});
}

ExitCode KeyGenerateCommand::run(Context &context)
{
    if (const auto none = context.noArguments(); !none)
        return failed(context, none.error());
    const QString path = context.isSet(u"out"_s) ? context.value(u"out"_s) : u"root.key"_s;
    SystemRandom random;
    if (const auto made = RootKey::generate(random, path); !made)
        return failed(context, made.error());
    context.output().line(u"%1 is a new root key. Keep a copy where the store's backups are not: "
                          "without it nobody can open the sessions."_s.arg(path));
    context.output().json({{u"file"_s, path}});
    return ExitCode::Ok;
}

QString KeyListCommand::name() const
{
    return u"key list"_s;
}

QString KeyListCommand::summary() const
{
    return u"Lists the ring's keys and how many sessions each seals; never key bytes."_s;
}

void KeyListCommand::describe(QCommandLineParser &) const
{ }

ExitCode KeyListCommand::run(Context &context)
{
    const auto store = context.noArguments().and_then([&] { return context.openStore(); });
    if (!store)
        return failed(context, store.error());
    const auto keys = (*store)->keys();
    if (!keys)
        return failed(context, keys.error());
    const auto statistics = (*store)->statistics();
    if (!statistics)
        return failed(context, statistics.error());

    QJsonArray array;
    QList<QStringList> rows;
    for (const KeyInfo &key : *keys) {
        const QString id = keyIdText(key.id);
        const qint64 sessions = statistics->byKey.value(key.id);
        array.append(QJsonObject {{u"id"_s, id},
                                  {u"purpose"_s, key.purpose},
                                  {u"state"_s, key.state},
                                  {u"created"_s, key.created},
                                  {u"changed"_s, key.changed},
                                  {u"sessions"_s, sessions}});
        rows.append({id, key.purpose, key.state, timeText(key.created), QString::number(sessions)});
    }
    context.output().json({{u"keys"_s, array}});
    context.output().table({u"KEY"_s, u"PURPOSE"_s, u"STATE"_s, u"CREATED"_s, u"SESSIONS"_s}, rows);
    if (keys->isEmpty())
        context.output().note(u"This store does not encrypt"_s);
    return ExitCode::Ok;
}
