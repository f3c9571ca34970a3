// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storagebackend.h>

/// A deliberately wrong store, for a test of the tests: its save is an upsert that looks at no revision and
/// no mark, its cycle removes and inserts in two steps, its limit counts first and inserts later, its restore
/// undoes any mark.
///
/// What a race is meant to find must be found here.
class GuiltyFactory final : public Axess::ConnectionFactory
{
public:
    explicit GuiltyFactory(std::shared_ptr<Axess::ConnectionFactory> factory);

    Axess::Result<std::unique_ptr<Axess::StorageConnection>> connect(
        const Axess::Deadline &deadline) override;
    int concurrentWriters() const override;
    int defaultPoolSize() const override;

private:
    std::shared_ptr<Axess::ConnectionFactory> m_factory;
};
