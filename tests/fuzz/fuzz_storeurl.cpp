// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/storeurl.h>

#include <cstdint>
#include <cstdlib>

using namespace Axess;

// An input is a store URL in UTF-8; behind a first byte of 0xff it is one in UTF-16, well-formed or not.

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

QString textOf(QByteArrayView input)
{
    if (!input.startsWith('\xff'))
        return QString::fromUtf8(input);
    QString text((input.size() - 1) / 2, Qt::Uninitialized);
    std::memcpy(text.data(), input.data() + 1, std::size_t(text.size()) * 2);
    return text;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr qsizetype longest = 8 * 1024;
    const QString text = textOf(QByteArrayView(data, qsizetype(size)));
    const auto url = StoreUrl::parse(text);
    if (!url) {
        require(url.error().code() == ErrorCode::InvalidArgument && !url.error().message().isEmpty());
        return 0;
    }
    require(text.isValidUtf16() && text.toUtf8().size() <= longest);

    // What is shown reads back as the same store, without the password.
    const QString shown = url->displayText();
    if (shown.toUtf8().size() > longest)
        return 0;
    const auto again = StoreUrl::parse(shown);
    require(again && *again == url->withPassword({}));
    return 0;
}
