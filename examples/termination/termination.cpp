// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "termination.h"

#include <QtCore/QSocketNotifier>

#include <sys/signalfd.h>

#include <csignal>
#include <unistd.h>

Termination::Termination(QObject *parent)
    : QObject(parent)
{
    // Before any other thread starts, so that all inherit the mask and nobody else takes the signals.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    const int descriptor = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    auto *notifier = new QSocketNotifier(descriptor, QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this, descriptor] {
        signalfd_siginfo info {};
        if (read(descriptor, &info, sizeof info) == sizeof info)
            Q_EMIT asked();
    });
    connect(this, &QObject::destroyed, notifier, [descriptor] { close(descriptor); });
}
