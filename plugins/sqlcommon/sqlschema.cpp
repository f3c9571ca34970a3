// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlschema.h"

using namespace Qt::StringLiterals;

namespace Axess {

Result<SchemaState> SqlSchema::state()
{
    SchemaState state;
    state.mine = m_link.dialect().schemaVersion;
    const auto exists = m_link.number(m_link.dialect().tableExists, SqlValues {u"axess_schema"_s});
    if (!exists)
        return std::unexpected(exists.error());
    if (exists->value_or(0) == 0)
        return state;
    const auto read = m_link.query(u"SELECT written, readable_from FROM axess_schema"_s, {},
                                   [&](const SqlStatement &row) -> Result<void> {
                                       state.exists = true;
                                       state.written = int(row.integer(0));
                                       state.readableFrom = int(row.integer(1));
                                       return {};
                                   });
    if (!read)
        return std::unexpected(read.error());
    return state;
}

Result<void> SqlSchema::checkReadable()
{
    const auto known = state();
    if (!known)
        return std::unexpected(known.error());
    if (known->exists && known->readableFrom > known->mine)
        return std::unexpected(Error(ErrorCode::TooNew,
                                     u"The store's schema is of version %1 and readable from version %2; "
                                     u"this program knows version %3. "
                                     "Use a newer Axess."_s.arg(known->written)
                                         .arg(known->readableFrom)
                                         .arg(known->mine)));
    return {};
}

Result<void> SqlSchema::lock()
{
    const QString &text = m_link.dialect().lockSchema;
    return text.isEmpty() ? Result<void>() : m_link.run(text);
}

Result<void> SqlSchema::checkUntouched()
{
    const QString &exists = m_link.dialect().tableExists;
    const auto schema = m_link.number(exists, SqlValues {u"axess_schema"_s});
    const auto sessions = m_link.number(exists, SqlValues {u"axess_session"_s});
    if (!schema || !sessions)
        return std::unexpected(schema ? sessions.error() : schema.error());
    if (schema->value_or(0) == 0 && sessions->value_or(0) > 0)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument,
                  u"The table axess_session there is another program's; it was left as it is. Use another "
                  "database."_s));
    return {};
}

Result<void> SqlSchema::makeTables()
{
    for (const QString &table : m_link.dialect().tables) {
        if (const auto made = m_link.run(table); !made)
            return made;
    }
    return {};
}

Result<void> SqlSchema::create()
{
    const auto known = lock().and_then([&] { return state(); });
    if (!known)
        return std::unexpected(known.error());
    if (!known->exists) {
        if (const auto untouched = checkUntouched(); !untouched)
            return untouched;
    }
    // A store of another version is complete in its own way.
    if (known->exists && known->written != known->mine)
        return checkReadable();
    if (const auto made = makeTables(); !made || known->exists)
        return made;
    return m_link
        .change(
            u"INSERT INTO axess_schema (one, written, readable_from) VALUES (1, ?, ?)"_s,
            SqlValues {qint64(m_link.dialect().schemaVersion), qint64(m_link.dialect().schemaReadableFrom)})
        .transform([](qint64) { });
}

Result<void> SqlSchema::upgrade()
{
    const auto known = lock().and_then([&] { return state(); });
    if (!known)
        return std::unexpected(known.error());
    if (!known->exists)
        return std::unexpected(Error(ErrorCode::InvalidArgument,
                                     u"There is no schema to upgrade; initialise the store first."_s));
    if (const auto readable = checkReadable(); !readable)
        return readable;
    // The steps from each version to the next begin at the stored one; a store of a later version stays as it
    // is.
    const QList<QStringList> &upgrades = m_link.dialect().upgrades;
    for (qsizetype version = known->written; version < known->mine; ++version) {
        for (const QString &statement : upgrades[version - 1]) {
            if (const auto done = m_link.run(statement); !done)
                return done;
        }
    }
    if (known->written > known->mine)
        return {};
    if (known->written < known->mine) {
        const auto noted
            = m_link.change(u"UPDATE axess_schema SET written = ?, readable_from = ?"_s,
                            SqlValues {qint64(known->mine), qint64(m_link.dialect().schemaReadableFrom)});
        if (!noted)
            return std::unexpected(noted.error());
    }
    // It gets what lacks of this version, such as an index that somebody dropped.
    return makeTables();
}

} // namespace Axess
