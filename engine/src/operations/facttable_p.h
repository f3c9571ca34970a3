// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storagecalls.h>

#include <QtCore/qhash.h>

#include <optional>

namespace Axess {

/// Named facts, looked up by name: the server's and the engine's own.
class FactTable
{
public:
    FactTable() = default;
    explicit FactTable(const QList<Fact> &facts)
    {
        for (const Fact &fact : facts)
            m_values.insert(fact.name, fact.value);
    }

    bool has(QLatin1StringView name) const { return m_values.contains(name); }
    /// Empty for what nobody told.
    QString text(QLatin1StringView name) const { return m_values.value(name); }
    /// Nothing for what nobody told, or is no whole number.
    std::optional<qint64> number(QLatin1StringView name) const
    {
        bool isNumber = false;
        const qint64 value = text(name).toLongLong(&isNumber);
        return isNumber ? std::optional(value) : std::nullopt;
    }
    bool is(QLatin1StringView name, QLatin1StringView value) const
    {
        return text(name).compare(value, Qt::CaseInsensitive) == 0;
    }

private:
    QHash<QString, QString> m_values;
};

} // namespace Axess
