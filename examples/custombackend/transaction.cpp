// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "transaction.h"

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

constexpr int StepsBetweenLooks = 256;

MDB_val valueOf(const QByteArray &bytes)
{
    return {.mv_size = std::size_t(bytes.size()), .mv_data = const_cast<char *>(bytes.constData())};
}

// The bytes are LMDB's own and change with the next write.
QByteArray copyOf(const MDB_val &value)
{
    return QByteArray(static_cast<const char *>(value.mv_data), qsizetype(value.mv_size));
}

class CursorHandle
{
public:
    CursorHandle(MDB_txn *transaction, MDB_dbi table)
    {
        m_code = ::mdb_cursor_open(transaction, table, &m_handle);
    }
    ~CursorHandle()
    {
        if (m_handle)
            ::mdb_cursor_close(m_handle);
    }
    CursorHandle(const CursorHandle &) = delete;
    CursorHandle &operator=(const CursorHandle &) = delete;

    int code() const { return m_code; }
    int move(MDB_val &key, MDB_val &value, MDB_cursor_op how)
    {
        return ::mdb_cursor_get(m_handle, &key, &value, how);
    }

private:
    MDB_cursor *m_handle = nullptr;
    int m_code = 0;
};

// At `from` or above; with Down before that, which is the last one where nothing is above.
int seek(CursorHandle &cursor, MDB_val &key, MDB_val &value, Transaction::Direction direction)
{
    const int code
        = key.mv_size == 0 ? cursor.move(key, value, MDB_FIRST) : cursor.move(key, value, MDB_SET_RANGE);
    if (direction == Transaction::Direction::Up)
        return code;
    if (code == MDB_NOTFOUND)
        return cursor.move(key, value, MDB_LAST);
    return code == 0 ? cursor.move(key, value, MDB_PREV) : code;
}

} // namespace

Transaction::Transaction(Environment &environment, Kind kind, std::function<bool()> mustStop)
    : m_environment(environment)
    , m_mustStop(std::move(mustStop))
{
    const auto hasTables = environment.hasTables();
    if (!hasTables)
        m_error = hasTables.error();
    else if (!*hasTables)
        m_error = Error(ErrorCode::InvalidArgument, u"There is no store of Axess in the LMDB file."_s);
    if (m_error)
        return;
    const unsigned flags = kind == Kind::Read ? unsigned(MDB_RDONLY) : 0U;
    isGood(::mdb_txn_begin(environment.handle(), nullptr, flags, &m_handle));
}

Transaction::~Transaction()
{
    if (m_handle)
        ::mdb_txn_abort(m_handle);
}

bool Transaction::isGood(int code)
{
    if (code != 0 && code != MDB_NOTFOUND && !m_error)
        m_error = errorOf(code);
    if (code == MDB_MAP_RESIZED || code == MDB_PANIC)
        m_environment.setBroken();
    return code == 0 && !m_error;
}

std::optional<QByteArray> Transaction::get(Table table, const QByteArray &key)
{
    MDB_val name = valueOf(key);
    MDB_val value;
    if (m_error || !isGood(::mdb_get(m_handle, m_environment.table(table), &name, &value)))
        return std::nullopt;
    return copyOf(value);
}

void Transaction::put(Table table, const QByteArray &key, const QByteArray &value)
{
    MDB_val name = valueOf(key);
    MDB_val bytes = valueOf(value);
    if (!m_error)
        isGood(::mdb_put(m_handle, m_environment.table(table), &name, &bytes, 0));
}

void Transaction::erase(Table table, const QByteArray &key)
{
    MDB_val name = valueOf(key);
    if (!m_error)
        isGood(::mdb_del(m_handle, m_environment.table(table), &name, nullptr));
}

qint64 Transaction::count(Table table)
{
    MDB_stat statistics {};
    const bool isKnown = !m_error && isGood(::mdb_stat(m_handle, m_environment.table(table), &statistics));
    return isKnown ? qint64(statistics.ms_entries) : 0;
}

void Transaction::walk(Table table, const QByteArray &from, const QByteArray &prefix, Direction direction,
                       const Visit &visit)
{
    if (m_error)
        return;
    CursorHandle cursor(m_handle, m_environment.table(table));
    if (!isGood(cursor.code()))
        return;
    MDB_val key = valueOf(from);
    MDB_val value {};
    int code = seek(cursor, key, value, direction);
    for (int steps = 1; isGood(code); ++steps) {
        const QByteArray name = copyOf(key);
        if (!name.startsWith(prefix) || !visit(name, copyOf(value)))
            return;
        if (steps % StepsBetweenLooks == 0 && m_mustStop()) {
            m_error = Error(ErrorCode::Unavailable, u"The call was ended before it was done."_s);
            return;
        }
        code = cursor.move(key, value, direction == Direction::Up ? MDB_NEXT : MDB_PREV);
    }
}

void Transaction::damage()
{
    if (!m_error)
        m_error = Error(ErrorCode::Corrupt, u"The LMDB store holds what nobody can have written."_s);
}

Result<void> Transaction::finish()
{
    if (!m_error) {
        const int code = ::mdb_txn_commit(m_handle);
        m_handle = nullptr;
        isGood(code);
        // It failed on its way to the disk, perhaps behind the point where it counts.
        if (code != 0 && code != MDB_MAP_FULL && code != MDB_BAD_TXN) {
            m_error = errorOf(code).withOutcome(Outcome::Unknown);
            m_environment.setBroken();
        }
    }
    if (m_error)
        return std::unexpected(*m_error);
    return {};
}
