// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "raceactor.h"

#include "storefixture.h"

#include <axess/store.h>

#include <atomic>
#include <barrier>
#include <iostream>
#include <string>
#include <thread>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

QString textOf(const QByteArray &word)
{
    return QString::fromUtf8(word);
}

std::unexpected<Error> gone()
{
    return std::unexpected(Error(ErrorCode::Gone, u"Nothing to do it to."_s));
}

} // namespace

RaceActor::RaceActor(std::shared_ptr<SessionStore> store)
    : m_store(std::move(store))
{ }

QByteArray RaceActor::act(const QByteArray &line)
{
    const auto answer = perform(line.split(' '));
    if (answer)
        return "ok " + *answer;
    const QByteArray name = errorCodeName(answer.error().code()).toLatin1();
    return answer.error().outcome() == Outcome::Unknown ? name + '?' : name;
}

Result<QByteArray> RaceActor::perform(const QByteArrayList &words)
{
    const QByteArray &verb = words[0];
    const QByteArray argument = words.value(1);
    const auto nothing = [](auto &&...) { return QByteArray(); };
    if (verb == "hold")
        return hold(argument);
    if (verb == "ticket")
        return m_store->ticket(userNamed(textOf(argument))).transform([this](const SignInTicket &ticket) {
            m_ticket = ticket;
            return QByteArray();
        });
    if (verb == "save")
        return save(argument);
    if (verb == "put")
        return put(argument);
    if (verb == "touch")
        return m_store->touch(m_row).transform(nothing);
    if (verb == "cycle")
        return cycle({});
    if (verb == "signin")
        return cycle(SignIn {m_ticket, 0, LimitPolicy::EndOldest});
    if (verb == "remove")
        return m_store->remove(m_row.id).transform(nothing);
    if (verb == "revoke")
        return revoke(std::chrono::milliseconds(argument.toLongLong()));
    if (verb == "restore")
        return restore(QByteArray::fromHex(argument));
    if (verb == "everywhere")
        return m_store->signOutEverywhere(userNamed(textOf(argument))).transform(nothing);
    if (verb == "create")
        return create(words);
    if (verb == "crowd")
        return crowd(words);
    return QByteArray();
}

Result<QByteArray> RaceActor::hold(const QByteArray &token)
{
    const auto loaded = m_store->load(SessionToken::fromText(token).value_or(SessionToken()));
    if (!loaded)
        return std::unexpected(loaded.error());
    if (!*loaded)
        return gone();
    m_row = **loaded;
    return QByteArray();
}

Result<QByteArray> RaceActor::save(const QByteArray &key)
{
    SessionRow row = m_row;
    row.data.insert(textOf(key), 1);
    return m_store->save(row).transform([](const SessionRow &) { return QByteArray(); });
}

Result<QByteArray> RaceActor::put(const QByteArray &key)
{
    SessionData data = m_row.data;
    data.insert(textOf(key), 1);
    return sessionDataStore(m_store)->put(m_row.id, data, {}).transform([] { return QByteArray(); });
}

Result<QByteArray> RaceActor::cycle(const std::optional<SignIn> &signIn)
{
    const auto to = m_store->renewed(m_row.token);
    if (!to)
        return std::unexpected(to.error());
    SessionRow row = m_row;
    if (signIn)
        row.user = signIn->ticket.user;
    return m_store->cycle(m_row.token, *to, row, signIn).transform([](const SessionRow &cycled) {
        return cycled.token.text();
    });
}

Result<QByteArray> RaceActor::revoke(std::chrono::milliseconds grace)
{
    return m_store->revoke(std::span(&m_row.id, 1), u"race"_s, grace)
        .and_then([](const RevokeReport &report) -> Result<QByteArray> {
            if (report.done.isEmpty())
                return gone();
            return report.mark.toHex();
        });
}

Result<QByteArray> RaceActor::restore(const QByteArray &mark)
{
    return m_store->restore(std::span(&m_row.id, 1), mark)
        .and_then([](const RevokeReport &report) -> Result<QByteArray> {
            if (report.done.isEmpty())
                return gone();
            return QByteArray();
        });
}

Result<QByteArray> RaceActor::create(const QByteArrayList &words)
{
    int created = 0;
    for (int i = words.value(4).toInt(); i > 0; --i) {
        const auto ticket = m_store->ticket(userNamed(textOf(words.value(1))));
        if (!ticket)
            return std::unexpected(ticket.error());
        SessionRow row = guestRow();
        row.user = ticket->user;
        const SignIn signIn {*ticket, words.value(2).toInt(), LimitPolicy(words.value(3).toInt())};
        created += m_store->save(row, signIn).has_value();
    }
    return QByteArray::number(created);
}

Result<QByteArray> RaceActor::crowd(const QByteArrayList &words)
{
    const int count = words.value(4).toInt();
    std::atomic<int> in = 0;
    std::atomic<int> denied = 0;
    std::atomic<int> unclear = 0;
    std::barrier start(count);
    std::vector<std::jthread> people;
    for (int i = 0; i < count; ++i) {
        people.emplace_back([&] {
            const auto ticket = m_store->ticket(userNamed(textOf(words.value(1))));
            // Every second one had a basket before.
            const auto guest = i % 2 == 0 ? m_store->save(guestRow()) : Result<SessionRow>(guestRow());
            start.arrive_and_wait();
            if (!ticket || !guest) {
                ++unclear;
                return;
            }
            SessionRow row = *guest;
            row.user = ticket->user;
            row.level = SessionLevel::Authenticated;
            const SignIn signIn {*ticket, words.value(2).toInt(), LimitPolicy(words.value(3).toInt())};
            const auto to = m_store->renewed(row.token);
            const auto saved = row.revision == 0 ? m_store->save(row, signIn)
                : to                             ? m_store->cycle(row.token, *to, row, signIn)
                                                 : Result<SessionRow>(std::unexpected(to.error()));
            const auto isRefused = [&](ErrorCode code) { return !saved && saved.error().code() == code; };
            // Who was let in may have had to go before it was told so.
            ++(saved || isRefused(ErrorCode::Gone) ? in : isRefused(ErrorCode::Denied) ? denied : unclear);
        });
    }
    people.clear();
    return QByteArray::number(in) + ' ' + QByteArray::number(denied) + ' ' + QByteArray::number(unclear);
}

int raceAsProcess(const QString &storeUrl, const QString &keyPath)
{
    StoreOptions options;
    options.callDeadline = std::chrono::seconds(30);
    const auto store = SessionStore::open(storeUrl, RootKey::fromFile(keyPath), options);
    if (!store) {
        std::cerr << qPrintable(store.error().message()) << std::endl;
        return 1;
    }
    RaceActor actor(*store);
    std::cout << "ready" << std::endl;
    for (std::string line; std::getline(std::cin, line);)
        std::cout << actor.act(QByteArray::fromStdString(line)).toStdString() << std::endl;
    return 0;
}
