// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/backendregistry.h>

/// A fresh, empty store of a backend, for one case of the suite; gone with this object.
class BackendUnderTest
{
public:
    virtual ~BackendUnderTest() = default;
    Q_DISABLE_COPY_MOVE(BackendUnderTest)

    /// Opens the one store of this object, empty at first.
    virtual Axess::Result<std::shared_ptr<Axess::ConnectionFactory>> factory(Axess::AccessMode access
                                                                             = Axess::AccessMode::ReadWrite)
        = 0;
    /// As others pass it on, with its password.
    virtual const QString &text() const = 0;
    virtual const Axess::StoreUrl &url() const = 0;

    /// Whether a second factory sees what the first one wrote.
    bool isShared() const { return url().backend() != QLatin1StringView("memory"); }

protected:
    BackendUnderTest() = default;
};

/// Where the suite gets its stores from: the set-ups of a test run, or a URL that somebody asks about.
class BackendsUnderTest
{
public:
    virtual ~BackendsUnderTest() = default;

    /// Each case runs once for each.
    virtual QStringList names() const = 0;
    /// Fails with a sentence where there is no such store; never a skip.
    virtual Axess::Result<std::unique_ptr<BackendUnderTest>> make(const QString &name) = 0;
};
