// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "decoratedconnection.h"

#include <QtCore/QMap>

/// Makes a connection wrong. Each file of ways has a table of them.
using MakeWrong = std::unique_ptr<Axess::StorageConnection> (*)(std::unique_ptr<Axess::StorageConnection>);
using WayTable = QMap<QString, MakeWrong>;

WayTable wrongWrites();
WayTable wrongReads();

template<typename Wrong>
std::unique_ptr<Axess::StorageConnection> madeWrong(std::unique_ptr<Axess::StorageConnection> connection)
{
    return std::make_unique<Wrong>(std::move(connection));
}

/// What the wrong ways do past the rules.
class WrongConnection : public DecoratedConnection
{
public:
    using DecoratedConnection::DecoratedConnection;

protected:
    std::optional<Axess::SealedRow> standing(const Axess::SessionId &id)
    {
        const auto rows = inner().load(std::span(&id, 1));
        return rows && !rows->isEmpty() ? std::optional(rows->constFirst()) : std::nullopt;
    }
    /// Puts the row there as it is, whatever stands.
    Axess::Result<void> overwrite(Axess::SealedRow row)
    {
        const auto stands = standing(row.id);
        row.change = stands ? stands->change + 1 : 1;
        return inner().install(std::span(&row, 1)).transform([](const auto &) { });
    }
    template<typename Answer, typename Entry, typename One>
    Axess::Result<QList<Answer>> each(std::span<const Entry> entries, One one)
    {
        QList<Answer> answers;
        for (const Entry &entry : entries) {
            auto answer = one(std::span(&entry, 1));
            if (!answer)
                return std::unexpected(answer.error());
            answers += *answer;
        }
        return answers;
    }
};
