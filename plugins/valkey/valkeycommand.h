// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeyscripts.h"

#include <concepts>
#include <span>
#include <vector>

namespace Axess {

/// A command for the server, on its way into a pipeline.
class ValkeyCommand
{
public:
    enum class Kind : quint8 { Reads, Writes };

    /// The slot says which server of a cluster it is for.
    ValkeyCommand(QByteArrayView name, quint16 slot, Kind kind = Kind::Reads);
    /// Calls a script by its digest.
    ValkeyCommand(const ValkeyScript &script, quint16 slot, std::span<const QByteArray> keys,
                  Kind kind = Kind::Writes);

    ValkeyCommand &operator<<(QByteArrayView argument);
    ValkeyCommand &operator<<(std::integral auto number)
    {
        return *this << QByteArrayView(QByteArray::number(number));
    }

    quint16 slot() const { return m_slot; }
    bool writes() const { return m_kind == Kind::Writes; }
    qsizetype size() const { return m_arguments.size(); } ///< In bytes.
    qsizetype longestArgument() const { return m_longest; }
    const ValkeyScript *script() const { return m_script; }
    void appendTo(QByteArray &wire) const;

private:
    QByteArray m_arguments;
    const ValkeyScript *m_script = nullptr;
    qsizetype m_longest = 0;
    int m_count = 0;
    quint16 m_slot;
    Kind m_kind;
};

using ValkeyCommands = std::vector<ValkeyCommand>;

} // namespace Axess
