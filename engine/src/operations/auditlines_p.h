// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "crypto/filedescriptor_p.h"

#include <axess/sessionstore.h>

namespace Axess {

/// The lines of a trail from its end on, some at a time.
class AuditLines
{
public:
    virtual ~AuditLines() = default;

    /// The next ones, newest first; none = that was all. After an error it goes on where it was.
    virtual Result<QList<QByteArray>> next() = 0;
};

/// Those of a store's log.
class StoreAuditLines final : public AuditLines
{
public:
    explicit StoreAuditLines(std::shared_ptr<SessionStore> store)
        : m_store(std::move(store))
    { }

    Result<QList<QByteArray>> next() override;

private:
    Result<QList<QByteArray>> last();

    const std::shared_ptr<SessionStore> m_store;
    std::optional<qint64> m_before; ///< The position from which on all were told; absent = none were.
};

/// Those of a file on this machine.
class FileAuditLines final : public AuditLines
{
public:
    explicit FileAuditLines(QString path)
        : m_path(std::move(path))
    { }

    Result<QList<QByteArray>> next() override;

private:
    Result<void> open();

    const QString m_path;
    std::unique_ptr<FileDescriptor> m_file;
    bool m_isCutOff = true; ///< What stands behind the last line's end is to be left out yet.
    qint64 m_end = 0; ///< What lies before it was not read yet.
    QByteArray m_rest; ///< The end of a line that begins before.
};

} // namespace Axess
