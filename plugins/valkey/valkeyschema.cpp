// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyschema.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr int Version = 1;
constexpr int ReadableFrom = 1;

} // namespace

Result<SchemaState> ValkeySchema::state()
{
    const ValkeyKey key = m_net.keys().schema();
    ValkeyCommand command("GET", key.slot);
    command << key.name;
    const auto reply = m_net.ask(command);
    if (!reply)
        return std::unexpected(reply.error());
    SchemaState state {.mine = Version};
    if (reply->view().isNull())
        return state;
    const QList<QByteArray> words = reply->view().copy().split(' ');
    state.exists = true;
    state.written = words.value(0).toInt();
    state.readableFrom = words.value(1).toInt();
    if (words.size() != 2 || state.written < 1 || state.readableFrom < 1)
        return std::unexpected(Error(
            ErrorCode::Corrupt,
            u"The store's schema key %1 is not Axess's: another program uses this prefix. Choose one with "
            "prefix= in the URL."_s.arg(QString::fromUtf8(key.name))));
    return state;
}

Result<void> ValkeySchema::checkReadable()
{
    return state().and_then([](const SchemaState &known) -> Result<void> {
        if (known.exists && known.readableFrom > known.mine)
            return std::unexpected(Error(ErrorCode::TooNew,
                                         u"The store's schema is of version %1 and readable from version %2; "
                                         u"this program knows version %3. "
                                         "Use a newer Axess."_s.arg(known.written)
                                             .arg(known.readableFrom)
                                             .arg(known.mine)));
        return {};
    });
}

Result<void> ValkeySchema::create()
{
    const ValkeyKey key = m_net.keys().schema();
    ValkeyCommand command("SET", key.slot, ValkeyCommand::Kind::Writes);
    command << key.name << QByteArray::number(Version) + ' ' + QByteArray::number(ReadableFrom) << "NX";
    return m_net.ask(command, ValkeyNet::Durability::Confirmed).and_then([&](const ValkeyReply &) {
        return checkReadable();
    });
}

Result<void> ValkeySchema::upgrade()
{
    const auto known = state();
    if (!known)
        return std::unexpected(known.error());
    if (!known->exists)
        return std::unexpected(Error(ErrorCode::InvalidArgument,
                                     u"There is no schema to upgrade; initialise the store first."_s));
    // There is one version so far: nothing to do for a store that can be read.
    return checkReadable();
}

} // namespace Axess
