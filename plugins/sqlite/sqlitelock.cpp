// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqlitelock.h"

#include "polling.h"
#include "sqlitefile.h"

#include <QtCore/qfile.h>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Axess {

SqliteLock::SqliteLock(const QString &databasePath)
    : m_path(databasePath + u"-axess-lock"_s)
{ }

SqliteLock::~SqliteLock()
{
    if (m_file >= 0)
        ::close(m_file);
}

Result<void> SqliteLock::acquire(const Deadline &deadline, const SqlInterruptor::Call &call)
{
    if (const auto opened = open(); !opened)
        return opened;
    // Who waits stands in the turnstile, so that the last holder cannot come back before it.
    const auto entered = waitFor(Part::Turnstile, deadline, call);
    if (!entered)
        return entered;
    const auto acquired = waitFor(Part::Store, deadline, call);
    change(Part::Turnstile, F_UNLCK);
    return acquired;
}

void SqliteLock::release()
{
    change(Part::Store, F_UNLCK);
}

Result<void> SqliteLock::open()
{
    if (m_file >= 0)
        return {};
    m_file = ::open(QFile::encodeName(m_path).constData(), O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW,
                    S_IRUSR | S_IWUSR);
    if (m_file < 0)
        return std::unexpected(
            SqliteFile::systemError(u"The store's lock %1 cannot be opened"_s.arg(m_path), errno));
    return {};
}

Result<void> SqliteLock::waitFor(Part part, const Deadline &deadline, const SqlInterruptor::Call &call)
{
    using namespace std::chrono_literals;
    // Only one waits for the store, many before the turnstile.
    Polling polling(part == Part::Store ? 200us : 1ms);
    while (true) {
        const int number = change(part, F_WRLCK);
        if (number == 0)
            return {};
        if (number != EAGAIN && number != EACCES && number != EINTR)
            return std::unexpected(
                SqliteFile::systemError(u"The store's lock %1 cannot be taken"_s.arg(m_path), number));
        if (deadline.hasPassed() || call.isInterrupted())
            return std::unexpected(
                Error(ErrorCode::Unavailable,
                      u"The store is busy: other writers held it until the call's time was up."_s));
        polling.wait(deadline);
    }
}

int SqliteLock::change(Part part, short type) const
{
    // Of the open file, not of the process: threads and engines of one process exclude each other, too.
    struct flock lock = {};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    lock.l_start = part == Part::Store ? 0 : 1;
    lock.l_len = 1;
    return ::fcntl(m_file, F_OFD_SETLK, &lock) == 0 ? 0 : errno;
}

} // namespace Axess
