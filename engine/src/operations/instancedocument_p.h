// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/storecore_p.h"

#include <axess/operations.h>

namespace Axess {

/// After this silence an instance is gone.
inline constexpr std::chrono::milliseconds InstanceSilence = std::chrono::minutes(10);

AXESS_TEST_EXPORT QByteArray encodeInstance(const InstanceInfo &info);
/// Nothing for what is no instance's document: others' must not stop the list.
std::optional<InstanceInfo> decodeInstance(const QByteArray &bytes);

/// As instances().
Result<QList<InstanceInfo>> instancesOf(StoreCore &core);

/// This engine's own document in the store: who it is, what it knows, what it counted.
///
/// Used by one thread.
class AXESS_TEST_EXPORT InstanceDocument
{
public:
    InstanceDocument(StoreCore &core, const QString &program);

    /// Writes the document anew, with the numbers of now.
    Result<void> renew();
    /// Best effort; what is left is forgotten after its silence.
    void remove();
    /// Removes the documents of those that fell silent.
    Result<void> forgetSilentOnes();

private:
    InstanceInfo info() const;
    void noteLostWrites(quint64 stored);

    StoreCore &m_core;
    const QString m_program;
    const qint64 m_started;
    QString m_id;
    quint64 m_revision = 0;
    const StoreSide *m_side = nullptr; ///< In which it stands.
    qint64 m_storeWentBack = 0;
};

} // namespace Axess
