// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/cursor.h>

#include <QtCore/qcryptographichash.h>
#include <QtCore/qdatastream.h>
#include <QtCore/qendian.h>
#include <QtCore/qiodevice.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr char Version = 1;
constexpr qsizetype DigestSize = 8;
constexpr qsizetype LongestName = 255;

template<typename T> void put(QDataStream &stream, const std::optional<T> &value)
{
    stream << value.has_value();
    if (!value)
        return;
    if constexpr (requires { value->utf8(); })
        stream << value->utf8();
    else if constexpr (std::is_enum_v<T>)
        stream << quint8(*value);
    else
        stream << *value;
}

void put(QDataStream &stream, const TimeRange &range)
{
    put(stream, range.from);
    put(stream, range.until);
}

std::unexpected<Error> foreign()
{
    return std::unexpected(Error(ErrorCode::InvalidArgument, u"The cursor does not belong to this list."_s));
}

// Cursors travel between programs, so nothing in them may depend on a hash seed or on the machine.
QByteArray written(const auto &write)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_8);
    write(stream);
    return bytes;
}

} // namespace

Cursor::Cursor(const QByteArray &list)
    : m_list(Version + QCryptographicHash::hash(list, QCryptographicHash::Sha256).first(DigestSize))
{ }

Cursor Cursor::ofPage(const PageRequest &request)
{
    const SessionFilter &filter = request.filter;
    return Cursor(written([&](QDataStream &stream) {
        stream << u"page"_s << quint8(request.order);
        put(stream, filter.tenant);
        put(stream, filter.user);
        put(stream, filter.level);
        put(stream, filter.life);
        put(stream, filter.keyId);
        put(stream, filter.created);
        put(stream, filter.lastSeen);
        put(stream, filter.expires);
        stream << filter.client;
    }));
}

Cursor Cursor::ofUserSessions(const TenantId &tenant, const UserId &user)
{
    return Cursor(
        written([&](QDataStream &stream) { stream << u"sessions"_s << tenant.utf8() << user.utf8(); }));
}

Cursor Cursor::ofUsers(const TenantId &tenant)
{
    return Cursor(written([&](QDataStream &stream) { stream << u"users"_s << tenant.utf8(); }));
}

Cursor Cursor::ofTenants()
{
    return Cursor(written([](QDataStream &stream) { stream << u"tenants"_s; }));
}

Cursor Cursor::ofDocuments(const QString &prefix)
{
    return Cursor(written([&](QDataStream &stream) { stream << u"documents"_s << prefix; }));
}

QByteArray Cursor::at(const Place &place) const
{
    QByteArray created(sizeof(qint64), Qt::Uninitialized);
    qToBigEndian(place.created, created.data());
    return m_list + created + place.id.bytes();
}

QByteArray Cursor::at(const QByteArray &name) const
{
    return m_list + name;
}

Result<std::optional<Cursor::Place>> Cursor::place(const QByteArray &cursor) const
{
    if (cursor.isEmpty())
        return std::nullopt;
    const auto rest = behindList(cursor);
    if (!rest)
        return std::unexpected(rest.error());
    const auto id = SessionId::fromBytes(QByteArrayView(*rest).sliced(std::min<qsizetype>(8, rest->size())));
    if (!id)
        return foreign();
    return Place {qFromBigEndian<qint64>(rest->constData()), *id};
}

Result<std::optional<QByteArray>> Cursor::name(const QByteArray &cursor) const
{
    if (cursor.isEmpty())
        return std::nullopt;
    const auto rest = behindList(cursor);
    if (!rest)
        return std::unexpected(rest.error());
    if (rest->size() > LongestName || !QUtf8StringView(*rest).isValidUtf8())
        return foreign();
    return *rest;
}

Result<QByteArray> Cursor::behindList(const QByteArray &cursor) const
{
    if (!cursor.startsWith(m_list))
        return foreign();
    return cursor.sliced(m_list.size());
}

} // namespace Axess
