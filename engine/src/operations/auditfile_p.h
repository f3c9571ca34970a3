// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "crypto/filedescriptor_p.h"

#include <axess/result.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qlist.h>
#include <QtCore/qstring.h>

#include <memory>

namespace Axess {

/// The copy of the audit trail on this machine: a line an entry, in a regular file of the user's own that
/// nobody else may read or write. Made when it is missing; only ever appended to. Several processes may.
class AXESS_TEST_EXPORT AuditFile
{
public:
    explicit AuditFile(QString path)
        : m_path(std::move(path))
    { }

    /// The file, while nobody else writes: so its lines have the order of the trail. Denied for a file that
    /// others may read or write, Full, or Unavailable.
    Result<std::unique_ptr<FileDescriptor>> lock() const;
    /// On disk when this returns.
    Result<void> append(const FileDescriptor &locked, const QByteArray &line) const;
    /// To read it. Gone where there is none, Denied for one that others may read or write.
    Result<std::unique_ptr<FileDescriptor>> open() const;
    /// All lines; none if there is no file. A last line without its end was cut off, and is left out.
    Result<QList<QByteArray>> lines() const;
    const QString &path() const { return m_path; }

private:
    const QString m_path;
};

} // namespace Axess
