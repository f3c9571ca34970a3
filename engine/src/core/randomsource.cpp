// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/randomsource.h>

#include <cerrno>

#include <sys/random.h>

using namespace Qt::StringLiterals;

namespace Axess {

RandomSource::~RandomSource() = default;

Result<void> SystemRandom::fill(std::span<std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::getrandom(bytes.data(), bytes.size(), 0);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return std::unexpected(
                Error(ErrorCode::Unavailable,
                      u"The system's random generator gave no bytes; nothing was created"_s));
        bytes = bytes.subspan(size_t(count));
    }
    return {};
}

} // namespace Axess
