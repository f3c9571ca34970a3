// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "environment.h"

#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>

#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr const char *TableNames[TableCount]
    = {"sessions", "created", "tenants", "users",       "sweep",      "revoked", "documents",
       "events",   "history", "logs",    "generations", "tombstones", "facts"};
constexpr unsigned MaximumReaders = 1024;

} // namespace

Error errorOf(int code)
{
    const QString why = QString::fromLocal8Bit(::mdb_strerror(code));
    switch (code) {
    case MDB_MAP_FULL:
    case ENOSPC:
    case EDQUOT:
        return Error(ErrorCode::Full, u"The LMDB store has no room left: "_s + why);
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_INVALID:
        return Error(ErrorCode::Corrupt, u"The LMDB file is damaged: "_s + why);
    case EACCES:
    case EPERM:
    case EROFS:
        return Error(ErrorCode::Denied, u"The LMDB file may not be opened: "_s + why);
    case MDB_VERSION_MISMATCH:
        return Error(ErrorCode::TooNew, u"The LMDB file is of another version of LMDB: "_s + why);
    default:
        return Error(ErrorCode::Unavailable, u"LMDB failed: "_s + why);
    }
}

Result<std::unique_ptr<Environment>> Environment::open(const Settings &settings)
{
    std::unique_ptr<Environment> environment(new Environment(settings));
    int code = ::mdb_env_create(&environment->m_handle);
    if (code == 0)
        code = ::mdb_env_set_maxdbs(environment->m_handle, TableCount);
    if (code == 0)
        code = ::mdb_env_set_maxreaders(environment->m_handle, MaximumReaders);
    if (code == 0)
        code = ::mdb_env_set_mapsize(environment->m_handle, std::size_t(settings.mapMiB) << 20);
    // Readers wander from thread to thread with their connections.
    const unsigned flags = MDB_NOSUBDIR | MDB_NOTLS | (settings.isSynchronous ? 0U : unsigned(MDB_NOSYNC));
    if (code == 0)
        code = ::mdb_env_open(environment->m_handle, settings.path.toLocal8Bit().constData(), flags, 0600);
    if (code != 0)
        return std::unexpected(errorOf(code));
    environment->forgetDeadReaders();
    return environment;
}

Result<bool> Environment::hasTables()
{
    if (m_hasTables)
        return true;
    const int code = openTables(MDB_RDONLY, 0);
    if (code == MDB_NOTFOUND)
        return false;
    if (code != 0)
        return std::unexpected(errorOf(code));
    return true;
}

Result<void> Environment::makeTables()
{
    const int code = openTables(0, MDB_CREATE);
    if (code != 0)
        return std::unexpected(errorOf(code));
    return {};
}

int Environment::openTables(unsigned transactionFlags, unsigned tableFlags)
{
    const std::scoped_lock lock(m_openingTables);
    MDB_txn *transaction = nullptr;
    std::array<MDB_dbi, TableCount> tables {};
    int code = ::mdb_txn_begin(m_handle, nullptr, transactionFlags, &transaction);
    for (std::size_t i = 0; code == 0 && i < TableCount; ++i)
        code = ::mdb_dbi_open(transaction, TableNames[i], tableFlags, &tables[i]);
    if (code == 0)
        code = ::mdb_txn_commit(transaction);
    else if (transaction)
        ::mdb_txn_abort(transaction);
    if (code == 0 && !m_hasTables) {
        m_tables = tables;
        m_hasTables = true;
    }
    return code;
}

int Environment::forgetDeadReaders()
{
    int dead = 0;
    return ::mdb_reader_check(m_handle, &dead) == 0 ? dead : 0;
}

Environment::~Environment()
{
    if (m_handle)
        ::mdb_env_close(m_handle);
    if (m_lockFile >= 0)
        ::close(m_lockFile);
}

Environment::WriteRight::~WriteRight()
{
    if (!m_environment)
        return;
    ::flock(m_environment->m_lockFile, LOCK_UN);
    m_environment->m_writing.unlock();
}

Result<Environment::WriteRight> Environment::writeRight(const std::function<bool()> &mustStop)
{
    const auto timeUp = [] {
        return std::unexpected(
            Error(ErrorCode::Unavailable, u"Others wrote until the call's time was up."_s));
    };
    while (!m_writing.try_lock_for(5ms)) {
        if (mustStop())
            return timeUp();
    }
    // The lock file of this class lies beside LMDB's own.
    if (m_lockFile < 0)
        m_lockFile = ::open((m_settings.path.toLocal8Bit() + "-writer").constData(),
                            O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (m_lockFile < 0) {
        const int code = errno;
        m_writing.unlock();
        return std::unexpected(errorOf(code));
    }
    while (::flock(m_lockFile, LOCK_EX | LOCK_NB) != 0) {
        const bool isTaken = errno == EWOULDBLOCK || errno == EINTR;
        if (!isTaken || mustStop()) {
            m_writing.unlock();
            if (!isTaken)
                return std::unexpected(errorOf(errno));
            return timeUp();
        }
        std::this_thread::sleep_for(1ms);
    }
    return WriteRight(this);
}

Result<std::shared_ptr<Environment>> Environments::open(const Environment::Settings &settings, bool mayCreate)
{
    const QFileInfo file(settings.path);
    // LMDB takes an empty file for a new one.
    if (!mayCreate && file.size() == 0)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"There is no LMDB file %1"_s.arg(settings.path)));
    if (!file.dir().exists())
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"There is no folder %1 for the LMDB file"_s.arg(file.path())));
    const std::scoped_lock lock(m_mutex);
    auto found = m_open.end();
    if (const auto key = keyOf(settings.path))
        found = m_open.find(*key);
    if (found == m_open.end()) {
        auto opened = Environment::open(settings);
        if (!opened)
            return std::unexpected(opened.error());
        const auto key = keyOf(settings.path);
        if (!key)
            return std::unexpected(errorOf(errno));
        found = m_open.emplace(*key, Entry {.environment = std::move(*opened)}).first;
    }
    Environment &environment = *found->second.environment;
    if (environment.isBroken())
        return std::unexpected(
            Error(ErrorCode::Unavailable, u"The LMDB file has to be closed before it is opened again"_s));
    if (environment.settings().mapMiB != settings.mapMiB
        || environment.settings().isSynchronous != settings.isSynchronous)
        return std::unexpected(Error(
            ErrorCode::InvalidArgument,
            u"The LMDB file %1 is open in this process with another mapMiB or sync"_s.arg(settings.path)));
    ++found->second.users;
    return std::shared_ptr<Environment>(
        &environment, [self = shared_from_this(), key = found->first](Environment *) { self->release(key); });
}

std::optional<Environments::Key> Environments::keyOf(const QString &path)
{
    struct stat status {};
    if (::stat(path.toLocal8Bit().constData(), &status) != 0)
        return std::nullopt;
    return Key(status.st_dev, status.st_ino);
}

void Environments::release(const Key &key)
{
    const std::scoped_lock lock(m_mutex);
    const auto entry = m_open.find(key);
    if (--entry->second.users == 0)
        m_open.erase(entry);
}
