// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "faultydisk.h"

#include <sqlite3.h>

std::atomic<FaultyDisk::Fault> FaultyDisk::s_fault = FaultyDisk::Fault::None;

namespace {

/// SQLite's file object of ours; the real one lies behind it.
struct FaultyFile
{
    sqlite3_file base;
    sqlite3_file *real;
};

sqlite3_vfs *s_real = nullptr;
sqlite3_vfs s_faulty;
sqlite3_io_methods s_methods;

sqlite3_file *realOf(sqlite3_file *file)
{
    return reinterpret_cast<FaultyFile *>(file)->real;
}

template<auto Method> struct Forward;
template<typename... Arguments, int (*sqlite3_io_methods::*Method)(sqlite3_file *, Arguments...)>
struct Forward<Method>
{
    static int call(sqlite3_file *file, Arguments... arguments)
    {
        return (realOf(file)->pMethods->*Method)(realOf(file), arguments...);
    }
};

int failingRead(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset)
{
    if (FaultyDisk::fault() == FaultyDisk::Fault::Reads)
        return SQLITE_IOERR_READ;
    return Forward<&sqlite3_io_methods::xRead>::call(file, bytes, size, offset);
}

int failingWrite(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    if (FaultyDisk::fault() == FaultyDisk::Fault::Full)
        return SQLITE_FULL;
    if (FaultyDisk::fault() == FaultyDisk::Fault::Writes)
        return SQLITE_IOERR_WRITE;
    return Forward<&sqlite3_io_methods::xWrite>::call(file, bytes, size, offset);
}

int failingSync(sqlite3_file *file, int flags)
{
    if (FaultyDisk::fault() == FaultyDisk::Fault::Syncs)
        return SQLITE_IOERR_FSYNC;
    return Forward<&sqlite3_io_methods::xSync>::call(file, flags);
}

void barrier(sqlite3_file *file)
{
    realOf(file)->pMethods->xShmBarrier(realOf(file));
}

int openFaulty(sqlite3_vfs *, const char *name, sqlite3_file *file, int flags, int *outFlags)
{
    auto *faulty = reinterpret_cast<FaultyFile *>(file);
    faulty->base.pMethods = nullptr;
    faulty->real = reinterpret_cast<sqlite3_file *>(faulty + 1);
    const int code = s_real->xOpen(s_real, name, faulty->real, flags, outFlags);
    if (code == SQLITE_OK)
        faulty->base.pMethods = &s_methods;
    return code;
}

sqlite3_io_methods methods()
{
    using M = sqlite3_io_methods;
    sqlite3_io_methods methods = {};
    methods.iVersion = 2;
    methods.xClose = &Forward<&M::xClose>::call;
    methods.xRead = &failingRead;
    methods.xWrite = &failingWrite;
    methods.xTruncate = &Forward<&M::xTruncate>::call;
    methods.xSync = &failingSync;
    methods.xFileSize = &Forward<&M::xFileSize>::call;
    methods.xLock = &Forward<&M::xLock>::call;
    methods.xUnlock = &Forward<&M::xUnlock>::call;
    methods.xCheckReservedLock = &Forward<&M::xCheckReservedLock>::call;
    methods.xFileControl = &Forward<&M::xFileControl>::call;
    methods.xSectorSize = &Forward<&M::xSectorSize>::call;
    methods.xDeviceCharacteristics = &Forward<&M::xDeviceCharacteristics>::call;
    methods.xShmMap = &Forward<&M::xShmMap>::call;
    methods.xShmLock = &Forward<&M::xShmLock>::call;
    methods.xShmBarrier = &barrier;
    methods.xShmUnmap = &Forward<&M::xShmUnmap>::call;
    return methods;
}

} // namespace

FaultyDisk::FaultyDisk()
{
    s_real = sqlite3_vfs_find(nullptr);
    s_methods = methods();
    s_faulty = *s_real;
    s_faulty.zName = "faulty";
    s_faulty.szOsFile = int(sizeof(FaultyFile)) + s_real->szOsFile;
    s_faulty.xOpen = &openFaulty;
    sqlite3_vfs_register(&s_faulty, 1);
}

FaultyDisk::~FaultyDisk()
{
    s_fault = Fault::None;
    sqlite3_vfs_register(s_real, 1);
    sqlite3_vfs_unregister(&s_faulty);
}
