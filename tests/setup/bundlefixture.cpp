// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "bundlefixture.h"

#include <QtCore/qcryptographichash.h>
#include <QtCore/qdir.h>
#include <QtCore/qdiriterator.h>

using namespace Axess;
using namespace Qt::StringLiterals;

Result<void> FailingFiles::next()
{
    if (m_left-- == 0)
        return std::unexpected(Error(ErrorCode::Unavailable, u"The test lets this fail."_s));
    return {};
}

Result<void> FailingFiles::makeFolder(const QString &path)
{
    return next().and_then([&] { return SetupFiles::makeFolder(path); });
}

Result<void> FailingFiles::copy(const QString &from, const QString &to, const QByteArray &sha256)
{
    return next().and_then([&] { return SetupFiles::copy(from, to, sha256); });
}

Result<void> FailingFiles::write(const QString &path, const QByteArray &content)
{
    return next().and_then([&] { return SetupFiles::write(path, content); });
}

Result<void> FailingFiles::link(const QString &path, const QString &target)
{
    return next().and_then([&] { return SetupFiles::link(path, target); });
}

Result<void> FailingFiles::rename(const QString &from, const QString &to)
{
    return next().and_then([&] { return SetupFiles::rename(from, to); });
}

Result<void> FailingFiles::remove(const QString &path)
{
    return next().and_then([&] { return SetupFiles::remove(path); });
}

Result<void> FailingFiles::removeTree(const QString &folder)
{
    return next().and_then([&] { return SetupFiles::removeTree(folder); });
}

BundleFixture::BundleFixture(const QString &version)
    : m_bundle(makeBundle(version))
{
    QDir(m_folder.path()).mkpath(u"home"_s);
}

QString BundleFixture::makeBundle(const QString &version, const QString &program)
{
    const QString folder = path(u"bundle-"_s + version);
    const QMap<QString, QByteArray> files {
        {u"bin/axess-console"_s, "#!/bin/sh\n"},
        {u"bundle.info"_s, "name=axess-console\nversion=" + version.toUtf8() + "\narchitecture=x86_64\n"},
        {u"libexec/axess-console"_s, program.toUtf8()},
        {u"plugins/axess/axess_valkey.so"_s, "valkey"},
        {u"share/components.txt"_s, "# comment\nvalkey plugins/axess/axess_valkey.so\n"},
        {u"share/org.axess.Console.desktop"_s,
         "[Desktop Entry]\nExec=axess-console\nIcon=org.axess.Console\n"},
    };
    QByteArray manifest;
    for (auto file = files.cbegin(); file != files.cend(); ++file) {
        write(folder + u'/' + file.key(), file.value());
        manifest += QCryptographicHash::hash(file.value(), QCryptographicHash::Sha256).toHex() + "  "
            + file.key().toUtf8() + '\n';
    }
    QFile::setPermissions(folder + u"/bin/axess-console"_s,
                          QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther
                              | QFile::ExeOther);
    write(folder + u"/manifest.sha256"_s, manifest);
    return folder;
}

Bundle BundleFixture::bundle() const
{
    return Bundle::read(m_bundle).value();
}

InstallOptions BundleFixture::options() const
{
    return {.prefix = prefix(),
            .components = {u"valkey"_s},
            .menuEntry = true,
            .command = true,
            .menuFolder = path(u"home/share/applications"_s),
            .commandFolder = path(u"home/bin"_s),
            .profileFolder = path(u"home/etc/console.d"_s),
            .profiles = {}};
}

QMap<QString, QByteArray> BundleFixture::everything() const
{
    QMap<QString, QByteArray> all;
    QDirIterator entries(path(u"home"_s),
                         QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                         QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        const QFileInfo info(entries.next());
        if (info.isSymbolicLink())
            all.insert(info.filePath(), "link to " + info.readSymLink().toUtf8());
        else
            all.insert(info.filePath(), info.isDir() ? QByteArray("folder") : read(info.filePath()));
    }
    return all;
}

void BundleFixture::write(const QString &path, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %ls", qUtf16Printable(path));
}

QByteArray BundleFixture::read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
