// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "crypto/cookiemac_p.h"
#include "session/cookiecodec_p.h"
#include "session/cookieheader_p.h"

#include <cstdint>
#include <cstdlib>

using namespace Axess;

// An input is a Cookie header, for a store that seals and for one that does not.

namespace {

constexpr QByteArrayView name = "__Host-axess.sid";

class CountingRandom final : public RandomSource
{
public:
    Result<void> fill(std::span<std::byte> bytes) override
    {
        for (std::byte &byte : bytes)
            byte = std::byte(m_next++);
        return {};
    }

private:
    quint8 m_next = 0;
};

void require(bool condition)
{
    if (!condition)
        std::abort();
}

struct Known
{
    CountingRandom random;
    CookieKeys::Ring ring = std::make_shared<KeyRing>(
        KeyRing::create("store", SecretBytes(QByteArrayView("0123456789abcdef0123456789abcdef")), 1, random)
            .value());
    CookieCodec sealed = codec(ring);
    CookieCodec plain = codec(nullptr);

    static CookieCodec codec(const CookieKeys::Ring &ring)
    {
        const CookieKeys::Source source {.current = [ring] { return ring; },
                                         .reread = [ring] { return Result<CookieKeys::Ring>(ring); }};
        return CookieCodec({}, std::make_shared<CookieKeys>(source, std::make_shared<SystemClock>()));
    }
};

// What is read as genuine is spelled in exactly one way: the value that was set.
void readSealed(const Known &known, QByteArrayView header)
{
    const auto reading = known.sealed.read(header);
    if (!reading)
        return;
    for (const SessionToken &token : reading->tokens) {
        const auto set = known.sealed.set(token);
        require(set && header.contains(set->split(';').first().mid(name.size() + 1)));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const Known known;
    const QByteArrayView header(data, qsizetype(size));
    readSealed(known, header);
    const auto plain = known.plain.read(header);
    require(!plain || plain->tokens.size() <= CookieHeader::MaximumValues);

    const auto values = CookieHeader::values(header, name);
    require(values.has_value() || header.size() > CookieHeader::MaximumBytes || header.contains('\0'));
    return 0;
}
