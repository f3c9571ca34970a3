// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "session/canonicalcbor_p.h"
#include "session/controlcopy_p.h"
#include "session/rowsealer_p.h"
#include "session/sessiondatacodec_p.h"
#include "session/storeidentity_p.h"

#include <cstdint>
#include <cstdlib>

using namespace Axess;

// The first byte of an input chooses what reads the rest.

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

// What was read has one encoding, which reads and writes as itself.
void readCbor(QByteArrayView input)
{
    const auto value = CanonicalCbor::decode(input);
    if (!value)
        return;
    const auto encoded = CanonicalCbor::encode(*value);
    require(encoded.has_value());
    const auto again = CanonicalCbor::decode(*encoded);
    require(again.has_value() && CanonicalCbor::encode(*again) == encoded);
}

void readData(QByteArrayView input)
{
    const auto data = decodeSessionData(input);
    require(!data || encodeSessionData(*data, 1 << 26).has_value());
}

void readControl(QByteArrayView input)
{
    const auto state = decodeControl(input);
    require(!state || decodeControl(encodeControl(*state)) == state);
}

void readIdentity(QByteArrayView input)
{
    const auto identity = StoreIdentity::fromBytes(input);
    require(!identity || StoreIdentity::fromBytes(identity->bytes()) == identity);
}

// A row whose columns are those of the input's header is read as it was written.
void readRow(QByteArrayView input)
{
    SealedRow row;
    row.writeId = QByteArray(8, 'w');
    row.tokenHash = QByteArray(32, 'h');
    const QByteArray header = RowSealer::plainText(row, {});
    constexpr qsizetype emptyContent = 8 + 8 + 1 + 4;
    row.payload = header.chopped(emptyContent) + input.toByteArray();
    const auto content = RowSealer::open(row, nullptr);
    require(!content || RowSealer::plainText(row, *content) == row.payload);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView input(data + 1, qsizetype(size) - 1);
    switch (data[0]) {
    case 'c':
        readCbor(input);
        break;
    case 'd':
        readData(input);
        break;
    case 'k':
        readControl(input);
        break;
    case 'i':
        readIdentity(input);
        break;
    case 'r':
        readRow(input);
        break;
    default:
        break;
    }
    return 0;
}
