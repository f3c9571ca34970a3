// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeycommand.h"

#include <algorithm>

namespace Axess {

namespace {

// `*3` or `$3` with the end of a line, without going through the heap.
void appendCount(QByteArray &wire, char kind, qsizetype count)
{
    char text[24];
    char *at = text + sizeof text;
    *--at = '\n';
    *--at = '\r';
    do {
        *--at = char('0' + count % 10);
        count /= 10;
    } while (count > 0);
    *--at = kind;
    wire.append(at, text + sizeof text - at);
}

} // namespace

ValkeyCommand::ValkeyCommand(QByteArrayView name, quint16 slot, Kind kind)
    : m_slot(slot)
    , m_kind(kind)
{
    *this << name;
}

ValkeyCommand::ValkeyCommand(const ValkeyScript &script, quint16 slot, std::span<const QByteArray> keys,
                             Kind kind)
    : m_script(&script)
    , m_slot(slot)
    , m_kind(kind)
{
    *this << QByteArrayView("EVALSHA") << QByteArrayView(script.digest) << keys.size();
    for (const QByteArray &key : keys)
        *this << QByteArrayView(key);
}

ValkeyCommand &ValkeyCommand::operator<<(QByteArrayView argument)
{
    appendCount(m_arguments, '$', argument.size());
    m_arguments.append(argument).append("\r\n", 2);
    m_longest = std::max(m_longest, argument.size());
    ++m_count;
    return *this;
}

void ValkeyCommand::appendTo(QByteArray &wire) const
{
    appendCount(wire, '*', m_count);
    wire.append(m_arguments);
}

} // namespace Axess
