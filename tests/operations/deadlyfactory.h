// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "decoratedconnection.h"

#include <axess/storagebackend.h>

#include <atomic>
#include <csignal>

#include <unistd.h>

/// A connection whose process dies by SIGKILL before a certain document is written: all that ring, job and
/// control stand in are documents, so this is each boundary of what they keep.
class DeadlyConnection final : public DecoratedConnection
{
public:
    DeadlyConnection(std::unique_ptr<Axess::StorageConnection> inner, std::shared_ptr<std::atomic<int>> left)
        : DecoratedConnection(std::move(inner))
        , m_left(std::move(left))
    { }

    Axess::Result<quint64> putDocument(const QString &name, const QByteArray &bytes,
                                       quint64 expectedRevision) override
    {
        if (--*m_left == 0)
            ::kill(::getpid(), SIGKILL);
        return DecoratedConnection::putDocument(name, bytes, expectedRevision);
    }

private:
    const std::shared_ptr<std::atomic<int>> m_left;
};

/// Connections of another factory; the process dies before the document of this number is written. 0 = never.
class DeadlyFactory final : public Axess::ConnectionFactory
{
public:
    DeadlyFactory(std::shared_ptr<Axess::ConnectionFactory> inner, int diesBefore)
        : DeadlyFactory(std::move(inner), std::make_shared<std::atomic<int>>(diesBefore))
    { }
    /// Several stores whose documents are counted together.
    DeadlyFactory(std::shared_ptr<Axess::ConnectionFactory> inner, std::shared_ptr<std::atomic<int>> left)
        : m_inner(std::move(inner))
        , m_left(std::move(left))
    { }

    Axess::Result<std::unique_ptr<Axess::StorageConnection>> connect(const Axess::Deadline &deadline) override
    {
        return m_inner->connect(deadline).transform([&](std::unique_ptr<Axess::StorageConnection> connection)
                                                        -> std::unique_ptr<Axess::StorageConnection> {
            return std::make_unique<DeadlyConnection>(std::move(connection), m_left);
        });
    }
    int concurrentWriters() const override { return m_inner->concurrentWriters(); }
    int defaultPoolSize() const override { return m_inner->defaultPoolSize(); }

private:
    const std::shared_ptr<Axess::ConnectionFactory> m_inner;
    const std::shared_ptr<std::atomic<int>> m_left;
};
