// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "keycommands.h"

#include "keychain.h"
#include "rowforms.h"

#include <axess/keys.h>

#include <QtCore/qjsonarray.h>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

ExitCode printed(const Context &context, const Result<KeyChange> &change, const QString &sentence)
{
    if (!change)
        return failed(context, change.error());
    context.output().line(sentence.arg(keyIdText(change->id)));
    context.output().json({{u"id"_s, keyIdText(change->id)},
                           {u"revision"_s, qint64(change->revision)},
                           {u"warnings"_s, QJsonArray::fromStringList(change->warnings)}});
    for (const QString &warning : change->warnings)
        context.output().note(warning);
    return ExitCode::Ok;
}

} // namespace

Result<quint32> keyFrom(const Context &context)
{
    bool isNumber = false;
    const QStringList arguments = context.arguments();
    const quint32 id = arguments.size() == 1 ? arguments.first().toUInt(&isNumber, 16) : 0;
    if (!isNumber || id == 0)
        return usageError(u"Name one key, as `axessctl key list` prints it"_s);
    return id;
}

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
    parser.addOption(
        {u"keychain"_s, u"Put it into the desktop's keychain instead, under this name."_s, u"NAME"_s});
}

ExitCode KeyGenerateCommand::run(Context &context)
{
    if (const auto none = context.noArguments(); !none)
        return failed(context, none.error());
    const QString path = context.isSet(u"out"_s) ? context.value(u"out"_s) : u"root.key"_s;
    const QString entry = context.value(u"keychain"_s);
    if (!entry.isEmpty() && context.isSet(u"out"_s))
        return failed(context, usageError(u"Say either --out or --keychain"_s).error());
    SystemRandom random;
    if (!entry.isEmpty()) {
        if (const auto made = Keychain::generate(random, entry); !made)
            return failed(context, made.error());
        context.output().line(u"The keychain's entry “%1” is a new root key; --root-key-keychain %1 opens "
                              "stores with it"_s.arg(entry));
        context.output().json({{u"keychain"_s, entry}});
        return ExitCode::Ok;
    }
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
    if (!(*store)->capabilities().sealed) {
        context.output().json({{u"keys"_s, QJsonArray()}});
        context.output().note(u"This store does not encrypt"_s);
        return ExitCode::Ok;
    }
    const auto report = Keys(*store).list();
    if (!report)
        return failed(context, report.error());
    QJsonArray array;
    QList<QStringList> rows;
    for (const KeyUse &use : report->keys) {
        const QString id = keyIdText(use.key.id);
        array.append(QJsonObject {{u"id"_s, id},
                                  {u"purpose"_s, use.key.purpose},
                                  {u"state"_s, use.key.state},
                                  {u"created"_s, use.key.created},
                                  {u"changed"_s, use.key.changed},
                                  {u"sessions"_s, use.sessions},
                                  {u"share"_s, use.share},
                                  {u"unaware"_s, QJsonArray::fromStringList(use.unaware)}});
        rows.append({id, use.key.purpose, use.key.state, timeText(use.key.created),
                     QString::number(use.sessions), u"%1 %"_s.arg(use.share * 100, 0, 'f', 1)});
    }
    context.output().json({{u"keys"_s, array},
                           {u"revision"_s, qint64(report->revision)},
                           {u"rootKeys"_s, QJsonArray::fromStringList(report->rootKeys)},
                           {u"sessions"_s, report->sessions},
                           {u"counted"_s, report->isCounted},
                           {u"unsealed"_s, report->unsealed}});
    if (!report->isCounted)
        context.output().note(u"The store has too many sessions to count them in time; `key verify` does"_s);
    context.output().table({u"KEY"_s, u"PURPOSE"_s, u"STATE"_s, u"CREATED"_s, u"SESSIONS"_s, u"SHARE"_s},
                           rows);
    context.output().line(u"Opened by root key "_s + report->rootKeys.join(u" or "_s));
    for (const KeyUse &use : report->keys) {
        if (!use.unaware.isEmpty())
            context.output().note(
                u"Key %1 is not known yet to %2"_s.arg(keyIdText(use.key.id), use.unaware.join(u", "_s)));
    }
    return ExitCode::Ok;
}

QString KeyAddCommand::name() const
{
    return u"key add"_s;
}

QString KeyAddCommand::summary() const
{
    return u"Adds a key that all instances learn of and none uses yet."_s;
}

void KeyAddCommand::describe(QCommandLineParser &parser) const
{
    parser.addOption(
        {u"purpose"_s, u"envelope (default), cookie, audit or document."_s, u"PURPOSE"_s, u"envelope"_s});
}

ExitCode KeyAddCommand::run(Context &context)
{
    const auto added
        = context.noArguments()
              .and_then([&] { return context.openStore(); })
              .and_then([&](const auto &store) { return Keys(store).stage(context.value(u"purpose"_s)); });
    return printed(context, added, u"Key %1 is staged; `axessctl key activate %1` puts it to use"_s);
}

QString KeyChangeCommand::name() const
{
    static const QString names[] {u"key activate"_s, u"key retire"_s};
    return names[std::size_t(m_act)];
}

QString KeyChangeCommand::summary() const
{
    static const QString summaries[] {
        u"Makes a staged key the one that seals; the one before opens only."_s,
        u"Ends the life of a key that was replaced and that no session is sealed under."_s,
    };
    return summaries[std::size_t(m_act)];
}

void KeyChangeCommand::describe(QCommandLineParser &parser) const
{
    parser.addPositionalArgument(u"KEY"_s, u"The key, as `key list` prints it."_s);
}

ExitCode KeyChangeCommand::run(Context &context)
{
    const auto id = keyFrom(context);
    const auto store = id.and_then([&](quint32) { return context.openStore(); });
    if (!store)
        return failed(context, store.error());
    Keys keys(*store);
    return m_act == Act::Activate ? printed(context, keys.activate(*id), u"Key %1 seals from now on"_s)
                                  : printed(context, keys.retire(*id), u"Key %1 is retired"_s);
}

QString KeyVerifyCommand::name() const
{
    return u"key verify"_s;
}

QString KeyVerifyCommand::summary() const
{
    return u"Opens every session; exit 0 if all are whole and none is under an old key."_s;
}

void KeyVerifyCommand::describe(QCommandLineParser &) const
{ }

ExitCode KeyVerifyCommand::run(Context &context)
{
    const auto store = context.noArguments().and_then([&] { return context.openStore(); });
    if (!store)
        return failed(context, store.error());
    const Output &output = context.output();
    const auto report = Keys(*store).verify([&](qint64 sessions) {
        output.progress(u"%1 sessions"_s.arg(sessions));
        return !wasCancelled();
    });
    output.endProgress();
    if (!report)
        return failed(context, report.error());
    output.json({{u"activeKey"_s, keyIdText(report->activeKey)},
                 {u"sessions"_s, report->sessions},
                 {u"open"_s, report->open},
                 {u"underOldKeys"_s, report->underOldKeys},
                 {u"unreadable"_s, report->unreadable},
                 {u"failures"_s, QJsonArray::fromStringList(report->failures)}});
    for (const QString &failure : report->failures)
        output.note(failure);
    if (wasCancelled())
        return ExitCode::Cancelled;
    output.line(
        report->isClean()
            ? u"%1 sessions open, all under key %2"_s.arg(report->open).arg(keyIdText(report->activeKey))
            : u"%1 of %2 sessions open; %3 are under keys other than %4"_s.arg(report->open)
                  .arg(report->sessions)
                  .arg(report->underOldKeys)
                  .arg(keyIdText(report->activeKey)));
    return report->isClean() ? ExitCode::Ok : ExitCode::Partial;
}

QString RootKeyChangeCommand::name() const
{
    return u"root-key change"_s;
}

QString RootKeyChangeCommand::summary() const
{
    return u"Lets a new root key open the store beside the old one, and later alone."_s;
}

void RootKeyChangeCommand::describe(QCommandLineParser &parser) const
{
    parser.addOption({u"new-root-key-file"_s,
                      u"First step: this root key opens the store, too (`key generate` makes one)."_s,
                      u"FILE"_s});
    parser.addOption(
        {u"finish"_s, u"Last step, once it is deployed: only the configured root key opens the store."_s});
}

ExitCode RootKeyChangeCommand::run(Context &context)
{
    const bool finishes = context.isSet(u"finish"_s);
    if (const auto none = context.noArguments(); !none)
        return failed(context, none.error());
    if (finishes == context.isSet(u"new-root-key-file"_s))
        return failed(context, usageError(u"Say either --new-root-key-file or --finish"_s).error());
    const auto rootKey = context.rootKey();
    const auto store = rootKey.and_then([&](const RootKey &) { return context.openStore(); });
    if (!store)
        return failed(context, store.error());
    Keys keys(*store);
    const auto changed = finishes ? keys.finishRootKey(*rootKey)
                                  : keys.addRootKey(RootKey::fromFile(context.value(u"new-root-key-file"_s)));
    if (!changed)
        return failed(context, changed.error());
    context.output().json({{u"revision"_s, qint64(changed->revision)}, {u"finished"_s, finishes}});
    context.output().line(
        finishes ? u"Only %1 opens the store from now on; the other root key may be destroyed"_s.arg(
                       rootKey->description())
                 : u"Both root keys open the store. Put the new one in the place of the old one "
                   "wherever this store is used, then `axessctl root-key change --finish`"_s);
    return ExitCode::Ok;
}
