// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "setup/setupfiles.h"

#include <QtCore/qlist.h>

namespace Axess {

/// A file or link that an installation has outside of its folder.
struct OutsideFile
{
    QString path;
    QByteArray content; ///< Of a file.
    QString target; ///< Of a link; empty for a file.

    QByteArray hash() const;
};

/// What an installation put outside of its folder, and what each was, so that only that is ever taken away.
class Receipt
{
public:
    static constexpr QLatin1StringView Name {"installed.txt"};

    struct Entry
    {
        QString path;
        QByteArray sha256; ///< Of the content; of a link, of where it points to.
    };

    /// What stands where an installation wants to put something.
    enum class Standing : quint8 {
        Free, ///< Nothing.
        Ours, ///< What the setup put there.
        Changed, ///< What the setup put there, and somebody changed; or another entry for the same console.
        Foreign, ///< What somebody else put there.
    };

    static Receipt of(const QList<OutsideFile> &files);
    /// Of an installation in that folder; empty if it says nothing.
    static Receipt read(const QString &folder);

    void add(const Entry &entry) { m_entries.append(entry); }
    QByteArray text() const;
    const QList<Entry> &entries() const { return m_entries; }

    Standing standing(const OutsideFile &file) const;
    /// Whether what stands there is still what was installed.
    static bool isUnchanged(const Entry &entry);

private:
    QList<Entry> m_entries;
};

} // namespace Axess
