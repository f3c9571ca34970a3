// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/jobs.h>

#include <condition_variable>
#include <mutex>

namespace Axess {

/// What a window and the thread that works for it tell each other. Thread-safe.
class JobSteering
{
public:
    // The window's side.
    void setPaused(bool paused); ///< For work that stands in no store.
    void stop(); ///< After the step under way.
    JobInfo seen() const; ///< The last that was told.
    std::optional<Error> trouble() const; ///< Why it does not go on at the moment.

    // The worker's side.
    JobControl control(); ///< This must outlive what it controls.
    void tell(const JobInfo &job);
    bool wait(std::chrono::milliseconds time); ///< Also while it is paused; false = to be stopped.
    bool isStopped() const;

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    JobInfo m_seen;
    std::optional<Error> m_trouble;
    bool m_paused = false;
    bool m_stopped = false;
};

} // namespace Axess
