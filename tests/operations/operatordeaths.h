// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "freshstore.h"
#include "session/storecore_p.h"

#include <QtCore/qprocess.h>

#include <random>

/// How operators die in the tests of what outlives them: at each boundary once, and at random moments.
namespace OperatorDeaths {

/// What became of one operator.
enum class End : quint8 { Died, Done, Failed };

/// Runs one; kills it after a while, unless it shall die by itself or not at all.
inline End run(const QStringList &arguments, std::optional<int> killAfterMilliseconds = {})
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QString::fromLatin1(AXESS_KILLEDOPERATOR), arguments);
    if (!process.waitForStarted(60'000))
        return End::Failed;
    if (killAfterMilliseconds && !process.waitForFinished(*killAfterMilliseconds))
        process.kill();
    if (process.state() != QProcess::NotRunning && !process.waitForFinished(60'000))
        return End::Failed;
    if (process.exitStatus() == QProcess::CrashExit)
        return End::Died;
    return process.exitCode() == 0 ? End::Done : End::Failed;
}

/// AXESS_KILL_SEED, or another one each day.
inline quint32 seed()
{
    bool isGiven = false;
    const uint given = qEnvironmentVariable("AXESS_KILL_SEED").toUInt(&isGiven);
    return isGiven ? given : quint32(Axess::SystemClock().now() / (24 * 3'600'000));
}

/// Of the set-ups those that are asked for; where AXESS_KILL_THIRD is set the third of them whose turn it is.
inline QStringList setUps()
{
    const QStringList asked = FreshStore::asked(QStringLiteral("sqlite"));
    if (!qEnvironmentVariableIsSet("AXESS_KILL_THIRD"))
        return asked;
    QStringList some;
    for (qsizetype i = 0; i < asked.size(); ++i) {
        if (quint32(i) % 3 == seed() % 3)
            some.append(asked[i]);
    }
    return some;
}

/// All rows of the store as they stand, dead ones too.
inline Axess::Result<QHash<Axess::SessionId, Axess::SealedRow>> rowsOf(Axess::SessionStore &store)
{
    using namespace Axess;
    QHash<SessionId, SealedRow> rows;
    PageRequest request;
    request.limit = 64;
    StorageAccess &storage = store.core().storage();
    do {
        const Deadline deadline = Deadline::in(std::chrono::seconds(60));
        const auto page = storage.run(
            Verb::Page, deadline, [&](StorageConnection &connection) { return connection.page(request); });
        if (!page)
            return std::unexpected(page.error());
        std::vector<SessionId> ids;
        for (const SealedRow &row : page->rows)
            ids.push_back(row.id);
        const auto loaded = storage.load(ids, deadline);
        if (!loaded)
            return std::unexpected(loaded.error());
        for (const SealedRow &row : *loaded)
            rows.insert(row.id, row);
        request.cursor = page->next;
    } while (!request.cursor.isEmpty());
    return rows;
}

} // namespace OperatorDeaths
