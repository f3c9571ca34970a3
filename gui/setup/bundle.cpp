// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "setup/bundle.h"

#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype HashDigits = 64;
constexpr QLatin1StringView Mark {"name=axess-console"};

std::unexpected<Error> damaged(const QString &file)
{
    return std::unexpected(Error(
        ErrorCode::Corrupt,
        Bundle::tr("%1 is missing or damaged; get the installer once more and start it again.").arg(file)));
}

Result<QStringList> linesOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return damaged(path);
    QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    lines.removeIf([](const QString &line) { return line.startsWith(u'#'); });
    return lines;
}

// A manifest that names a file outside of its folder would have the setup write or remove anything.
bool isInside(const QString &path)
{
    return !path.isEmpty() && !path.startsWith(u'/') && QDir::cleanPath(path) == path && path != u".."_s
        && !path.startsWith("../"_L1);
}

} // namespace

Result<Bundle> Bundle::read(const QString &folder)
{
    Bundle bundle;
    bundle.m_folder = QDir::cleanPath(folder);
    return bundle.readInfo()
        .and_then([&] { return bundle.readComponents(); })
        .and_then([&] { return filesIn(bundle.m_folder); })
        .transform([&](const QList<BundleFile> &files) {
            bundle.m_files = files;
            return bundle;
        });
}

bool Bundle::isMarked(const QString &folder)
{
    const auto lines = linesOf(folder + u'/' + InfoName);
    return lines && lines->contains(Mark);
}

QString Bundle::folderAround(const QString &programFolder)
{
    // libexec, or lib/libc for a program that the bundle's own loader started.
    for (const auto *up : {"/..", "/../.."}) {
        const QString folder = QDir::cleanPath(programFolder + QLatin1StringView(up));
        if (QFileInfo::exists(folder + u'/' + InfoName))
            return folder;
    }
    return {};
}

Result<void> Bundle::readInfo()
{
    const QString path = m_folder + u'/' + InfoName;
    const auto lines = linesOf(path);
    if (!lines)
        return std::unexpected(lines.error());
    for (const QString &line : *lines) {
        const QString value = line.section(u'=', 1);
        if (line.startsWith("version="_L1))
            m_version = QVersionNumber::fromString(value);
        if (line.startsWith("architecture="_L1))
            m_architecture = value;
    }
    if (!lines->contains(Mark) || m_version.isNull() || m_architecture.isEmpty())
        return damaged(path);
    return {};
}

Result<QList<BundleFile>> Bundle::filesIn(const QString &folder)
{
    const QString path = folder + u'/' + ManifestName;
    const auto lines = linesOf(path);
    if (!lines)
        return std::unexpected(lines.error());
    QList<BundleFile> files;
    for (const QString &line : *lines) {
        const QByteArray digits = line.first(qMin(HashDigits, line.size())).toLatin1();
        BundleFile file {.path = line.mid(HashDigits + 2), .sha256 = QByteArray::fromHex(digits), .size = 0};
        if (file.sha256.toHex() != digits || file.sha256.size() * 2 != HashDigits || !isInside(file.path))
            return damaged(path);
        file.size = QFileInfo(folder + u'/' + file.path).size();
        files.append(file);
    }
    if (files.isEmpty())
        return damaged(path);
    return files;
}

Result<void> Bundle::readComponents()
{
    const QString path = m_folder + u"/share/components.txt"_s;
    const auto lines = linesOf(path);
    if (!lines)
        return std::unexpected(lines.error());
    for (const QString &line : *lines) {
        const QStringList words = line.split(u' ', Qt::SkipEmptyParts);
        if (words.size() != 2)
            return damaged(path);
        m_componentOfFile.insert(words[1], words[0]);
    }
    return {};
}

QSet<QString> Bundle::components() const
{
    return {m_componentOfFile.cbegin(), m_componentOfFile.cend()};
}

QList<BundleFile> Bundle::filesWith(const QSet<QString> &components) const
{
    QList<BundleFile> chosen;
    std::ranges::copy_if(m_files, std::back_inserter(chosen), [&](const BundleFile &file) {
        const auto component = m_componentOfFile.constFind(file.path);
        return component == m_componentOfFile.cend() || components.contains(*component);
    });
    return chosen;
}

QByteArray Bundle::manifestOf(const QList<BundleFile> &files)
{
    QByteArray text;
    for (const BundleFile &file : files)
        text += file.sha256.toHex() + "  " + file.path.toUtf8() + '\n';
    return text;
}

} // namespace Axess
