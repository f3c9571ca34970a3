// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "timedvalue_p.h"

#include "canonicalcbor_p.h"
#include "storecore_p.h"

#include <QtCore/qcborarray.h>

using namespace Qt::StringLiterals;

namespace Axess {

Result<TimedValue> TimedValue::fromBytes(QByteArrayView bytes)
{
    const auto value = CanonicalCbor::decode(bytes);
    const QCborArray pair = value ? value->toArray() : QCborArray();
    if (pair.size() != 2 || !pair.at(0).isInteger() || !pair.at(1).isByteArray())
        return std::unexpected(Error(ErrorCode::Corrupt, u"The value is damaged"_s));
    return TimedValue {pair.at(0).toInteger(), pair.at(1).toByteArray()};
}

Result<QByteArray> TimedValue::encoded() const
{
    return CanonicalCbor::encode(QCborArray {until, bytes});
}

Result<qint64> removeEndedValues(StoreCore &core)
{
    // Revisions are those of one store, also when another one comes to lead.
    StoreSide &side = core.side();
    if (side.ring.kind() == RingKind::Keyless)
        return 0;
    qint64 removed = 0;
    QByteArray cursor;
    do {
        const auto page
            = side.storage.run(Verb::Documents, core.deadline(), [&](StorageConnection &connection) {
                  return connection.documents(DocumentName::ValuePrefix.toString(), cursor, 200);
              });
        if (!page)
            return std::unexpected(page.error());
        for (const StoredDocument &document : page->documents) {
            const auto value
                = side.documents.content(document, core.deadline()).and_then(&TimedValue::fromBytes);
            // A damaged one is left for inspection: who reads it is told.
            if (!value || !value->hasEnded(core.time().now()))
                continue;
            const auto gone = removeDocument(side.storage, document.name, document.revision, core.deadline());
            if (gone)
                ++removed;
            else if (gone.error().code() != ErrorCode::Conflict) // Put anew meanwhile: it has not ended.
                return std::unexpected(gone.error());
        }
        cursor = page->next;
    } while (!cursor.isEmpty());
    return removed;
}

} // namespace Axess
