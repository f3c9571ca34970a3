// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

/// Looks whether the backend of the environment's URL can be tried at all: its plugin is there, a store can
/// be made, is empty, and another name is another store. Says on standard output what it is, or in one
/// sentence why not; the program's exit code.
int tryOut();
