// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "axesstest.h"
#include "manualclock.h"
#include "sequencerandom.h"
#include "verify.h"

#include <axess/metrics.h>
#include <axess/sessionmanager.h>

/// Keeps one site's cookie as browsers do.
class Browser
{
public:
    /// The Cookie header of the next request.
    QByteArray header() const { return m_pair; }
    bool hasCookie() const { return !m_pair.isEmpty(); }
    void receive(const Axess::Session &session)
    {
        if (session.setCookie())
            m_pair = session.setCookie()->contains("Max-Age=0") ? QByteArray()
                                                                : session.setCookie()->split(';').first();
    }

private:
    QByteArray m_pair;
};

/// A sealed store in memory under a clock that a test moves, and a manager on it.
class ManagerFixture
{
public:
    explicit ManagerFixture(const Axess::SessionPolicy &policy = Axess::SessionPolicy::standard())
        : store(Axess::SessionStore::open(QStringLiteral("memory:"), rootKey(), options()).value())
        , manager(store, policy)
    { }

    static Axess::UserId user(const QString &name) { return Axess::UserId::fromText(name).value(); }
    static Axess::TenantId tenant(const QString &name) { return Axess::TenantId::fromText(name).value(); }
    static Axess::RootKey rootKey()
    {
        return Axess::RootKey::fromBytes(
            Axess::SecretBytes(QByteArrayView("0123456789abcdef0123456789abcdef")));
    }

    /// A request that is answered: the session that its cookie brings.
    Axess::Session visit(Browser &browser, const Axess::RequestContext &request = {})
    {
        return answered(browser, manager.load(browser.header(), request));
    }
    /// A request that stores a value.
    Axess::Session put(Browser &browser, const QString &name, const QCborValue &value)
    {
        Axess::Session session = visit(browser);
        session.insert(name, value);
        return answered(browser, manager.save(session));
    }
    /// A request that signs in.
    Axess::Session signIn(Browser &browser, const QString &name, const Axess::RequestContext &request = {})
    {
        const auto ticket = manager.ticket(user(name), request.tenant);
        return answered(browser, manager.signIn(visit(browser, request), ticket.value()));
    }
    Axess::Session answered(Browser &browser, const Axess::Result<Axess::Session> &session)
    {
        browser.receive(session.value());
        return session.value();
    }

    quint64 writes() const
    {
        quint64 rows = 0;
        for (std::size_t i = 0; i < Axess::VerbCount; ++i) {
            const auto verb = Axess::Verb(i);
            const bool isOfRows = verb == Axess::Verb::Create || verb == Axess::Verb::Update
                || verb == Axess::Verb::Touch || verb == Axess::Verb::Remove;
            rows += isOfRows ? store->metrics().of(verb).rows : 0;
        }
        return rows;
    }
    quint64 written(Axess::Verb verb) const { return store->metrics().of(verb).rows; }
    quint64 counted(Axess::Counter counter) const { return store->metrics().of(counter); }
    /// How many sessions there are, dead ones too.
    qint64 rows() const { return store->statistics().value().sessions; }
    QList<Axess::Event> eventsOf(Axess::EventKind kind) const
    {
        QList<Axess::Event> events = store->events(0, 1000).value();
        events.removeIf([kind](const Axess::Event &event) { return event.kind != kind; });
        return events;
    }

    const std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    const std::shared_ptr<SequenceRandom> random = std::make_shared<SequenceRandom>();
    const std::shared_ptr<Axess::SessionStore> store;
    Axess::SessionManager manager;

private:
    Axess::StoreOptions options() const
    {
        Axess::StoreOptions options;
        options.clock = clock;
        options.random = random;
        return options;
    }
};
