// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "subject.h"

/// The floor: prepared statements on sqlite3's C interface, one connection a caller, one transaction an
/// operation.
std::unique_ptr<Subject> rawSqliteSubject(const QString &folder, int rows, const QString &synchronous);
/// The same statements by QSqlQuery.
std::unique_ptr<Subject> rawQtSqlSubject(const QString &folder, int rows, const QString &synchronous);
