// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "axessctlrun.h"

#include "axesstest.h"
#include "freshstore.h"
#include "manualclock.h"
#include "storefixture.h"
#include "valkeyclient.h"
#include "verify.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qtemporarydir.h>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What support staff see of one user, on a store whose server may take sessions away and on one that keeps
/// them.
class TestAxessctlUsers : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void liveAndVanishedSessionsAreListed_data();
    void liveAndVanishedSessionsAreListed();

private:
    static Result<SessionRow> signedIn(SessionStore &store);
    /// As an eviction does.
    static Result<void> takeAway(const StoreUrl &url, const SessionId &id);
};

void TestAxessctlUsers::liveAndVanishedSessionsAreListed_data()
{
    QTest::addColumn<QString>("setUp");
    for (const QString &setUp : FreshStore::asked(u"sqlite"_s))
        QTest::newRow(qPrintable(setUp)) << setUp;
}

Result<SessionRow> TestAxessctlUsers::signedIn(SessionStore &store)
{
    SessionRow row = guestRow();
    row.user = userNamed(u"ann"_s);
    row.level = SessionLevel::Authenticated;
    return store.ticket(row.user, row.tenant).and_then([&](const SignInTicket &ticket) {
        return store.save(row, SignIn {ticket});
    });
}

Result<void> TestAxessctlUsers::takeAway(const StoreUrl &url, const SessionId &id)
{
    const auto client = valkeyPrimaries(url).and_then([&](const QList<StoreUrl::Host> &primaries) {
        return ValkeyClient::connect(url, primaries.constFirst());
    });
    if (!client)
        return std::unexpected(client.error());
    const auto keys = (*client)->call({"KEYS", "*session:*" + id.text().toLatin1()});
    if (!keys || keys->items.size() != 1)
        return std::unexpected(keys ? Error(ErrorCode::Gone, u"no such key"_s) : keys.error());
    return (*client)->call({"DEL", keys->items.constFirst().text}).transform([](const auto &) { });
}

void TestAxessctlUsers::liveAndVanishedSessionsAreListed()
{
    QFETCH(const QString, setUp);
    const QTemporaryDir folder;
    const QString keyFile = folder.filePath(u"root.key"_s);
    SystemRandom random;
    VERIFY_OK(RootKey::generate(random, keyFile));
    TAKE(fresh, FreshStore::make(setUp));
    StoreOptions options;
    // Two minutes ago: by now a session is no more in the making.
    options.clock = std::make_shared<ManualClock>(SystemClock().now() - 120'000);
    options.callDeadline = 30s;
    TAKE(store, SessionStore::initialise(fresh->url(), RootKey::fromFile(keyFile), options));
    TAKE(kept, signedIn(*store));
    TAKE(taken, signedIn(*store));
    const bool evicts = fresh->url().backend() == "valkey"_L1;
    if (evicts)
        VERIFY_OK(takeAway(fresh->url(), taken.id));
    else
        VERIFY_OK(store->remove(taken.id));

    const QStringList asked {u"--store"_s, fresh->text(), u"--root-key-file"_s,
                             keyFile,      u"--json"_s,   u"user"_s,
                             u"show"_s,    u"ann"_s};
    const AxessctlRun run = runAxessctl(asked);
    QVERIFY2(run.exitCode == 0, run.errors.constData());
    const QJsonArray sessions = run.json().value(u"sessions"_s).toArray();
    QCOMPARE(sessions.size(), 1);
    QCOMPARE(sessions.first()[u"id"_s].toString(), kept.id.text());
    const QJsonArray vanished = run.json().value(u"vanished"_s).toArray();
    QCOMPARE(vanished, evicts ? QJsonArray({taken.id.text()}) : QJsonArray());
    QCOMPARE(run.errors.contains("taken away by the server"), evicts);
    const AxessctlRun nobody = runAxessctl(asked.first(5) + QStringList {u"user"_s, u"show"_s});
    QCOMPARE(nobody.exitCode, 2);
}

QTEST_GUILESS_MAIN(TestAxessctlUsers)
#include "tst_axessctl_users.moc"
