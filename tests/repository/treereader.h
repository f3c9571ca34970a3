// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

/// The tree that the repository's tests look at.
class TreeReader
{
public:
    explicit TreeReader(const QString &root);

    /// The tree of these sources.
    static TreeReader ofThisRepository();

    /// Every file below `folder` (all by default), relative to the root and sorted; build folders and .git
    /// are left out.
    QStringList files(const QString &folder = {}) const;
    QStringList files(const QString &folder, const QStringList &suffixes) const;
    QStringList topLevelFolders() const;

    bool exists(const QString &path) const;
    QString text(const QString &path) const;
    QStringList lines(const QString &path) const;

private:
    QString m_root;
};
