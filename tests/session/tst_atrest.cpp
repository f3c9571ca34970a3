// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "session/storecore_p.h"

#include "axesstest.h"
#include "storefixture.h"
#include "verify.h"

#include <axess/operations.h>

#include <QtCore/qdiriterator.h>
#include <QtCore/qloggingcategory.h>
#include <QtCore/qtemporarydir.h>

#include <mutex>

using namespace Axess;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

std::mutex logMutex;
QByteArray logText;

void keepMessage(QtMsgType, const QMessageLogContext &, const QString &message)
{
    const std::scoped_lock lock(logMutex);
    logText += message.toUtf8() + '\n';
}

} // namespace

/// A sealed SQLite store after a day's work: nothing in its files or in the logs opens a session or shows its
/// data.
class TestAtRest : public AxessTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theScanFindsWhatLiesInTheClear(); // Promise: 6
    void nothingReplayableLiesInTheFiles(); // Promise: 6
    void nothingSecretStandsInTheLogs(); // Promise: 6

private:
    /// What must not be found, each in the forms that it may take.
    void mustNotAppear(const QByteArray &name, const QByteArray &bytes);
    void work(SessionStore &store);
    QByteArray everyFile() const;
    QStringList foundIn(const QByteArray &bytes) const;

    QTemporaryDir m_folder;
    QList<std::pair<QByteArray, QByteArray>> m_secrets;
};

void TestAtRest::mustNotAppear(const QByteArray &name, const QByteArray &bytes)
{
    m_secrets.append(std::pair(name, bytes));
    m_secrets.append(std::pair(QByteArray(name + " in hex"), bytes.toHex()));
    m_secrets.append(
        std::pair(QByteArray(name + " in base64"), bytes.toBase64(QByteArray::OmitTrailingEquals)));
    m_secrets.append(
        std::pair(QByteArray(name + " in base64url"),
                  bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)));
}

void TestAtRest::initTestCase()
{
    QLoggingCategory::setFilterRules(u"axess.*=true"_s);
    const auto before = qInstallMessageHandler(keepMessage);
    SystemRandom random;
    TAKE(rootKey, SecretBytes::random(random, RootKey::Size));
    mustNotAppear("root key", rootKey.view().toByteArray());
    const StoreUrl url = StoreUrl::forFile(m_folder.filePath(u"axess.db"_s));
    {
        TAKE(store, SessionStore::open(url, RootKey::fromBytes(rootKey.clone())));
        TAKE(ring, store->core().ring().ring());
        for (const DataKey &key : ring->keys())
            mustNotAppear("data key", key.material->key().toByteArray());
        work(*store);
        // Errors are where secrets slip into messages.
        TAKE(stranger, SessionToken::random(random));
        VERIFY_OK(store->load(stranger));
        mustNotAppear("stranger's token", stranger.text());
    }
    TAKE(other, SecretBytes::random(random, RootKey::Size));
    mustNotAppear("wrong root key", other.view().toByteArray());
    VERIFY_FAILS(SessionStore::open(url, RootKey::fromBytes(std::move(other))), ErrorCode::KeyMissing);
    qInstallMessageHandler(before);
}

void TestAtRest::work(SessionStore &store)
{
    for (int i = 0; i < 40; ++i) {
        SessionRow row = guestRow();
        const QByteArray canary = "canary-" + QByteArray::number(i) + "-5f0e9c1b";
        row.data.insert(u"secret"_s, canary);
        row.data.insert(u"name-canary-77ab"_s, i);
        row.fingerprint = "fingerprint-canary-" + QByteArray::number(i) + "-90cd";
        mustNotAppear("canary", canary);
        mustNotAppear("fingerprint", row.fingerprint);
        TAKE(saved, store.save(row));
        TAKE(to, store.renewed(saved.token));
        SessionRow bound = saved;
        bound.user = userNamed(u"ada"_s);
        TAKE(cycled, store.cycle(saved.token, to, bound, SignIn {store.ticket(bound.user).value()}));
        for (const SessionToken &token : {saved.token, to}) {
            const QByteArray text = token.text();
            m_secrets.append(std::pair(QByteArray("token"), text));
            mustNotAppear("token's secret",
                          QByteArray::fromBase64(text, QByteArray::Base64UrlEncoding).sliced(16));
        }
        cycled.data.insert(u"more"_s, canary);
        TAKE(again, store.save(cycled));
        VERIFY_FAILS(store.save(cycled), ErrorCode::Conflict);
        VERIFY_FAILS(store.load(saved.token), ErrorCode::Superseded);
        VERIFY_OK(store.touch(again));
        if (i % 3 == 0)
            VERIFY_OK(store.remove(again.id));
        if (i % 3 == 1)
            VERIFY_OK(store.revoke(std::span(&again.id, 1), u"lost"_s, 1min));
    }
    m_secrets.append(std::pair(QByteArray("a name of data"), QByteArray("name-canary-77ab")));
    VERIFY_OK(store.raiseTenantEpoch(tenantNamed(u"shop"_s), u"x"_s));
    VERIFY_OK(sweepOnce(store, 1s));
    VERIFY_OK(examine(store));
}

QByteArray TestAtRest::everyFile() const
{
    QByteArray all;
    QDirIterator files(m_folder.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly))
            all += file.readAll();
    }
    return all;
}

QStringList TestAtRest::foundIn(const QByteArray &bytes) const
{
    QStringList found;
    for (const auto &[name, secret] : m_secrets) {
        if (bytes.contains(secret))
            found.append(QString::fromLatin1(name));
    }
    return found;
}

void TestAtRest::theScanFindsWhatLiesInTheClear()
{
    // The same work on a store that does not seal: a scan that finds nothing there would prove nothing.
    QTemporaryDir folder;
    TAKE(store, SessionStore::open(StoreUrl::forFile(folder.filePath(u"clear.db"_s))));
    SessionRow row = guestRow();
    row.data.insert(u"secret"_s, m_secrets.at(m_secrets.size() - 2).second);
    row.data.insert(u"name-canary-77ab"_s, 1);
    VERIFY_OK(store->save(row));
    store.reset();
    QFile file(folder.filePath(u"clear.db"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArray bytes = file.readAll();
    QFile log(folder.filePath(u"clear.db-wal"_s));
    if (log.open(QIODevice::ReadOnly))
        bytes += log.readAll();
    QVERIFY(foundIn(bytes).contains(u"a name of data"_s));
}

void TestAtRest::nothingReplayableLiesInTheFiles()
{
    const QByteArray bytes = everyFile();
    QVERIFY(bytes.contains("Firefox on Linux"));
    QVERIFY(m_secrets.size() > 500);
    const QStringList found = foundIn(bytes);
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u", "_s)));
}

void TestAtRest::nothingSecretStandsInTheLogs()
{
    const QStringList found = foundIn(logText);
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u", "_s)));
}

QTEST_GUILESS_MAIN(TestAtRest)
#include "tst_atrest.moc"
