// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "decoratedconnection.h"

#include <axess/storagebackend.h>

/// Connections of an account that may read all of a row but its payload. Answers of revocations may get lost.
class ShutPayloadsFactory final : public Axess::ConnectionFactory
{
public:
    explicit ShutPayloadsFactory(std::shared_ptr<Axess::ConnectionFactory> inner)
        : m_inner(std::move(inner))
    { }

    int lostAnswers = 0; ///< Of the revocations to come.

    Axess::Result<std::unique_ptr<Axess::StorageConnection>> connect(const Axess::Deadline &deadline) override
    {
        return m_inner->connect(deadline).transform([&](std::unique_ptr<Axess::StorageConnection> connection)
                                                        -> std::unique_ptr<Axess::StorageConnection> {
            return std::make_unique<Connection>(std::move(connection), *this);
        });
    }
    int defaultPoolSize() const override { return m_inner->defaultPoolSize(); }

private:
    class Connection final : public DecoratedConnection
    {
    public:
        Connection(std::unique_ptr<Axess::StorageConnection> inner, ShutPayloadsFactory &factory)
            : DecoratedConnection(std::move(inner))
            , m_factory(factory)
        { }

        Axess::Result<QList<Axess::SealedRow>> load(std::span<const Axess::SessionId>) override
        {
            return std::unexpected(
                Axess::Error(Axess::ErrorCode::Denied, QStringLiteral("permission denied for payload")));
        }
        Axess::Result<QList<Axess::SealedRow>> settle(std::span<const Axess::LostWrite> writes,
                                                      const Axess::Horizon &horizon) override
        {
            return StorageConnection::settle(writes, horizon);
        }
        Axess::Result<QList<Axess::WriteStatus>> revoke(std::span<const Axess::Revocation> revocations,
                                                        const Axess::Horizon &horizon) override
        {
            auto statuses = DecoratedConnection::revoke(revocations, horizon);
            if (m_factory.lostAnswers == 0)
                return statuses;
            --m_factory.lostAnswers;
            return std::unexpected(Axess::Error(Axess::ErrorCode::Unavailable,
                                                QStringLiteral("the connection was lost"),
                                                Axess::Outcome::Unknown));
        }

    private:
        ShutPayloadsFactory &m_factory;
    };

    const std::shared_ptr<Axess::ConnectionFactory> m_inner;
};
