// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "rawrows.h"

#include "subject.h"

#include <QtCore/qcryptographichash.h>

#include <sqlite3.h>

namespace RawRows {

QByteArray id(int number)
{
    return QCryptographicHash::hash(QByteArray::number(number), QCryptographicHash::Md5);
}

bool make(const QString &path, int rows, const QString &synchronous)
{
    sqlite3 *database = nullptr;
    if (sqlite3_open(path.toUtf8().constData(), &database) != SQLITE_OK)
        return false;
    const QByteArray pragma = "PRAGMA synchronous=" + synchronous.toLatin1();
    bool ok = sqlite3_exec(database, Pragmas, nullptr, nullptr, nullptr) == SQLITE_OK
        && sqlite3_exec(database, pragma.constData(), nullptr, nullptr, nullptr) == SQLITE_OK
        && sqlite3_exec(database, Table, nullptr, nullptr, nullptr) == SQLITE_OK
        && sqlite3_exec(database, "BEGIN", nullptr, nullptr, nullptr) == SQLITE_OK;
    sqlite3_stmt *insert = nullptr;
    ok = ok && sqlite3_prepare_v2(database, Insert, -1, &insert, nullptr) == SQLITE_OK;
    const QByteArray hash(32, 'h');
    const QByteArray payload(PayloadBytes, 'p');
    for (int row = 0; ok && row < rows; ++row) {
        const QByteArray key = id(row);
        sqlite3_bind_blob(insert, 1, key.constData(), int(key.size()), SQLITE_STATIC);
        sqlite3_bind_blob(insert, 2, hash.constData(), int(hash.size()), SQLITE_STATIC);
        sqlite3_bind_blob(insert, 3, payload.constData(), int(payload.size()), SQLITE_STATIC);
        ok = sqlite3_step(insert) == SQLITE_DONE;
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    ok = ok && sqlite3_exec(database, "COMMIT", nullptr, nullptr, nullptr) == SQLITE_OK
        && sqlite3_wal_checkpoint_v2(database, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr)
            == SQLITE_OK;
    sqlite3_close(database);
    return ok;
}

} // namespace RawRows
