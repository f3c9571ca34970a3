// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/fingerprint.h>

#include <QtCore/qcryptographichash.h>
#include <QtCore/qendian.h>

#include <arpa/inet.h>

#include <array>
#include <optional>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr qsizetype longestPart = 4096; // Nobody's header needs more, and hashing it costs.

// "Firefox/128.0" and "Firefox/129.0" are one browser: every run of digits, dots and underscores goes.
QByteArray withoutVersions(QStringView userAgent)
{
    QString kept;
    for (const QChar c : userAgent.first(std::min(userAgent.size(), longestPart))) {
        if (!(c >= u'0' && c <= u'9') && c != u'.' && c != u'_')
            kept += c;
    }
    return kept.simplified().toUtf8();
}

// "de-AT,de;q=0.9" prefers "de-at".
QByteArray preferred(QStringView language)
{
    const auto isEnd = [](QChar c) { return c == u',' || c == u';'; };
    const auto end = std::ranges::find_if(language, isEnd);
    const QStringView first = language.first(std::min<qsizetype>(end - language.begin(), longestPart));
    return first.trimmed().toString().toLower().toUtf8();
}

std::optional<QByteArray> networkOfIpv4(const QByteArray &address)
{
    std::array<char, 4> bytes {};
    if (inet_pton(AF_INET, address.constData(), bytes.data()) != 1)
        return std::nullopt;
    return QByteArray("4:") + QByteArray(bytes.data(), 2);
}

std::optional<QByteArray> networkOfIpv6(const QByteArray &address)
{
    std::array<char, 16> bytes {};
    if (inet_pton(AF_INET6, address.constData(), bytes.data()) != 1)
        return std::nullopt;
    return QByteArray("6:") + QByteArray(bytes.data(), 6);
}

// IPv4 /16, IPv6 /48; what is neither, such as a proxy's own name, stands for itself.
QByteArray networkOf(QStringView address)
{
    QByteArray text = address.first(std::min(address.size(), longestPart)).trimmed().toUtf8().toLower();
    text = text.first(std::max<qsizetype>(text.indexOf('%'), 0) ? text.indexOf('%') : text.size());
    if (text.startsWith("::ffff:") && text.contains('.'))
        text.remove(0, 7); // A dual-stack socket shows IPv4 so; the browser is the same.
    if (const auto network = networkOfIpv4(text))
        return *network;
    return networkOfIpv6(text).value_or(text);
}

void add(QCryptographicHash &hash, const QByteArray &part)
{
    std::array<char, 4> length {};
    qToBigEndian(quint32(part.size()), length.data());
    hash.addData(QByteArrayView(length));
    hash.addData(part);
}

} // namespace

QByteArray clientFingerprint(const QString &userAgent, const QString &language, const QString &address)
{
    const QByteArray agent = withoutVersions(userAgent);
    const QByteArray tongue = preferred(language);
    const QByteArray network = networkOf(address);
    if (agent.isEmpty() && tongue.isEmpty() && network.isEmpty())
        return {};
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData("axess fingerprint 1");
    add(hash, agent);
    add(hash, tongue);
    add(hash, network);
    return hash.result();
}

} // namespace Axess
