// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/clock.h>
#include <axess/rootkey.h>

#include "filedescriptor_p.h"
#include "rootkeysources_p.h"

#include <QtCore/qfile.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>

extern char **environ;

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

Error unavailable(const QString &sentence)
{
    return Error(ErrorCode::Unavailable, sentence);
}

Error systemError(int number)
{
    return unavailable(QString::fromStdString(std::generic_category().message(number)));
}

/// A program in a process group of its own; killed with all its children, and waited for, when it goes out of
/// scope.
class Child
{
public:
    explicit Child(pid_t id)
        : m_id(id)
    { }
    Q_DISABLE_COPY_MOVE(Child)
    ~Child()
    {
        if (m_id <= 0)
            return;
        ::kill(-m_id, SIGKILL);
        while (::waitpid(m_id, nullptr, 0) < 0 && errno == EINTR) { }
    }

    /// How it ended, or nothing when it has not before the deadline.
    std::optional<int> waitUntil(const Deadline &deadline)
    {
        // By number: glibc 2.41 declares the function for C only.
        const FileDescriptor handle(int(::syscall(SYS_pidfd_open, m_id, 0)));
        pollfd ended {handle.value(), POLLIN, 0};
        while (handle.isOpen() && ::poll(&ended, 1, int(deadline.remaining().count())) < 0
               && errno == EINTR) { }
        int status = 0;
        if (::waitpid(m_id, &status, WNOHANG) != m_id)
            return std::nullopt;
        // Its children may live on; nothing of the key's source does.
        ::kill(-m_id, SIGKILL);
        m_id = 0;
        return status;
    }

private:
    pid_t m_id;
};

/// What posix_spawn is told: standard output into the pipe, nothing to read, default signals.
class SpawnPlan
{
public:
    explicit SpawnPlan(int output)
    {
        ::posix_spawn_file_actions_init(&m_actions);
        ::posix_spawn_file_actions_addopen(&m_actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_adddup2(&m_actions, output, STDOUT_FILENO);
        ::posix_spawnattr_init(&m_attributes);
        sigset_t signalSet;
        ::sigemptyset(&signalSet);
        ::posix_spawnattr_setsigmask(&m_attributes, &signalSet);
        ::sigaddset(&signalSet, SIGPIPE);
        ::posix_spawnattr_setsigdefault(&m_attributes, &signalSet);
        ::posix_spawnattr_setpgroup(&m_attributes, 0);
        ::posix_spawnattr_setflags(&m_attributes,
                                   POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    Q_DISABLE_COPY_MOVE(SpawnPlan)
    ~SpawnPlan()
    {
        ::posix_spawnattr_destroy(&m_attributes);
        ::posix_spawn_file_actions_destroy(&m_actions);
    }

    Result<pid_t> spawn(const QString &program, const QStringList &arguments) const
    {
        std::vector<QByteArray> words {QFile::encodeName(program)};
        for (const QString &argument : arguments)
            words.push_back(argument.toLocal8Bit());
        if (words.front().isEmpty()
            || std::ranges::any_of(words, [](const QByteArray &w) { return w.contains('\0'); }))
            return std::unexpected(
                Error(ErrorCode::InvalidArgument, u"it has no program, or a NUL in its words"_s));
        std::vector<char *> pointers;
        for (QByteArray &word : words)
            pointers.push_back(word.data());
        pointers.push_back(nullptr);

        pid_t id = 0;
        const int failure
            = ::posix_spawnp(&id, pointers.front(), &m_actions, &m_attributes, pointers.data(), environ);
        if (failure == 0)
            return id;
        const bool absent
            = failure == ENOENT || failure == EACCES || failure == ENOTDIR || failure == ENOEXEC;
        return std::unexpected(absent
                                   ? Error(ErrorCode::InvalidArgument, u"there is no such program to run"_s)
                                   : systemError(failure));
    }

private:
    posix_spawn_file_actions_t m_actions;
    posix_spawnattr_t m_attributes;
};

Result<SecretBytes> readToEnd(int descriptor, const Deadline &deadline)
{
    SecretBytes buffer(RootKey::MaximumText + 1);
    qsizetype size = 0;
    while (true) {
        pollfd readable {descriptor, POLLIN, 0};
        const int ready = ::poll(&readable, 1, int(deadline.remaining().count()));
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready == 0)
            return std::unexpected(unavailable(u"it did not answer in time and was stopped"_s));
        const ssize_t count = ::read(descriptor, buffer.span().data() + size, size_t(buffer.size() - size));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return std::unexpected(systemError(errno));
        if (count == 0)
            return SecretBytes(buffer.view().first(size));
        size += count;
        if (size > RootKey::MaximumText)
            return std::unexpected(
                Error(ErrorCode::InvalidArgument, u"it printed too much for a root key"_s));
    }
}

} // namespace

Result<SecretBytes> RootKeySources::readCommand(const QString &program, const QStringList &arguments,
                                                std::chrono::milliseconds timeout)
{
    const Deadline deadline
        = Deadline::in(std::min<std::chrono::milliseconds>(timeout, std::chrono::hours(1)));
    std::array<int, 2> ends {};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return std::unexpected(systemError(errno));
    const FileDescriptor output(ends[0]);
    FileDescriptor input(ends[1]);
    const auto id = SpawnPlan(input.value()).spawn(program, arguments);
    if (!id)
        return std::unexpected(id.error());
    input.close();

    Child child(*id);
    auto content = readToEnd(output.value(), deadline);
    if (!content)
        return content;
    const auto status = child.waitUntil(deadline);
    if (!status)
        return std::unexpected(unavailable(u"it did not end in time and was stopped"_s));
    if (!WIFEXITED(*status) || WEXITSTATUS(*status) != 0)
        return std::unexpected(unavailable(WIFEXITED(*status)
                                               ? u"it failed with exit status %1"_s.arg(WEXITSTATUS(*status))
                                               : u"it was ended by signal %1"_s.arg(WTERMSIG(*status))));
    return content;
}

} // namespace Axess
