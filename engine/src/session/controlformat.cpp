// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "canonicalcbor_p.h"
#include "controlcopy_p.h"

#include <QtCore/qcborarray.h>
#include <QtCore/qcbormap.h>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr qint64 FormatVersion = 1;

QCborArray encodeEpoch(const Epoch &epoch)
{
    return QCborArray {qint64(epoch.value), epoch.raisedAt};
}

std::optional<Epoch> decodeEpoch(const QCborValue &value)
{
    const QCborArray pair = value.toArray();
    if (pair.size() != 2 || !pair.at(0).isInteger() || !pair.at(1).isInteger() || pair.at(0).toInteger() < 0)
        return std::nullopt;
    return Epoch {quint64(pair.at(0).toInteger()), pair.at(1).toInteger()};
}

// Two raises to one value happened apart: each ends what was created before it, so one above both does, too.
Epoch mergedEpoch(const Epoch &left, const Epoch &right)
{
    if (left.value != right.value)
        return left.value > right.value ? left : right;
    if (left.raisedAt == right.raisedAt)
        return left;
    return {left.value + 1, std::max(left.raisedAt, right.raisedAt)};
}

constexpr qsizetype identitySize = 16;

// Of no store that ever moved nothing is written: earlier versions read it, too.
void encodeMove(QCborMap &map, const MoveState &move)
{
    if (move.step == 0)
        return;
    map.insert(u"step"_s, qint64(move.step));
    map.insert(u"from"_s, move.source);
    map.insert(u"to"_s, move.target);
}

std::optional<MoveState> decodeMove(const QCborMap &map)
{
    const qint64 phase = map.value(u"phase"_s).toInteger(-1);
    if (phase == 0 && !map.contains(u"step"_s))
        return MoveState();
    MoveState move;
    move.step = quint64(std::max<qint64>(map.value(u"step"_s).toInteger(0), 0));
    move.phase = MovePhase(phase);
    move.source = map.value(u"from"_s).toByteArray();
    move.target = map.value(u"to"_s).toByteArray();
    if (phase < 0 || move.step == 0 || move.source.size() != identitySize
        || move.target.size() != identitySize)
        return std::nullopt;
    return move;
}

std::unexpected<Error> corrupt()
{
    return std::unexpected(Error(ErrorCode::Corrupt, u"The control document is damaged"_s));
}

} // namespace

bool MoveState::isLed(const QByteArray &identity) const
{
    switch (phase) {
    case MovePhase::None:
        return true;
    case MovePhase::SourceLeads:
    case MovePhase::HandingOver:
    case MovePhase::SourceStrict:
    case MovePhase::GivenUp:
        return identity == source;
    case MovePhase::TargetStrict:
    case MovePhase::TargetLeads:
    case MovePhase::HandingBack:
    case MovePhase::Moved:
        return identity == target;
    }
    return false;
}

ControlState merged(const ControlState &left, const ControlState &right)
{
    const auto &[older, newer] = left.serial < right.serial ? std::tie(left, right) : std::tie(right, left);
    ControlState both = newer;
    both.store = mergedEpoch(older.store, newer.store);
    for (auto it = older.tenants.cbegin(); it != older.tenants.cend(); ++it)
        both.tenants.insert(it.key(), mergedEpoch(it.value(), newer.tenants.value(it.key(), it.value())));
    both.ringRevision = std::max(older.ringRevision, newer.ringRevision);
    if (older.move.step > newer.move.step)
        both.move = older.move;
    if (both != newer)
        both.serial++;
    return both;
}

QByteArray encodeControl(const ControlState &state)
{
    QCborMap tenants;
    for (auto it = state.tenants.cbegin(); it != state.tenants.cend(); ++it)
        tenants.insert(it.key().text(), encodeEpoch(it.value()));
    QCborMap map {
        {u"version"_s, FormatVersion},           {u"serial"_s, qint64(state.serial)},
        {u"store"_s, encodeEpoch(state.store)},  {u"tenants"_s, tenants},
        {u"ring"_s, qint64(state.ringRevision)}, {u"phase"_s, qint64(state.move.phase)},
    };
    encodeMove(map, state.move);
    // Only texts and numbers: there is nothing that could not be encoded.
    return CanonicalCbor::encode(map).value_or(QByteArray());
}

Result<ControlState> decodeControl(QByteArrayView bytes)
{
    const auto value = CanonicalCbor::decode(bytes);
    if (!value)
        return std::unexpected(value.error().within(u"The control document"_s));
    const QCborMap map = value->toMap();
    if (!map.value(u"version"_s).isInteger())
        return corrupt();
    if (map.value(u"version"_s).toInteger() > FormatVersion
        || map.value(u"phase"_s).toInteger(-1) > qint64(MovePhase::GivenUp))
        return std::unexpected(
            Error(ErrorCode::TooNew, u"The control document was written by a later version of Axess"_s));

    ControlState state;
    const auto store = decodeEpoch(map.value(u"store"_s));
    const QCborValue serial = map.value(u"serial"_s);
    const QCborValue ring = map.value(u"ring"_s);
    const auto move = decodeMove(map);
    const QCborValue tenants = map.value(u"tenants"_s);
    if (!store || !serial.isInteger() || serial.toInteger() < 0 || !ring.isInteger() || ring.toInteger() < 0
        || !tenants.isMap() || !move)
        return corrupt();
    state.move = *move;
    state.store = *store;
    state.serial = quint64(serial.toInteger());
    state.ringRevision = quint64(ring.toInteger());
    for (const auto &[name, epoch] : tenants.toMap()) {
        const auto tenant = TenantId::fromText(name.toString());
        const auto decoded = decodeEpoch(epoch);
        if (!name.isString() || !tenant || !decoded)
            return corrupt();
        state.tenants.insert(*tenant, *decoded);
    }
    return state;
}

} // namespace Axess
