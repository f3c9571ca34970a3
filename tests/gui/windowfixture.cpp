// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "windowfixture.h"

#include "pages/page.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qsettings.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

WindowFixture::WindowFixture()
{
    // Settings of one test program are nobody else's, and none of an earlier run.
    QCoreApplication::setOrganizationName(u"AxessTest"_s);
    QSettings().clear();
    auto faulty = std::make_shared<FaultyFactory>(store.options.factory);
    faults = &faulty->plan();
    store.options.factory = faulty;
    opened = store.open().value();
    appearance = std::make_unique<Appearance>();
}

WindowFixture::~WindowFixture() = default;

SessionRow WindowFixture::added(SessionRow row, const std::optional<SignIn> &signIn)
{
    store.clock->advance(1s);
    return opened->save(row, signIn).value();
}

SessionRow WindowFixture::addGuest()
{
    return added(guestRow(), {});
}

SessionRow WindowFixture::addSession(const QString &user, const QString &tenant)
{
    SessionRow row = guestRow();
    row.user = userNamed(user);
    row.tenant = tenantNamed(tenant);
    row.level = SessionLevel::Authenticated;
    row.client.address = u"203.0.113.7"_s;
    row.data.insert(u"csrfToken"_s, u"do not show"_s);
    return added(row, SignIn {opened->ticket(row.user, row.tenant).value()});
}

void WindowFixture::openWindow(Access access)
{
    const auto shown = access == Access::WithKey ? opened : store.openKeyless().value();
    window = std::make_unique<StoreWindow>(shown, address, *appearance, mode);
    window->show();
}

bool WindowFixture::turnTo(int page)
{
    window->showPage(page);
    return QTest::qWaitFor([this] { return window->isSettled(); }, 10000);
}

Life WindowFixture::lifeOf(const SessionId &id)
{
    return opened->find(id).value().value().life;
}
