// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "auditfile_p.h"
#include "auditline_p.h"
#include "session/audited_p.h"

namespace Axess {

/// What the document `audit-head` holds: the last entry, which is kept by writing it there, and behind which
/// position of the log it is to be found.
struct AuditHead
{
    AuditLine line;
    qint64 behind = 0;
    quint64 revision = 0; ///< Of the document; 0 = there is none yet.

    AXESS_TEST_EXPORT static Result<AuditHead> read(StoreCore &core);
    /// Of one store, whichever leads.
    static Result<AuditHead> read(StorageAccess &storage, std::chrono::milliseconds callTime);
    AXESS_TEST_EXPORT QByteArray bytes() const;
};

/// The entries of the log behind `position`, each once, and the position of the last.
struct AuditLog
{
    QList<QByteArray> lines;
    qint64 last = 0;
    bool isWhole = true; ///< False = `goOn` said no.

    using GoOn = std::function<bool(qint64)>; ///< Asked after each page with the entries so far.
    static Result<AuditLog> read(StorageAccess &storage, qint64 position, std::chrono::milliseconds callTime,
                                 const GoOn &goOn = {});
    static Result<AuditLog> read(StoreCore &core, qint64 position, const GoOn &goOn = {});
};

/// The trail in a store: one chain, whoever writes.
///
/// An entry counts from when it stands in the head, by compare-and-swap; then it is appended to the log. Who
/// comes next after one that died in between appends it first. Thread-safe.
class StoreAudit final : public AuditTrail
{
public:
    static constexpr QStringView Log = u"audit";

    StoreAudit(StoreCore &core, const AuditOptions &options)
        : m_core(core)
        , m_options(options)
        , m_file(options.file)
    { }

    Result<quint64> intend(const AuditAct &act) override;
    void conclude(quint64 intent, const AuditAct &act, const std::optional<Error> &failure) override;

private:
    Result<quint64> record(AuditEntry entry);
    Result<AuditLine> chained(AuditEntry entry);
    /// Where the log ends, with the head's entry in it.
    Result<qint64> settle(StorageAccess &storage, const AuditHead &head);

    StoreCore &m_core;
    const AuditOptions m_options;
    const AuditFile m_file;
    std::mutex m_mutex; ///< One entry after the other.
};

} // namespace Axess
