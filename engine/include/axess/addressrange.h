// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/export.h>

#include <QtCore/qstring.h>

#include <array>
#include <optional>

namespace Axess {

/// An IP address, or all that begin with the same bits: `203.0.113.7`, `203.0.113.0/24`, `2001:db8::/32`.
///
/// IPv4 addresses are the same as their IPv6 form `::ffff:203.0.113.7`. Value type; any thread.
class AXESS_EXPORT AddressRange
{
public:
    AddressRange() = default; ///< Every address.

    /// Nothing for what is no address, or a length beyond it. Bits behind the length are dropped.
    static std::optional<AddressRange> fromText(QStringView text);

    /// What is no address is in no range.
    bool contains(QStringView address) const;
    QString text() const; ///< Reads back as this.
    /// What the text of each contained address contains, for a first sieve; empty = nothing in common.
    QString commonText() const;

    bool operator==(const AddressRange &) const = default;

private:
    static constexpr int Bits = 128;

    bool isIpv4() const;

    std::array<quint8, Bits / 8> m_bytes {};
    int m_length = 0; ///< Of 128, also for IPv4.
};

} // namespace Axess
