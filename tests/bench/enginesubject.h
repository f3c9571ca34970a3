// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "subject.h"

#include <axess/sessionstore.h>

/// The engine on a store, filled with `rows` sessions of one kilobyte.
///
/// Null, with the sentence in `problem`, if the store does not open or fill.
std::unique_ptr<Subject> engineSubject(const QString &name, const QString &url, const Axess::RootKey &key,
                                       int rows, QString &problem, const Axess::StoreOptions &options = {});

/// A session of the size that everything here is measured with.
Axess::SessionRow benchRow();
