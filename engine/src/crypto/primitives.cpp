// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "primitives_p.h"

#include <axess/secretbytes.h>

#include <QtCore/qvarlengtharray.h>
#include <QtCrypto>

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

namespace Axess::Primitives {

namespace {

const QString &providerName()
{
    static const QString name = u"qca-ossl"_s;
    return name;
}

Error invalid(const QString &what)
{
    return Error(ErrorCode::InvalidArgument, what);
}

Error providerFailed()
{
    return Error(ErrorCode::Unavailable,
                 u"The cryptographic provider qca-ossl failed; nothing was sealed or opened"_s);
}

Result<void> initialise()
{
    // Without QCA's file-backed fallback for locked memory: key bytes must not reach a disk.
    QCA::init(QCA::Locking, 64);
    // A second reference. QCA lets QCoreApplication's end take one away, while threads still hold ciphers.
    QCA::init(QCA::Locking, 64);
    if (QCA::isSupported(QStringList {u"aes256-gcm"_s, u"hmac(sha256)"_s}, providerName()))
        return {};
    return std::unexpected(
        Error(ErrorCode::Unsupported,
              u"QCA's provider qca-ossl (AES-256-GCM and HMAC-SHA-256) is not installed; on Debian "
              "it is the package libqca-qt6-plugins"_s));
}

// QCA's objects cost more to make than to use, and each belongs to one thread at a time.
struct Tools
{
    QCA::Cipher sealer {u"aes256"_s,
                        QCA::Cipher::GCM,
                        QCA::Cipher::NoPadding,
                        QCA::Encode,
                        QCA::SymmetricKey(int(KeySize)),
                        QCA::InitializationVector(int(NonceSize)),
                        QCA::AuthTag(int(TagSize)),
                        providerName()};
    QCA::Cipher opener {u"aes256"_s,
                        QCA::Cipher::GCM,
                        QCA::Cipher::NoPadding,
                        QCA::Decode,
                        QCA::SymmetricKey(int(KeySize)),
                        QCA::InitializationVector(int(NonceSize)),
                        QCA::AuthTag(int(TagSize)),
                        providerName()};
    QCA::MessageAuthenticationCode mac {u"hmac(sha256)"_s, QCA::SymmetricKey(int(KeySize)), providerName()};
};

Tools &tools()
{
    thread_local Tools perThread;
    return perThread;
}

QCA::SecureArray secure(QByteArrayView bytes)
{
    QCA::SecureArray array(int(bytes.size()));
    if (!bytes.isEmpty())
        std::memcpy(array.data(), bytes.data(), size_t(bytes.size()));
    return array;
}

// What is no secret needs none of QCA's locked pages, which every thread shares.
QCA::MemoryRegion open(QByteArrayView bytes)
{
    return QCA::MemoryRegion(QByteArray::fromRawData(bytes.data(), bytes.size()));
}

Result<void> checkedSizes(QByteArrayView key, QByteArrayView nonce, qsizetype textSize)
{
    if (key.size() != KeySize || nonce.size() != NonceSize)
        return std::unexpected(invalid(u"AES-256-GCM takes a key of 32 and a nonce of 12 bytes"_s));
    if (textSize > MaximumText)
        return std::unexpected(invalid(u"The text is larger than the 16 MiB that are sealed at once"_s));
    return ready();
}

} // namespace

Result<void> ready()
{
    // Loading QCA's provider is a deed of the whole process, like loading a library; nothing else is kept
    // here.
    static const Result<void> once = initialise();
    return once;
}

Result<Digest> hmacSha256(QByteArrayView key, QByteArrayView message)
{
    if (key.size() > MaximumText || message.size() > MaximumText)
        return std::unexpected(
            invalid(u"The message is larger than the 16 MiB that are authenticated at once"_s));
    if (const auto provider = ready(); !provider)
        return std::unexpected(provider.error());

    // RFC 2104 pads short keys with zeros, and QCA takes no empty key.
    static constexpr char zero = 0;
    QCA::MessageAuthenticationCode &mac = tools().mac;
    mac.setup(QCA::SymmetricKey(secure(key.isEmpty() ? QByteArrayView(&zero, 1) : key)));
    mac.update(open(message));
    const QCA::MemoryRegion code = mac.final();
    if (code.size() != DigestSize)
        return std::unexpected(providerFailed());
    Digest digest;
    std::memcpy(digest.data(), code.constData(), digest.size());
    return digest;
}

Result<Digest> hkdfExtract(QByteArrayView salt, QByteArrayView keyMaterial)
{
    return hmacSha256(salt, keyMaterial);
}

Result<void> hkdfExpand(QByteArrayView pseudoRandomKey, QByteArrayView info, std::span<std::byte> output)
{
    constexpr size_t maximumBlocks = 255;
    if (output.size() > maximumBlocks * DigestSize)
        return std::unexpected(invalid(u"HKDF gives at most 8160 bytes"_s));

    QVarLengthArray<char, 256> message;
    Digest block {};
    for (quint8 counter = 1; !output.empty(); ++counter) {
        message.clear();
        if (counter > 1)
            message.append(reinterpret_cast<const char *>(block.data()), DigestSize);
        message.append(info.data(), info.size());
        message.append(char(counter));
        const auto next = hmacSha256(pseudoRandomKey, QByteArrayView(message.constData(), message.size()));
        if (!next)
            return std::unexpected(next.error());
        block = *next;
        const size_t count = std::min(output.size(), block.size());
        std::ranges::copy(std::span(block).first(count), output.begin());
        output = output.subspan(count);
    }
    wipe(block);
    wipe(std::as_writable_bytes(std::span(message.data(), size_t(message.size()))));
    return {};
}

Result<QByteArray> aes256GcmSeal(QByteArrayView key, QByteArrayView nonce, QByteArrayView plainText)
{
    if (const auto sizes = checkedSizes(key, nonce, plainText.size()); !sizes)
        return std::unexpected(sizes.error());

    QCA::Cipher &cipher = tools().sealer;
    cipher.setup(QCA::Encode, QCA::SymmetricKey(secure(key)), QCA::InitializationVector(secure(nonce)),
                 QCA::AuthTag(int(TagSize)));
    const QCA::MemoryRegion text = cipher.update(open(plainText));
    const bool updated = cipher.ok();
    const QCA::MemoryRegion rest = cipher.final();
    const QCA::AuthTag tag = cipher.tag();
    if (!updated || !cipher.ok() || text.size() + rest.size() != plainText.size() || tag.size() != TagSize)
        return std::unexpected(providerFailed());

    QByteArray sealed;
    sealed.reserve(plainText.size() + TagSize);
    sealed.append(text.constData(), text.size());
    sealed.append(rest.constData(), rest.size());
    sealed.append(tag.constData(), tag.size());
    return sealed;
}

Result<QByteArray> aes256GcmOpen(QByteArrayView key, QByteArrayView nonce, QByteArrayView cipherTextAndTag)
{
    const Error altered(ErrorCode::Corrupt, u"The sealed text was altered or damaged"_s);
    const qsizetype size = cipherTextAndTag.size() - TagSize;
    if (size < 0)
        return std::unexpected(altered);
    if (const auto sizes = checkedSizes(key, nonce, size); !sizes)
        return std::unexpected(sizes.error());

    QCA::Cipher &cipher = tools().opener;
    cipher.setup(QCA::Decode, QCA::SymmetricKey(secure(key)), QCA::InitializationVector(secure(nonce)),
                 QCA::AuthTag(secure(cipherTextAndTag.last(TagSize))));
    const QCA::MemoryRegion text = cipher.update(open(cipherTextAndTag.first(size)));
    const bool updated = cipher.ok();
    // Only the end of the decryption compares the tag; until then the text is nobody's.
    const QCA::MemoryRegion rest = cipher.final();
    if (!updated)
        return std::unexpected(providerFailed());
    if (!cipher.ok())
        return std::unexpected(altered);
    if (text.size() + rest.size() != size)
        return std::unexpected(providerFailed());

    QByteArray plainText;
    plainText.reserve(size);
    plainText.append(text.constData(), text.size());
    plainText.append(rest.constData(), rest.size());
    return plainText;
}

} // namespace Axess::Primitives
