// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/storecore_p.h"

#include <map>
#include <span>

namespace Axess {

/// A part of the sessions that a job acts on. Parts hang together backwards, so that a checkpoint names one.
struct SetPart
{
    static constexpr qsizetype MostIds = 1000;

    QByteArray before; ///< The part before; empty = this is the first.
    QList<SessionId> ids;

    bool operator==(const SetPart &) const = default;
};

AXESS_TEST_EXPORT QByteArray encodePart(const SetPart &part);
/// Corrupt for what is none.
AXESS_TEST_EXPORT Result<SetPart> decodePart(const QByteArray &bytes);

/// Where the parts of one job's set are kept.
class AXESS_TEST_EXPORT FrozenSet
{
public:
    virtual ~FrozenSet() = default;

    /// Keeps a part that is never changed again; its name. A repeated step leaves parts that nobody names.
    virtual Result<QByteArray> add(const SetPart &part) = 0;
    /// Corrupt if it is not there or was altered.
    virtual Result<SetPart> part(const QByteArray &name) const = 0;

    /// Keeps any number of ids, in their order from the last part on; the last part's name, empty for none.
    Result<QByteArray> addAll(std::span<const SessionId> ids);
};

/// In documents of the store, `job-set/JOB/NAME`: sealed where the store seals.
class AXESS_TEST_EXPORT StoredSet final : public FrozenSet
{
public:
    StoredSet(StoreCore &core, const QString &job)
        : m_core(core)
        , m_job(job)
    { }

    Result<QByteArray> add(const SetPart &part) override;
    Result<SetPart> part(const QByteArray &name) const override;
    /// Forgets all parts.
    static Result<void> remove(StoreCore &core, const QString &job);

private:
    QString documentOf(const QByteArray &name) const;

    StoreCore &m_core;
    const QString m_job;
};

/// In this process.
class AXESS_TEST_EXPORT LocalSet final : public FrozenSet
{
public:
    Result<QByteArray> add(const SetPart &part) override;
    Result<SetPart> part(const QByteArray &name) const override;

private:
    std::map<QByteArray, SetPart> m_parts;
};

} // namespace Axess
