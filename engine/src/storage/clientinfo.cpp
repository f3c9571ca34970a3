// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/clientinfo.h>

namespace Axess {

namespace {

// What clients say of themselves may hold anything; a NUL has no place in a store.
QString printable(QString text)
{
    return text.remove(QChar::Null);
}

// Removes whole characters from the end until at most `room` bytes of UTF-8 are left.
QString shortened(const QString &text, qsizetype room)
{
    QByteArray utf8 = text.toUtf8();
    if (utf8.size() <= room)
        return text;
    qsizetype end = std::max<qsizetype>(room, 0);
    while (end > 0 && (quint8(utf8[end]) & 0xC0) == 0x80)
        --end;
    return QString::fromUtf8(utf8.first(end));
}

} // namespace

ClientInfo ClientInfo::fitted() const
{
    ClientInfo result;
    result.address = shortened(printable(address), 64);
    result.label = shortened(printable(label), 128);
    result.userAgent = shortened(
        printable(userAgent), MaximumBytes - result.address.toUtf8().size() - result.label.toUtf8().size());
    return result;
}

} // namespace Axess
