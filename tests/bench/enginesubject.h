// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "subject.h"

#include <axess/sessionstore.h>

#include <functional>
#include <span>

/// The engine on a store, filled with `rows` sessions of one kilobyte.
///
/// Null, with the sentence in `problem`, if the store does not open or fill.
std::unique_ptr<Subject> engineSubject(const QString &name, const QString &url, const Axess::RootKey &key,
                                       int rows, QString &problem, const Axess::StoreOptions &options = {});

/// The same, whose callers live in one event loop, as those of a Qt server do, and wait for futures.
std::unique_ptr<Subject> futureSubject(const QString &name, const QString &url, const Axess::RootKey &key,
                                       int rows, QString &problem);

/// A store filled with a session in each of the places.
Axess::Result<std::shared_ptr<Axess::SessionStore>> filledStore(const QString &url, const Axess::RootKey &key,
                                                                std::vector<Axess::SessionRow> &rows,
                                                                const Axess::StoreOptions &options = {});

/// Saves a new session in each place.
Axess::Result<void> fillStore(Axess::SessionStore &store, std::span<Axess::SessionRow> rows,
                              const std::function<Axess::SessionRow(std::size_t)> &rowOf);

/// A session of the size that everything here is measured with.
Axess::SessionRow benchRow();
