// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "setup/unattended.h"

#include "setup/uninstallrun.h"

#include <csignal>
#include <cstdio>

#include <poll.h>
#include <unistd.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

volatile std::sig_atomic_t isInterrupted = 0;

void interrupt(int)
{
    isInterrupted = 1;
}

// The wizard says nothing; that its end of the pipe closes, says cancel.
bool inputHasEnded()
{
    pollfd input {.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    char byte = 0;
    return ::poll(&input, 1, 0) > 0 && ::read(STDIN_FILENO, &byte, 1) <= 0;
}

int refuse(const Error &error)
{
    std::fprintf(stderr, "axess-setup: %s\n", qUtf8Printable(error.message()));
    return 1;
}

} // namespace

int Unattended::install(const Bundle &bundle, const SetupOptions &options)
{
    std::signal(SIGINT, interrupt);
    std::signal(SIGTERM, interrupt);
    std::signal(SIGHUP, interrupt);
    std::signal(SIGPIPE, SIG_IGN);
    const Machine machine;
    SetupFiles files;
    Installer installer(bundle, options.install, machine, files);
    const auto installed = installer.install([&](qint64 done, qint64 all) {
        if (options.reportsProgress) {
            std::printf("progress %lld %lld\n", done, all);
            std::fflush(stdout);
        }
        return isInterrupted == 0 && !(options.reportsProgress && inputHasEnded());
    });
    if (!installed)
        return refuse(installed.error());
    std::printf("%s\n",
                qUtf8Printable(tr("Axess Console %1 is installed in %2.")
                                   .arg(bundle.version().toString(), options.install.prefix)));
    return 0;
}

int Unattended::uninstall(const QString &prefix)
{
    const Machine machine;
    SetupFiles files;
    const auto kept = Uninstaller(prefix, machine, files).uninstall();
    if (!kept)
        return refuse(kept.error());
    std::printf("%s\n", qUtf8Printable(UninstallRun::linesOf(prefix, *kept).join(u'\n')));
    return 0;
}

} // namespace Axess
