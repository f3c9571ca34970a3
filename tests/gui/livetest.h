// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "operations/instancedocument_p.h"

#include "axesstest.h"
#include "windowfixture.h"

#include "live/livechart.h"
#include "live/livepage.h"

#include <QtCore/qlocale.h>
#include <QtTest/qsignalspy.h>

/// The base of tests of the Live page: a store whose instances and time the test moves.
class LiveTest : public AxessTest
{
    Q_OBJECT

protected Q_SLOTS:
    void init()
    {
        AxessTest::init();
        QLocale::setDefault(QLocale::c());
        m_fixture = std::make_unique<WindowFixture>();
        m_shop = std::make_unique<Axess::InstanceDocument>(m_fixture->opened->core(), QStringLiteral("shop"));
    }
    void cleanup()
    {
        m_shop.reset();
        m_fixture.reset();
    }

protected:
    WindowFixture &fixture() { return *m_fixture; }
    Axess::InstanceDocument &shop() { return *m_shop; } ///< The instance of `fixture().opened`.
    Axess::LivePage &page() const { return m_fixture->window->live(); }
    Axess::LiveChart &chart(const char *id) const
    {
        return *m_fixture->window->findChild<Axess::LiveChart *>(QStringLiteral("chart-")
                                                                 + QLatin1StringView(id));
    }

    /// Turns to the page, which then looks only when the test does.
    bool openPage(WindowFixture::Access access = WindowFixture::Access::WithKey)
    {
        m_fixture->openWindow(access);
        page().sampler().begin(std::chrono::hours(24));
        return m_fixture->turnTo(Axess::LivePageNumber);
    }
    /// The same with an instance that has spoken once.
    bool open() { return m_shop->renew().has_value() && openPage(); }
    /// A look at the store, five seconds after the last, with what the instance has counted meanwhile.
    bool look(bool renewed = true)
    {
        // One that is under way knows nothing of what the test did meanwhile.
        const auto isIdle = [this] { return !page().sampler().isAsking() && !page().tail().isAsking(); };
        if (!QTest::qWaitFor(isIdle, 20'000))
            return false;
        m_fixture->store.clock->advance(std::chrono::seconds(5));
        if (renewed && !m_shop->renew())
            return false;
        QSignalSpy asked(&page().sampler(), &Axess::LiveSampler::asked);
        page().sampler().askNow();
        // A store in memory may have answered already.
        return (!asked.isEmpty() || asked.wait(20'000))
            && QTest::qWaitFor([this] { return !page().tail().isAsking(); }, 20'000);
    }
    /// Sessions that begin through the instance, without moving time.
    void begin(int sessions)
    {
        for (int i = 0; i < sessions; ++i)
            QVERIFY(m_fixture->opened->save(guestRow()).has_value());
    }

private:
    std::unique_ptr<WindowFixture> m_fixture;
    std::unique_ptr<Axess::InstanceDocument> m_shop;
};
