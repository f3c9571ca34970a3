// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "backendundertest.h"

/// The set-ups of a test run: those in AXESS_TEST_BACKENDS, else memory.
class FreshBackends final : public BackendsUnderTest
{
public:
    QStringList names() const override;
    Axess::Result<std::unique_ptr<BackendUnderTest>> make(const QString &name) override;
};
