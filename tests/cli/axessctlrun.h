// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qjsonobject.h>
#include <QtCore/qstringlist.h>
#include <QtCore/qtemporarydir.h>

/// What one run of axessctl printed and ended with.
struct AxessctlRun
{
    int exitCode = -1; ///< -1 = it did not end by itself.
    QByteArray output;
    QByteArray errors;

    QJsonObject json() const; ///< Empty unless the output is one JSON object.
};

/// Runs the built axessctl with arguments, in an environment without any configuration.
AxessctlRun runAxessctl(const QStringList &arguments, const QStringList &environment = {});

/// A folder with a root key and a sealed SQLite store, made by axessctl itself.
class SealedStore
{
public:
    SealedStore(); ///< Check `isReady`.

    bool isReady() const { return m_isReady; }
    QString path(const QString &name) const { return m_folder.filePath(name); }
    QString url() const { return QStringLiteral("sqlite:") + path(QStringLiteral("store.db")); }
    /// Runs a command on this store with its key, as JSON.
    AxessctlRun run(const QStringList &command) const;
    /// The same without the key.
    AxessctlRun runKeyless(const QStringList &command) const;

private:
    QTemporaryDir m_folder;
    bool m_isReady = false;
};
