// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storagecalls.h>

#include <QtCore/qhash.h>

#include <vector>

namespace Axess {

/// What the servers of a store say of themselves (INFO), where the worst of them counts: a full one is not
/// made up for by an empty one.
class ValkeyNodes
{
public:
    using Fields = QHash<QByteArray, QByteArray>;

    /// At least one.
    explicit ValkeyNodes(const std::vector<Fields> &nodes)
        : m_nodes(nodes)
    { }

    QList<Fact> facts() const;

private:
    void addMemory(QList<Fact> &facts) const;
    void addReplicas(QList<Fact> &facts) const;

    const std::vector<Fields> &m_nodes;
};

} // namespace Axess
