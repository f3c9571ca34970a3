// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/result.h>

#include <QtCore/QStringList>

#include <memory>

/// A server of a test's own, to be harmed: the shared ones stay as they are.
///
/// Kinds are those of servers.sh: `postgres`, `mysql`, `valkey`, `valkey-tls`, `valkey-sentinel`,
/// `valkey-cluster`, `postgres-standby`. Processes have names there: `postgres`, `mysql`, `single`, `tls`;
/// `primary`, `replica1`, `replica2`, `sentinel1` to `sentinel3`; `node1` to `node6`; `postgres-primary`,
/// `postgres-standby`. An empty name means all of them.
class PrivateServer
{
public:
    enum class Data { Kept, Empty };

    /// Starts it, with further options on the command lines of its processes. The tables of a `postgres`
    /// are on a disk of their own if its size is given, as in `64m`; it does not outlive the process.
    static Axess::Result<std::unique_ptr<PrivateServer>> start(const QString &kind,
                                                               const QStringList &options = {},
                                                               const QString &disk = {});
    ~PrivateServer();
    Q_DISABLE_COPY_MOVE(PrivateServer)

    /// The URL of a set-up of this kind; the set-up of the same name if none is given.
    Axess::Result<QString> url(const QString &setUp = {}) const;
    int port() const; ///< The first host's.
    /// The name of the process that listens there; empty if none does.
    QString processAt(int port) const;

    /// That disk, as a folder.
    Axess::Result<QString> disk() const;

    /// SIGSTOP, SIGCONT, SIGKILL, to children too. After `kill` they have ended.
    Axess::Result<void> freeze(const QString &process = {});
    Axess::Result<void> thaw(const QString &process = {});
    Axess::Result<void> kill(const QString &process = {});
    /// On the same ports; what still runs is killed first.
    Axess::Result<void> restart(Data data);

private:
    PrivateServer(const QString &kind, const QStringList &options, const QString &disk);
    Axess::Result<void> call(const QStringList &arguments) const;

    QString m_kind;
    QStringList m_options;
    QString m_diskSize;
    QString m_folder;
};
