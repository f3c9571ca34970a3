// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "instancedocument_p.h"

#include "instancemetrics_p.h"

#include <axess/logging.h>
#include <axess/version.h>

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qsysinfo.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Calls `each` for every document whose name begins so, until it says no.
template<typename Each>
Result<void> forEachInstance(StorageAccess &storage, const Deadline &deadline, Each each)
{
    QByteArray cursor;
    do {
        const auto page = storage.run(Verb::Documents, deadline, [&](StorageConnection &connection) {
            return connection.documents(DocumentName::InstancePrefix.toString(), cursor, 200);
        });
        if (!page)
            return std::unexpected(page.error());
        for (const StoredDocument &document : page->documents)
            each(document);
        cursor = page->next;
    } while (!cursor.isEmpty());
    return {};
}

} // namespace

QByteArray encodeInstance(const InstanceInfo &info)
{
    QJsonArray keys;
    for (const quint32 key : info.keysKnown)
        keys.append(qint64(key));
    const QJsonObject object {
        {u"id"_s, info.id},
        {u"host"_s, info.host},
        {u"program"_s, info.program},
        {u"version"_s, info.version},
        {u"started"_s, info.started},
        {u"renewed"_s, info.renewed},
        {u"keysKnown"_s, keys},
        {u"rootKey"_s, info.rootKey},
        {u"opensMixed"_s, info.opensMixed},
        {u"store"_s, info.store},
        {u"standby"_s, info.standby},
        {u"clockOffset"_s, info.clockOffset},
        {u"pool"_s, info.pool},
        {u"storeWentBack"_s, info.storeWentBack},
        {u"counters"_s, info.counters},
    };
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::optional<InstanceInfo> decodeInstance(const QByteArray &bytes)
{
    const QJsonObject object = QJsonDocument::fromJson(bytes).object();
    if (!object.value(u"id"_s).isString() || !object.value(u"renewed"_s).isDouble())
        return std::nullopt;
    InstanceInfo info;
    info.id = object.value(u"id"_s).toString();
    info.host = object.value(u"host"_s).toString();
    info.program = object.value(u"program"_s).toString();
    info.version = object.value(u"version"_s).toString();
    info.started = object.value(u"started"_s).toInteger();
    info.renewed = object.value(u"renewed"_s).toInteger();
    for (const QJsonValue &key : object.value(u"keysKnown"_s).toArray())
        info.keysKnown.append(quint32(key.toInteger()));
    info.rootKey = object.value(u"rootKey"_s).toString();
    info.opensMixed = object.value(u"opensMixed"_s).toBool();
    info.store = object.value(u"store"_s).toString();
    info.standby = object.value(u"standby"_s).toString();
    info.clockOffset = object.value(u"clockOffset"_s).toInteger();
    info.pool = int(object.value(u"pool"_s).toInteger());
    info.storeWentBack = object.value(u"storeWentBack"_s).toInteger();
    info.counters = object.value(u"counters"_s).toObject();
    return info;
}

InstanceDocument::InstanceDocument(StoreCore &core, const QString &program)
    : m_core(core)
    , m_program(program)
    , m_started(core.time().now())
{ }

InstanceInfo InstanceDocument::info() const
{
    InstanceInfo info;
    info.id = m_id;
    info.host = QSysInfo::machineHostName();
    info.program = m_program;
    info.version = version();
    info.started = m_started;
    info.renewed = m_core.time().now();
    info.opensMixed = m_core.ring().isMixedAllowed();
    if (const auto ring = m_core.ring().current()) {
        for (const DataKey &key : ring->keys())
            info.keysKnown.append(key.id);
        if (const auto rootKey = m_core.ring().deployedRootKey(m_core.deadline()))
            info.rootKey = fingerprintText(*rootKey);
    }
    info.store = QString::fromLatin1(m_core.ownIdentity().toHex());
    if (Standby *standby = m_core.standby())
        info.standby = QString::fromLatin1(standby->identity().toHex());
    info.clockOffset = m_core.time().offset();
    info.storeWentBack = m_storeWentBack;
    info.counters = encodeMetrics(m_core.metrics().snapshot());
    const auto pool = m_core.storage().poolStatistics();
    info.pool = pool.size;
    const qint64 waiting = std::max(qint64(m_core.storage().waitingCalls()), qint64(pool.waiting));
    info.counters.insert(u"pool"_s, QJsonObject {{u"busy"_s, pool.lent}, {u"waiting"_s, waiting}});
    return info;
}

Result<void> InstanceDocument::renew()
{
    if (m_id.isEmpty()) {
        const auto id = m_core.randomName();
        if (!id)
            return std::unexpected(id.error());
        m_id = QString::fromLatin1(id->toHex());
    }
    const QString name = DocumentName::InstancePrefix.toString() + m_id;
    const Deadline deadline = m_core.deadline();
    // An idle instance, too, learns of a new key: whoever rotates waits for it.
    (void)m_core.horizonAtHand(deadline);
    // Another store has come to lead: the document there is another one.
    StoreSide &side = m_core.side();
    if (&side != std::exchange(m_side, &side))
        m_revision = 0;
    auto put = putDocument(side.storage, name, encodeInstance(info()), m_revision, deadline);
    if (!put && put.error().code() == ErrorCode::Conflict) {
        // Forgotten by others after a silence, or written by a call whose answer was lost.
        const auto stored = readDocument(side.storage, name, deadline);
        if (!stored)
            return std::unexpected(stored.error());
        const quint64 revision = *stored ? (*stored)->revision : 0;
        noteLostWrites(revision);
        put = putDocument(side.storage, name, encodeInstance(info()), revision, deadline);
    }
    if (!put)
        return std::unexpected(put.error());
    m_revision = *put;
    return {};
}

// Nobody else writes under this name: a revision below the acknowledged one means that the store lost what it
// had acknowledged. Of one that is absent that cannot be said; others forget who was silent.
void InstanceDocument::noteLostWrites(quint64 stored)
{
    if (stored == 0 || stored >= m_revision)
        return;
    m_storeWentBack = m_core.time().now();
    qCWarning(
        jobLog,
        "The store lost writes that it had acknowledged: a backup was put back, or a failover lost them. "
        "Sessions that ended since may be back; axessctl epoch raise ends everything older");
}

void InstanceDocument::remove()
{
    if (m_revision > 0 && m_side == &m_core.side())
        (void)removeDocument(m_core.storage(), DocumentName::InstancePrefix.toString() + m_id, m_revision,
                             m_core.deadline());
    m_revision = 0;
}

Result<void> InstanceDocument::forgetSilentOnes()
{
    const qint64 silent = m_core.time().now() - InstanceSilence.count();
    QList<StoredDocument> gone;
    StorageAccess &storage = m_core.storage();
    const auto listed = forEachInstance(storage, m_core.deadline(), [&](const StoredDocument &document) {
        const auto info = decodeInstance(document.bytes);
        if (!info || info->renewed < silent)
            gone.append(document);
    });
    if (!listed)
        return listed;
    for (const StoredDocument &document : std::as_const(gone)) {
        const auto removed = removeDocument(storage, document.name, document.revision, m_core.deadline());
        // Renewed meanwhile: it is not silent at all.
        if (!removed && removed.error().code() != ErrorCode::Conflict)
            return removed;
    }
    return {};
}

Result<QList<InstanceInfo>> instances(SessionStore &store)
{
    return instancesOf(store.core());
}

Result<QList<InstanceInfo>> instancesOf(StoreCore &core)
{
    const qint64 silent = core.time().now() - InstanceSilence.count();
    QList<InstanceInfo> live;
    return forEachInstance(core.storage(), core.deadline(),
                           [&](const StoredDocument &document) {
                               const auto info = decodeInstance(document.bytes);
                               if (info && info->renewed >= silent)
                                   live.append(*info);
                           })
        .transform([&] { return live; });
}

} // namespace Axess
