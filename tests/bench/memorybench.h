// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

class Report;

/// What a session costs in the memory backend beyond its payload, and whether memory stays flat over many
/// operations.
void benchMemory(Report &report, int sessions, int operations);
