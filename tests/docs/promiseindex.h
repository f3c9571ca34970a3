// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "treereader.h"

#include <QtCore/qlist.h>

/// A test that says of itself which promise it proves: `void aTest(); // Promise: 1, 3`.
struct PromiseProof
{
    QString file; ///< Relative to the tree's root.
    QString function;

    QString test() const; ///< As ctest calls it, but for the store: `conformance.cycle`.
    QString words() const; ///< The function's name as a sentence.
};

/// One of the ten of docs/architecture.md.
struct Promise
{
    int number = 0;
    QString title;
    QString sentence;
    QString leftOut; ///< What no test proves, from promisesleftout.txt; empty = nothing known.
    QList<PromiseProof> proofs;
};

/// The promises with their proofs, and the page that is made of them.
class PromiseIndex
{
public:
    explicit PromiseIndex(const TreeReader &tree);

    const QList<Promise> &promises() const { return m_promises; }
    const QStringList &problems() const { return m_problems; } ///< Marks that name no promise.
    QString page() const; ///< docs/promises.md.

private:
    void readPromises(const TreeReader &tree);
    void readProofs(const TreeReader &tree);

    QList<Promise> m_promises;
    QStringList m_problems;
};
