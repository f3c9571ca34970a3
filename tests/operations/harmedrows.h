// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "decoratedconnection.h"

#include <axess/storagebackend.h>

#include <QtCore/qset.h>

#include <thread>

/// What is wrong with a store: rows that nobody can read, and too many of them for its speed.
struct Harm
{
    QSet<Axess::SessionId> unlisted; ///< Their columns are damaged: no list has them, no load.
    QSet<Axess::SessionId> unloaded; ///< Only their end is damaged: they are listed.
    int rowsInTime = Axess::PageRequest::MaximumRows; ///< Longer pages are not read before the deadline.
    std::chrono::milliseconds countedLate {0}; ///< After so long it is found that counting takes too long.
    int pages = 0; ///< Longer ones that were asked for.
    int loads = 0; ///< Calls that loaded rows.
};

class HarmedConnection final : public DecoratedConnection
{
public:
    HarmedConnection(std::unique_ptr<Axess::StorageConnection> inner, Harm &harm)
        : DecoratedConnection(std::move(inner))
        , m_harm(harm)
    { }

    void setDeadline(const Axess::Deadline &deadline) override
    {
        m_deadline = deadline;
        DecoratedConnection::setDeadline(deadline);
    }

    Axess::Result<Axess::RowPage> page(const Axess::PageRequest &request) override
    {
        if (request.limit > m_harm.rowsInTime) {
            ++m_harm.pages;
            return late();
        }
        return DecoratedConnection::page(request).transform([this](Axess::RowPage page) {
            for (const Axess::SealedRow &row : std::as_const(page.rows)) {
                if (m_harm.unlisted.contains(row.id))
                    page.unreadable.append(row.id);
            }
            page.rows.removeIf([this](const auto &row) { return m_harm.unlisted.contains(row.id); });
            return page;
        });
    }

    Axess::Result<QList<Axess::SealedRow>> load(std::span<const Axess::SessionId> ids) override
    {
        ++m_harm.loads;
        return isHarmed(ids) ? damaged() : DecoratedConnection::load(ids);
    }

    Axess::Result<QList<Axess::SealedRow>> describe(std::span<const Axess::SessionId> ids) override
    {
        ++m_harm.loads;
        return isHarmed(ids) ? damaged() : DecoratedConnection::describe(ids);
    }

    Axess::Result<QList<Axess::WriteStatus>> revoke(std::span<const Axess::Revocation> revocations,
                                                    const Axess::Horizon &horizon) override
    {
        for (const Axess::Revocation &revocation : revocations) {
            if (isHarmed(std::span(&revocation.id, 1)))
                return damaged();
        }
        return DecoratedConnection::revoke(revocations, horizon);
    }

    Axess::Result<QHash<quint32, qint64>> countByKey() override
    {
        if (m_harm.countedLate.count() == 0)
            return DecoratedConnection::countByKey();
        std::this_thread::sleep_for(m_harm.countedLate);
        return tooSlow();
    }

private:
    bool isHarmed(std::span<const Axess::SessionId> ids) const
    {
        return std::ranges::any_of(ids, [this](const Axess::SessionId &id) {
            return m_harm.unlisted.contains(id) || m_harm.unloaded.contains(id);
        });
    }
    static std::unexpected<Axess::Error> damaged()
    {
        return std::unexpected(
            Axess::Error(Axess::ErrorCode::Corrupt, QStringLiteral("A row is damaged")).inOneSession());
    }
    static std::unexpected<Axess::Error> tooSlow()
    {
        return std::unexpected(
            Axess::Error(Axess::ErrorCode::Unavailable, QStringLiteral("It takes too long")));
    }
    std::unexpected<Axess::Error> late() const
    {
        std::this_thread::sleep_until(m_deadline.at());
        return tooSlow();
    }

    Harm &m_harm;
    Axess::Deadline m_deadline = Axess::Deadline::in(std::chrono::seconds(1));
};

/// Connections of another factory to a store that is harmed.
class HarmedFactory final : public Axess::ConnectionFactory
{
public:
    HarmedFactory(std::shared_ptr<Axess::ConnectionFactory> inner, Harm &harm)
        : m_inner(std::move(inner))
        , m_harm(harm)
    { }

    Axess::Result<std::unique_ptr<Axess::StorageConnection>> connect(const Axess::Deadline &deadline) override
    {
        return m_inner->connect(deadline).transform([&](std::unique_ptr<Axess::StorageConnection> connection)
                                                        -> std::unique_ptr<Axess::StorageConnection> {
            return std::make_unique<HarmedConnection>(std::move(connection), m_harm);
        });
    }
    int defaultPoolSize() const override { return m_inner->defaultPoolSize(); }

private:
    const std::shared_ptr<Axess::ConnectionFactory> m_inner;
    Harm &m_harm;
};
