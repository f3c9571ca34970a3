// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "backendundertest.h"

/// Stores by a URL with {store} in it, each under a name that no other has.
///
/// What is left of a store afterwards is removed by a command, or, where the URL is that of files, because
/// its name stands in theirs.
class UrlBackends final : public BackendsUnderTest
{
public:
    /// As KitOptions::toEnvironment left it there.
    static UrlBackends fromEnvironment();
    UrlBackends(const QString &url, const QString &makeCommand, const QString &dropCommand);

    QStringList names() const override { return {QStringLiteral("store")}; }
    Axess::Result<std::unique_ptr<BackendUnderTest>> make(const QString &name) override;

    /// InvalidArgument if a URL has no place for a name.
    Axess::Result<void> check() const;
    Axess::BackendRegistry &registry() { return *m_registry; }
    /// The URL's, whether it is there or not.
    QString backend() const;
    /// Whether a process was seen to leave a store behind that another one could read; and whether the
    /// backend's metadata says so.
    static bool isPersistent();
    bool saysPersistent() const;

    /// Removes what is left of a store.
    Axess::Result<void> remove(const QString &name) const;
    /// Of those that processes left which have ended: names that could not be removed, and why.
    QStringList removeLeft() const;

private:
    QString m_url;
    QString m_makeCommand;
    QString m_dropCommand;
    std::shared_ptr<Axess::BackendRegistry> m_registry;
};
