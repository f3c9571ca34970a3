// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/secretbytes.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include <sys/mman.h>

namespace Axess {

namespace {

// A mapping of its own: MADV_DONTDUMP works on whole pages and must not catch a neighbour's data.
std::byte *mapPages(qsizetype size)
{
    void *pages = ::mmap(nullptr, size_t(size), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED)
        qFatal("Out of memory for key bytes");
    ::madvise(pages, size_t(size), MADV_DONTDUMP);
    return static_cast<std::byte *>(pages);
}

} // namespace

bool constantTimeEquals(QByteArrayView left, QByteArrayView right)
{
    if (left.size() != right.size())
        return false;
    unsigned difference = 0;
    for (qsizetype i = 0; i < left.size(); ++i)
        difference |= unsigned(quint8(left[i]) ^ quint8(right[i]));
    return difference == 0;
}

void wipe(std::span<std::byte> bytes)
{
    ::explicit_bzero(bytes.data(), bytes.size());
}

SecretBytes::SecretBytes(qsizetype size)
    : m_size(size)
{
    if (size > 0)
        m_data = mapPages(size);
}

SecretBytes::SecretBytes(QByteArrayView bytes)
    : SecretBytes(bytes.size())
{
    if (!bytes.isEmpty())
        std::memcpy(m_data, bytes.data(), size_t(bytes.size()));
}

Result<SecretBytes> SecretBytes::random(RandomSource &random, qsizetype size)
{
    SecretBytes secret(size);
    if (const auto filled = random.fill(secret.span()); !filled)
        return std::unexpected(filled.error());
    return secret;
}

SecretBytes::~SecretBytes()
{
    release();
}

SecretBytes::SecretBytes(SecretBytes &&other) noexcept
    : m_data(std::exchange(other.m_data, nullptr))
    , m_size(std::exchange(other.m_size, 0))
{ }

SecretBytes &SecretBytes::operator=(SecretBytes &&other) noexcept
{
    if (this != &other) {
        release();
        m_data = std::exchange(other.m_data, nullptr);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

SecretBytes SecretBytes::clone() const
{
    return SecretBytes(view());
}

QByteArrayView SecretBytes::view() const
{
    return QByteArrayView(m_data, m_size);
}

std::span<std::byte> SecretBytes::span()
{
    return {m_data, size_t(m_size)};
}

bool SecretBytes::equals(const SecretBytes &other) const
{
    return constantTimeEquals(view(), other.view());
}

void SecretBytes::release()
{
    if (!m_data)
        return;
    wipe(span());
    ::munmap(m_data, size_t(m_size));
    m_data = nullptr;
    m_size = 0;
}

} // namespace Axess
