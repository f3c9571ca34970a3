// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/export.h>

#include <QtCore/qcborvalue.h>
#include <QtCore/qmap.h>
#include <QtCore/qstringlist.h>

namespace Axess {

/// What an application keeps in a session: names and CBOR values.
///
/// Names that this version of the application does not know are kept as they are. Value type.
class AXESS_EXPORT SessionData
{
public:
    QCborValue value(const QString &name) const { return m_values.value(name); } ///< Undefined when absent.
    bool contains(const QString &name) const { return m_values.contains(name); }
    void insert(const QString &name, const QCborValue &value) { m_values.insert(name, value); }
    void remove(const QString &name) { m_values.remove(name); }
    QStringList names() const { return m_values.keys(); }
    bool isEmpty() const { return m_values.isEmpty(); }
    const QMap<QString, QCborValue> &values() const { return m_values; }

    bool operator==(const SessionData &) const = default;

private:
    QMap<QString, QCborValue> m_values;
};

} // namespace Axess
