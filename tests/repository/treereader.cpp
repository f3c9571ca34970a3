// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "treereader.h"

#include <QtCore/QDir>
#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

using namespace Qt::StringLiterals;

TreeReader::TreeReader(const QString &root)
    : m_root(root)
{ }

TreeReader TreeReader::ofThisRepository()
{
    return TreeReader(qEnvironmentVariable("AXESS_SOURCE_DIR"));
}

QStringList TreeReader::files(const QString &folder) const
{
    const QDir root(m_root);
    QStringList result;
    QDirIterator files(root.filePath(folder), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = root.relativeFilePath(files.next());
        if (!path.startsWith(u"build/"_s) && !path.startsWith(u".git/"_s) && !path.startsWith(u".cache/"_s))
            result.append(path);
    }
    result.sort();
    return result;
}

QStringList TreeReader::files(const QString &folder, const QStringList &suffixes) const
{
    QStringList result;
    for (const QString &path : files(folder)) {
        if (suffixes.contains(QFileInfo(path).suffix()) || suffixes.contains(QFileInfo(path).fileName()))
            result.append(path);
    }
    return result;
}

QStringList TreeReader::topLevelFolders() const
{
    QStringList folders = QDir(m_root).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    folders.removeAll(u"build"_s);
    return folders;
}

bool TreeReader::exists(const QString &path) const
{
    return QFileInfo::exists(QDir(m_root).filePath(path));
}

QString TreeReader::text(const QString &path) const
{
    QFile file(QDir(m_root).filePath(path));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(file.readAll());
}

QStringList TreeReader::lines(const QString &path) const
{
    QStringList lines = text(path).split(u'\n');
    if (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast();
    return lines;
}
