// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "context.h"

#include <axess/jobs.h>

#include <functional>

// How a job is worked off before the eyes of the person at the terminal.

/// The options `--rate` and `--slow-above`: how fast a job may be.
void addPaceOptions(QCommandLineParser &parser);
/// Takes them over into the request.
Axess::Result<void> takePace(const Context &context, Axess::JobRequest &request);

/// Waits until Ctrl-C, tells progress and trouble on standard error. The context outlives it.
Axess::JobControl terminalControl(const Context &context);
/// Waits in slices, so that Ctrl-C is answered soon; false = it was pressed.
bool waitUncancelled(std::chrono::milliseconds time);
/// Works the job off, prints it, and answers with the exit code.
ExitCode runInTerminal(const Context &context, Axess::Jobs &jobs, const QString &id);
/// The job that `isSame` knows among those that have not ended, resumed if it is paused; else a new one.
Axess::Result<Axess::JobInfo> unfinishedOrNew(const Context &context, Axess::Jobs &jobs,
                                              const Axess::JobRequest &request,
                                              const std::function<bool(const Axess::JobInfo &)> &isSame);
/// Works the job off, or watches while another does, and goes on where that one fell silent.
Axess::Result<Axess::JobRun> runTogether(const Context &context, Axess::Jobs &jobs, const QString &id);
/// What the run ended with, in words on standard error where it is not done.
ExitCode codeOf(const Context &context, const Axess::JobRun &run);
ExitCode printJob(const Context &context, const Axess::Result<Axess::JobInfo> &job);
