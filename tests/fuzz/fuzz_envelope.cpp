// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "crypto/cookiemac_p.h"
#include "crypto/document_p.h"
#include "crypto/envelope_p.h"
#include "crypto/rootkeysources_p.h"
#include "crypto/sealedbox_p.h"

#include <axess/rootkey.h>

#include <cstdint>
#include <cstdlib>

using namespace Axess;

// The first byte of an input chooses what reads the rest.

namespace {

// The ring, root key and identity of docs/envelope.md.
constexpr const char ringHex[]
    = "4152010101200fdab2ab511636505152535455565758595a5bee357d1834a422bb9ce3c5f6468ce43aed4a58"
      "b28a2c11c25f9df60f22e12ca5df3a17744cac07c8aebc7aaff6c9000d154c29c161af23bd6cef188e6a88f3"
      "4c606162636465666768696a6bbbad9cb8a4b8ce369905ca00b23aeb5521df8e363b2ce4ca8326110f1819ec"
      "ffe295431b30d0204393f0efc7e0b242fe6b0e192e409ea68695db5ae894986495cb613a3661f86e987c62e5"
      "b718f3c3c5078e2ff81c2f6e07ae5ae11d13162f05845c9dd4934dedb93fe7d357fbff4bbdf04577da5bcb22"
      "d817d8714d7f6a7eb25eb13c927adab3cee06acf33ec304c40cf63e79eab171353b78a5ebea7a90b8085fbea"
      "862f589987414a86028ab61b05c46d44007d0ea6aa665cc60da46b0fc840c270630b80a1ad2ac977a420cc0f"
      "f203aba3d4a1e604c62352b9e822866939892d5d1718610529bafca105bb938600d5de122f2429e0f074974a"
      "7f318d6c110b663041655853e99076ba3f05523520322dfa080ff7b7";

QByteArray ascending(quint8 first, int count)
{
    QByteArray bytes;
    for (int i = 0; i < count; ++i)
        bytes.append(char(first + i));
    return bytes;
}

struct Documented
{
    SecretBytes rootKey {ascending(0x20, 32)};
    QByteArray identity = ascending(0xa0, 16);
    QByteArray ringBytes = QByteArray::fromHex(ringHex);
    KeyRing ring = openRing(ringBytes, rootKey, identity).value();
    SessionId id = *SessionId::fromBytes(ascending(0xe0, 16));
};

class ZeroRandom final : public RandomSource
{
public:
    Result<void> fill(std::span<std::byte> bytes) override
    {
        std::ranges::fill(bytes, std::byte(0));
        return {};
    }
};

void require(bool condition)
{
    if (!condition)
        std::abort();
}

void readEnvelope(const Documented &known, QByteArrayView input)
{
    const auto keyId = envelopeKeyId(input);
    const auto opened = openEnvelope(known.ring, known.id, input);
    require(!opened || (keyId && looksSealed(input) && opened->size() + EnvelopeOverhead == input.size()));
}

void readDocument(const Documented &known, QByteArrayView input)
{
    const auto opened = openDocument(known.ring, {known.identity, "control", 7}, input);
    require(!opened || (looksSealedDocument(input) && opened->size() + DocumentOverhead == input.size()));
}

void readRing(const Documented &known, QByteArrayView input)
{
    // Nothing but the very bytes opens.
    require(openRing(input, known.rootKey, known.identity).has_value()
            == (input == QByteArrayView(known.ringBytes)));
}

// A ring whose body is the input, sealed as an attacker with all keys would: its reader must stand that, too.
void readRingBody(const Documented &known, QByteArrayView input)
{
    constexpr qsizetype clearSize = 89;
    const QByteArray clear = known.ringBytes.first(clearSize);
    const auto ringKey = KeyMaterial::fromBytes(ascending(0x80, 32));
    BoundTo place("axess ring 1");
    place.number(SealedHeader::Suite).counted(known.identity).fixed(clear);
    ZeroRandom random;
    const auto box = SealedBox::seal((*ringKey)->prk(), place.view(), input, random);
    if (!box)
        return;
    const auto opened = openRing(clear + *box, known.rootKey, known.identity);
    require(!opened || sealRing(*opened, random) == clear + *box);
}

void readCookie(const Documented &known, QByteArrayView input)
{
    const auto cookie = SignedCookie::fromValue(input);
    if (!cookie)
        return;
    const auto valid = verifyCookie(known.ring, "__Host-axess.sid", *cookie);
    require(!valid.value_or(false)
            || signCookie(known.ring, "__Host-axess.sid", cookie->token).value() == input);
}

void readRootKey(QByteArrayView input)
{
    const auto raw = RootKeySources::parse(input, RootKeySources::KeyForm::TextOrRaw);
    const auto text = RootKeySources::parse(input, RootKeySources::KeyForm::TextOnly);
    require(!raw || raw->size() == RootKey::Size);
    require(!text || (raw && raw->equals(*text)));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const Documented known;
    if (size == 0)
        return 0;
    const QByteArrayView input(data + 1, qsizetype(size) - 1);
    switch (data[0]) {
    case 'E':
        readEnvelope(known, input);
        break;
    case 'D':
        readDocument(known, input);
        break;
    case 'R':
        readRing(known, input);
        break;
    case 'B':
        readRingBody(known, input);
        break;
    case 'C':
        readCookie(known, input);
        break;
    case 'K':
        readRootKey(input);
        break;
    default:
        break;
    }
    return 0;
}
