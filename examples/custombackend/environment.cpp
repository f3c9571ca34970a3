// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "environment.h"

#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>

#include <thread>

#include <fcntl.h>
#include <sys/file.h>
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

Result<std::unique_ptr<Environment>> Environment::open(const Settings &settings, const Deadline &deadline)
{
    std::unique_ptr<Environment> environment(new Environment);
    const QByteArray path = settings.path.toLocal8Bit();
    // The lock file of this class lies beside LMDB's own.
    environment->m_lockFile = ::open((path + "-writer").constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (environment->m_lockFile < 0)
        return std::unexpected(errorOf(errno));
    auto right = environment->writeRight([&] { return deadline.hasPassed(); });
    if (!right)
        return std::unexpected(right.error());
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
        code = ::mdb_env_open(environment->m_handle, path.constData(), flags, 0600);
    // Of processes that were killed while they read.
    int dead = 0;
    if (code == 0)
        code = ::mdb_reader_check(environment->m_handle, &dead);
    if (code != 0)
        return std::unexpected(errorOf(code));
    return environment->openTables().transform([&] { return std::move(environment); });
}

Result<void> Environment::openTables()
{
    MDB_txn *transaction = nullptr;
    int code = ::mdb_txn_begin(m_handle, nullptr, 0, &transaction);
    for (std::size_t i = 0; code == 0 && i < TableCount; ++i)
        code = ::mdb_dbi_open(transaction, TableNames[i], MDB_CREATE, &m_tables[i]);
    if (code == 0)
        code = ::mdb_txn_commit(transaction);
    else if (transaction)
        ::mdb_txn_abort(transaction);
    if (code != 0)
        return std::unexpected(errorOf(code));
    return {};
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

Result<std::shared_ptr<Environment>> Environments::open(const Environment::Settings &settings, bool mayCreate,
                                                        const Deadline &deadline)
{
    const QFileInfo file(settings.path);
    if (!mayCreate && !file.exists())
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"There is no LMDB file %1"_s.arg(settings.path)));
    if (!file.dir().exists())
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"There is no folder %1 for the LMDB file"_s.arg(file.path())));
    const QString key = file.dir().canonicalPath() + u'/' + file.fileName();
    const std::scoped_lock lock(m_mutex);
    Entry &entry = m_open[key];
    if (!entry.environment) {
        auto opened = Environment::open(settings, deadline);
        if (!opened) {
            m_open.erase(key);
            return std::unexpected(opened.error());
        }
        entry.environment = std::move(*opened);
    }
    ++entry.users;
    return std::shared_ptr<Environment>(
        entry.environment.get(), [self = shared_from_this(), key](Environment *) { self->release(key); });
}

void Environments::release(const QString &key)
{
    const std::scoped_lock lock(m_mutex);
    const auto entry = m_open.find(key);
    if (--entry->second.users == 0)
        m_open.erase(entry);
}
