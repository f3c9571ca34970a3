// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "decoratedconnection.h"

#include <axess/storagebackend.h>

#include <atomic>
#include <mutex>

/// What a server would say of itself, and how often it was asked. Thread-safe.
class TellingServer
{
public:
    void say(const Axess::Result<QList<Axess::Fact>> &vitals)
    {
        const std::scoped_lock lock(m_mutex);
        m_vitals = vitals;
    }
    Axess::Result<QList<Axess::Fact>> answer()
    {
        ++asked;
        const std::scoped_lock lock(m_mutex);
        return m_vitals;
    }

    std::atomic<int> asked = 0;
    std::atomic<int> inspected = 0;

private:
    std::mutex m_mutex;
    Axess::Result<QList<Axess::Fact>> m_vitals;
};

class TellingConnection final : public DecoratedConnection
{
public:
    TellingConnection(std::unique_ptr<Axess::StorageConnection> inner, TellingServer &server)
        : DecoratedConnection(std::move(inner))
        , m_server(server)
    { }

    Axess::Result<QList<Axess::Fact>> vitals() override { return m_server.answer(); }
    Axess::Result<QList<Axess::Fact>> inspect() override
    {
        ++m_server.inspected;
        return DecoratedConnection::inspect();
    }

private:
    TellingServer &m_server;
};

/// Connections of another factory that say of their server what a TellingServer says.
class TellingFactory final : public Axess::ConnectionFactory
{
public:
    TellingFactory(std::shared_ptr<Axess::ConnectionFactory> inner, TellingServer &server)
        : m_inner(std::move(inner))
        , m_server(server)
    { }

    Axess::Result<std::unique_ptr<Axess::StorageConnection>> connect(const Axess::Deadline &deadline) override
    {
        return m_inner->connect(deadline).transform([&](std::unique_ptr<Axess::StorageConnection> connection)
                                                        -> std::unique_ptr<Axess::StorageConnection> {
            return std::make_unique<TellingConnection>(std::move(connection), m_server);
        });
    }
    int defaultPoolSize() const override { return m_inner->defaultPoolSize(); }

private:
    std::shared_ptr<Axess::ConnectionFactory> m_inner;
    TellingServer &m_server;
};
