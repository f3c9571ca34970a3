// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "setup/installer.h"

#include <QtCore/qtemporarydir.h>

/// A machine that answers what a test wants.
class TestMachine : public Axess::Machine
{
public:
    QString architecture() const override { return machine; }
    qint64 freeBytes(const QString &) const override { return bytes; }
    bool isWritable(const QString &folder) const override { return writable && Machine::isWritable(folder); }
    bool isInUse(const QString &) const override { return inUse; }

    QString machine = QStringLiteral("x86_64");
    qint64 bytes = qint64(1) << 40;
    bool writable = true;
    bool inUse = false;
};

/// Files of which one verb fails: the n-th that is called.
class FailingFiles : public Axess::SetupFiles
{
public:
    explicit FailingFiles(int failingCall)
        : m_left(failingCall)
    { }

    bool hasFailed() const { return m_left < 0; }

    Axess::Result<void> makeFolder(const QString &path) override;
    Axess::Result<void> copy(const QString &from, const QString &to, const QByteArray &sha256) override;
    Axess::Result<void> write(const QString &path, const QByteArray &content) override;
    Axess::Result<void> link(const QString &path, const QString &target) override;
    Axess::Result<void> rename(const QString &from, const QString &to) override;
    Axess::Result<void> remove(const QString &path) override;
    Axess::Result<void> removeTree(const QString &folder) override;

private:
    Axess::Result<void> next();

    int m_left;
};

/// A folder with a small bundle in it, and places to install it in.
class BundleFixture
{
public:
    explicit BundleFixture(const QString &version = QStringLiteral("0.1.0"));

    /// Another version of the bundle, beside the first.
    QString makeBundle(const QString &version, const QString &program = QStringLiteral("a program"));
    Axess::Bundle bundle() const;
    Axess::InstallOptions options() const;
    /// Every path below the place where things are installed, with what it holds.
    QMap<QString, QByteArray> everything() const;

    QString path(const QString &name) const { return m_folder.filePath(name); }
    QString prefix() const { return path(QStringLiteral("home/süß und leer/opt/axess-console")); }

    static void write(const QString &path, const QByteArray &content);
    static QByteArray read(const QString &path);

private:
    QTemporaryDir m_folder;
    QString m_bundle;
};
