// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/sessionstore.h>

#include <thread>
#include <vector>

/// Somebody who loads all the time, and notes how long each load takes.
class Foreground
{
public:
    Foreground(Axess::SessionStore &store, const Axess::SessionToken &token);

    /// Ends it. The time in seconds within which 99 of 100 loads were answered; 0 if one was not.
    double p99();

private:
    std::vector<double> m_took;
    bool m_failed = false; ///< Of the thread, until it has ended.
    std::jthread m_thread;
};

/// What the process holds now.
double residentBytes();
