// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "freshstore.h"
#include "manualclock.h"
#include "storefixture.h"

#include <QtTest/QTest>

/// A store of a test's own whose clock begins now and stands still.
struct ClockedStore
{
    std::shared_ptr<ManualClock> clock;
    std::unique_ptr<FreshStore> fresh;

    /// A column `setUp`, by default with memory.
    static void addSetUps()
    {
        QTest::addColumn<QString>("setUp");
        for (const QString &setUp : FreshStore::asked(QStringLiteral("memory")))
            QTest::newRow(qPrintable(setUp)) << setUp;
    }

    Axess::Result<std::shared_ptr<Axess::SessionStore>> make(const QString &setUp)
    {
        auto made = FreshStore::make(setUp);
        if (!made)
            return std::unexpected(made.error());
        fresh = std::move(*made);
        clock = std::make_shared<ManualClock>(Axess::SystemClock().now());
        Axess::StoreOptions options;
        options.clock = clock;
        options.callDeadline = std::chrono::seconds(30);
        options.controlLag = std::chrono::milliseconds(0);
        return Axess::SessionStore::initialise(fresh->url(), StoreFixture().rootKey, options);
    }
};
