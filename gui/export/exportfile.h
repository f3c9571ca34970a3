// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfile.h>

#include <expected>

namespace Axess {

/// A file that is there whole or not at all: it is written beside its place, as `NAME.part`, and takes it at
/// the end. Only its owner may read it. Not thread-safe; any one thread at a time.
class ExportFile
{
    Q_DECLARE_TR_FUNCTIONS(Axess::ExportFile)

public:
    using Written = std::expected<void, QString>; ///< Else a sentence; what was written is gone then.

    explicit ExportFile(const QString &path);
    ~ExportFile(); ///< What was not finished is removed.
    ExportFile(const ExportFile &) = delete;
    ExportFile &operator=(const ExportFile &) = delete;

    Written open();
    Written write(const QByteArray &bytes);
    Written finish(); ///< Replaces what is at the place.
    void abandon();

    static QString partOf(const QString &path);

private:
    Written fail();

    QString m_path;
    QFile m_part;
    bool m_ours = false; ///< The part was made here and not yet moved.
};

} // namespace Axess
