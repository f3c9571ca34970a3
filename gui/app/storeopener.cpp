// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/storeopener.h"

#include "app/person.h"

#include <axess/audit.h>
#include <axess/configuration.h>

#include <QtCore/qpromise.h>
#include <QtCore/qthreadpool.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

Result<std::shared_ptr<SessionStore>> open(const StoreAddress &address, ConsoleMode mode)
{
    StoreOptions options;
    options.access = mode == ConsoleMode::Viewer ? AccessMode::ReadOnly : AccessMode::ReadWrite;
    const Result<StoreUrl> parsed = StoreUrl::parse(address.url);
    if (!parsed)
        return std::unexpected(parsed.error());
    const bool file = parsed->backend() == "sqlite"_L1;
    const StoreUrl url = file ? parsed->withOption(u"create"_s, u"no"_s) : *parsed;
    // A store in memory begins empty and belongs to this window: there is nothing to be kept out of.
    if (url.backend() == "memory"_L1 && address.rootKeyFile.isEmpty())
        return SessionStore::open(url);
    if (address.rootKeyFile.isEmpty())
        return SessionStore::openKeyless(url, options);
    // Where the sessions move to it, or have moved, this window goes along.
    const auto standby
        = Configuration::resolve({}).and_then([](const Configuration &known) { return known.standbyUrl(); });
    if (!standby)
        return std::unexpected(standby.error());
    if (*standby && (*standby)->displayText() != parsed->displayText())
        options.standby = *standby;
    return SessionStore::open(url, RootKey::fromFile(address.rootKeyFile), options);
}

// What is done from here leaves its trail (docs/audit.md).
Result<std::shared_ptr<SessionStore>> audited(const std::shared_ptr<SessionStore> &store)
{
    return Configuration::resolve({}).transform([&](const Configuration &configuration) {
        AuditOptions options;
        options.by = personHere();
        options.file = configuration.auditFile();
        options.policy = configuration.isAuditRequired() ? AuditPolicy::Require : AuditPolicy::Record;
        Audit(store, options).attach();
        return store;
    });
}

// The option that forbids making a store is the console's, not the person's.
Result<std::shared_ptr<SessionStore>> openAsTyped(const StoreAddress &address, ConsoleMode mode)
{
    return open(address, mode).and_then(audited).transform_error([](const Error &error) {
        const QString message = QString(error.message()).remove(u"?create=no"_s).remove(u"&create=no"_s);
        return Error(error.code(), message, error.outcome());
    });
}

} // namespace

QFuture<Result<std::shared_ptr<SessionStore>>> openStore(const StoreAddress &address, ConsoleMode mode)
{
    auto promise = std::make_shared<QPromise<Result<std::shared_ptr<SessionStore>>>>();
    promise->start();
    auto future = promise->future();
    QThreadPool::globalInstance()->start([promise, address, mode] {
        promise->addResult(openAsTyped(address, mode));
        promise->finish();
    });
    return future;
}

} // namespace Axess
