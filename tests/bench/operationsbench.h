// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/rootkey.h>
#include <axess/storeurl.h>

#include <QtCore/qstring.h>

class Report;
struct BenchSize;

/// A sealed store on a server, made already.
struct OperatedStore
{
    QString server; ///< As people call it.
    QString kind; ///< As servers.sh calls it.
    QString driver; ///< Qt's, for the raw loop; empty = there is none.
    Axess::StoreUrl url;
    QString text; ///< With its password.
    Axess::RootKey key;
};

/// What is done beside the verbs: listing a user's sessions, sweeping while others load, waiting for a server
/// that stands still.
void benchOperations(Report &report, const OperatedStore &store, const BenchSize &size);
/// Loading, and listing a user's sessions, among so many rows against among a thousand.
void benchAmong(Report &report, const OperatedStore &store, const BenchSize &size, int rows);

/// A loop over Qt's driver that deletes ended rows, a thousand a statement.
class RawSweep
{
public:
    /// Copies the ended rows that the store holds now.
    RawSweep(const QString &driver, const Axess::StoreUrl &url);
    ~RawSweep();
    Q_DISABLE_COPY_MOVE(RawSweep)

    /// Deletes them; how many a second, 0 if it fails.
    double rate() const;

private:
    bool m_isPostgres;
    bool m_isMade = false;
};
