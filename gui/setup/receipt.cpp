// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "setup/receipt.h"

#include <QtCore/qcryptographichash.h>
#include <QtCore/qfileinfo.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

QByteArray linkHash(const QString &target)
{
    return QCryptographicHash::hash("link to " + target.toUtf8(), QCryptographicHash::Sha256);
}

// Whether it is an entry of the menu for the same console, as an installation leaves that lost its receipt.
bool startsTheSame(const QFileInfo &info, const QByteArray &entry)
{
    const auto startLine = [](const QByteArray &text) {
        const QList<QByteArray> lines = text.split('\n');
        const auto line = std::ranges::find_if(
            lines, [](const QByteArray &candidate) { return candidate.startsWith("Exec="); });
        return line == lines.cend() ? QByteArray() : *line;
    };
    QFile file(info.filePath());
    const QByteArray line = startLine(entry);
    return !line.isEmpty() && !info.isSymbolicLink() && info.isFile() && file.open(QIODevice::ReadOnly)
        && startLine(file.readAll()) == line;
}

} // namespace

QByteArray OutsideFile::hash() const
{
    return target.isEmpty() ? QCryptographicHash::hash(content, QCryptographicHash::Sha256)
                            : linkHash(target);
}

Receipt Receipt::of(const QList<OutsideFile> &files)
{
    Receipt receipt;
    for (const OutsideFile &file : files)
        receipt.m_entries.append({.path = file.path, .sha256 = file.hash()});
    return receipt;
}

Receipt Receipt::read(const QString &folder)
{
    Receipt receipt;
    QFile file(folder + u'/' + Name);
    if (!file.open(QIODevice::ReadOnly))
        return receipt;
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    for (const QString &line : lines) {
        const QByteArray sha256 = QByteArray::fromHex(line.section(u' ', 0, 0).toLatin1());
        const QString path = line.section(u' ', 2);
        if (!sha256.isEmpty() && path.startsWith(u'/'))
            receipt.m_entries.append({.path = path, .sha256 = sha256});
    }
    return receipt;
}

QByteArray Receipt::text() const
{
    QByteArray text;
    for (const Entry &entry : m_entries)
        text += entry.sha256.toHex() + "  " + entry.path.toUtf8() + '\n';
    return text;
}

Receipt::Standing Receipt::standing(const OutsideFile &file) const
{
    const QFileInfo info(file.path);
    if (!info.exists() && !info.isSymbolicLink())
        return Standing::Free;
    if (isUnchanged({.path = file.path, .sha256 = file.hash()}))
        return Standing::Ours;
    const auto entry = std::ranges::find(m_entries, file.path, &Entry::path);
    if (entry != m_entries.cend())
        return isUnchanged(*entry) ? Standing::Ours : Standing::Changed;
    return startsTheSame(info, file.content) ? Standing::Changed : Standing::Foreign;
}

bool Receipt::isUnchanged(const Entry &entry)
{
    const QFileInfo info(entry.path);
    if (info.isSymbolicLink())
        return linkHash(info.readSymLink()) == entry.sha256;
    if (!info.isFile())
        return false;
    const auto hash = fileHash(entry.path);
    return hash && *hash == entry.sha256;
}

} // namespace Axess
