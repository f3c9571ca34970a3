// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "visitors/shopclient.h"

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

/// The sample shop on a sealed store: in a temporary folder by SQLite, unless another one is given.
class ShopProcess
{
public:
    ShopProcess();

    /// A variable of its environment; empty = as if it were not set.
    void setVariable(const QString &name, const QString &value);
    /// false = it did not start; what it said stands in `complaint`. The event loop runs meanwhile.
    bool start(const QString &storeUrl = {}, const QStringList &options = {});
    /// By SIGTERM; likewise. The exit code, or nothing if it crashed or did not end in time.
    std::optional<int> stop();

    const QUrl &url() const { return m_url; }
    QString storeFile() const { return m_folder.filePath(QStringLiteral("shop.db")); }
    QString rootKeyFile() const { return m_folder.filePath(QStringLiteral("root.key")); }
    QString complaint() const { return m_complaint; }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QProcessEnvironment m_environment = QProcessEnvironment::systemEnvironment();
    QUrl m_url;
    QString m_complaint;
};

/// A browser whose calls wait for the page.
class WaitingClient
{
public:
    explicit WaitingClient(const ShopProcess &shop, const QString &userAgent = QStringLiteral("curl/8"));

    ShopPage visit(const QString &path);
    ShopPage submit(const QString &path, const QUrlQuery &form = {});
    ShopPage signIn(const QString &user);
    ShopClient &browser() { return m_client; }

private:
    QNetworkAccessManager m_network;
    ShopClient m_client;
};
