// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

class Report;

/// Sealing and opening one kilobyte, against the bare ciphers and MACs that it cannot do without.
void benchCiphers(Report &report, int rounds);
