// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <atomic>

struct sqlite3_vfs;

/// A disk that fails on request, as SQLite sees it: the default one of the process while it lives.
class FaultyDisk
{
public:
    enum class Fault {
        None,
        Full, ///< Nothing can be written.
        Writes, ///< Writing fails.
        Syncs, ///< What was written cannot be made lasting.
        Reads,
    };

    FaultyDisk();
    ~FaultyDisk();
    FaultyDisk(const FaultyDisk &) = delete;
    FaultyDisk &operator=(const FaultyDisk &) = delete;

    void fail(Fault fault) { s_fault = fault; }
    void recover() { s_fault = Fault::None; }

    static Fault fault() { return s_fault; }

private:
    static std::atomic<Fault> s_fault;
};
