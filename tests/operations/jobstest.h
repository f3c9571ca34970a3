// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "axesstest.h"
#include "countingjob.h"
#include "storefixture.h"
#include "verify.h"

/// The base of tests about jobs: a store in memory, and a kind of job that counts.
class JobsTest : public AxessTest
{
    Q_OBJECT

protected Q_SLOTS:
    void init();

protected:
    static constexpr int Rows = 5500; // Six steps.

    static Axess::JobRequest counting();
    /// Of another instance each time; null has failed.
    std::shared_ptr<Axess::Jobs> jobs();
    /// Goes on always; waiting moves the clock.
    Axess::JobControl control();

    std::unique_ptr<StoreFixture> m_fixture;
    std::shared_ptr<CountingJob> m_counting;
    std::shared_ptr<const Axess::JobKinds> m_kinds;
};
