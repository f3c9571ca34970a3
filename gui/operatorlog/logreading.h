// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/auditreader.h>

namespace Axess {

/// Where the operator log is read.
enum class LogPlace : quint8 {
    Store,
    LocalFile, ///< The copy on this machine.
};

/// The copy of the audit trail that this machine's configuration names; empty = none. Reads the
/// configuration.
Result<QString> localAuditFile();

/// One reading of an audit trail from its end. Blocking; one thread at a time.
class LogReading
{
public:
    LogReading(LogPlace place, const AuditFilter &filter)
        : m_place(place)
        , m_filter(filter)
    { }

    /// Gone where there is no local file.
    Result<AuditPage> next(const std::shared_ptr<SessionStore> &store, int limit,
                           const std::stop_token &stop);

private:
    Result<void> open(const std::shared_ptr<SessionStore> &store);

    const LogPlace m_place;
    const AuditFilter m_filter;
    std::optional<AuditReader> m_reader;
};

} // namespace Axess
