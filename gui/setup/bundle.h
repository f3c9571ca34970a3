// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/result.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qset.h>
#include <QtCore/qversionnumber.h>

namespace Axess {

/// One file of a bundle, by its path inside.
struct BundleFile
{
    QString path;
    QByteArray sha256;
    qint64 size = 0;

    bool operator==(const BundleFile &) const = default;
};

/// The console with everything it needs, in a folder: as it was unpacked, or as it was installed.
///
/// Value type. `bundle.info` says whose and what it is, `manifest.sha256` is what sha256sum writes,
/// `share/components.txt` says which files may be left out.
class Bundle
{
    Q_DECLARE_TR_FUNCTIONS(Axess::Bundle)

public:
    static constexpr QLatin1StringView InfoName {"bundle.info"};
    static constexpr QLatin1StringView ManifestName {"manifest.sha256"};

    /// Reads what the folder says of itself; the files are compared when they are copied. Corrupt for what no
    /// bundle says.
    static Result<Bundle> read(const QString &folder);
    /// Whether the folder says that it is one of ours, be it whole or damaged.
    static bool isMarked(const QString &folder);
    /// What the folder's manifest names.
    static Result<QList<BundleFile>> filesIn(const QString &folder);
    /// The bundle that a program of it stands in; empty if it stands in none.
    static QString folderAround(const QString &programFolder);

    const QString &folder() const { return m_folder; }
    const QVersionNumber &version() const { return m_version; }
    const QString &architecture() const { return m_architecture; }
    const QList<BundleFile> &files() const { return m_files; }
    QSet<QString> components() const; ///< What may be left out.

    QList<BundleFile> filesWith(const QSet<QString> &components) const;
    static QByteArray manifestOf(const QList<BundleFile> &files);

private:
    Result<void> readInfo();
    Result<void> readComponents();

    QString m_folder;
    QVersionNumber m_version;
    QString m_architecture;
    QList<BundleFile> m_files;
    QHash<QString, QString> m_componentOfFile;
};

} // namespace Axess
