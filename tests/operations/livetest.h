// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "copytest.h"

#include <axess/livemigration.h>

/// The base of tests that move sessions to another store while instances work.
class LiveTest : public CopyTest
{
    Q_OBJECT

protected:
    using Migration = std::shared_ptr<Axess::LiveMigration>;

    /// Two new stores, of which the first is made and filled.
    void prepare(const QString &source, const QString &target,
                 const std::optional<Axess::RootKey> &rootKey = {});
    std::pair<QString, QString> texts() const; ///< Their URLs with passwords, for other processes.
    /// An instance as applications are, with the target as its standby.
    StorePointer instance(const Axess::RootKey &rootKey);
    StorePointer instance() { return instance(m_ends->rootKey); }
    /// Whose own store is the target, with the source beside it.
    StorePointer turnedInstance();
    Migration migration();
    static Axess::LiveMigrationControl control();
    /// Who is logged in, and nobody else, by all that the instance answers; a sentence for what is wrong.
    QString verdict(Axess::SessionStore &instance) const;
    /// Whether both stores hold the same rows.
    bool areTheSame() const;

    std::optional<Axess::StoreCopyEnds> m_ends;
    Filled m_filled;
};
