// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "context.h"

#include "keychain.h"

#include <axess/configuredkey.h>

#include <QtCore/qfile.h>
#include <QtCore/qsysinfo.h>

#include <atomic>
#include <csignal>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

std::atomic<bool> cancelled {false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

void onSignal(int)
{
    cancelled.store(true);
}

} // namespace

QString personHere()
{
    return u"%1@%2"_s.arg(qEnvironmentVariable("USER", u"axessctl"_s), QSysInfo::machineHostName()).left(60);
}

bool wasCancelled()
{
    return cancelled.load();
}

void watchForCancel()
{
    struct sigaction action = {};
    action.sa_handler = onSignal;
    // One press ends at the next safe place; a second one ends at once.
    action.sa_flags = int(SA_RESETHAND);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

std::unexpected<Error> usageError(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::InvalidArgument, sentence));
}

ExitCode failed(const Context &context, const Error &error)
{
    context.output().failure(error);
    if (error.code() == ErrorCode::InvalidArgument)
        return ExitCode::Usage;
    return error.code() == ErrorCode::Denied ? ExitCode::Refused : ExitCode::Error;
}

Result<std::chrono::milliseconds> parseDuration(const QString &text)
{
    static constexpr struct
    {
        char16_t unit;
        qint64 milliseconds;
    } units[] = {{u's', 1000}, {u'm', 60'000}, {u'h', 3'600'000}, {u'd', 86'400'000}};
    qint64 factor = 1;
    QStringView digits = text;
    for (const auto &[unit, milliseconds] : units) {
        if (text.endsWith(QChar(unit))) {
            factor = milliseconds;
            digits.chop(1);
        }
    }
    bool isNumber = false;
    const qint64 count = digits.toLongLong(&isNumber);
    constexpr qint64 longest = qint64(365) * 86'400'000;
    if (!isNumber || count < 0 || count > longest / factor)
        return usageError(u"“%1” is no duration: write 90s, 15m, 2h or 7d, at most a year"_s.arg(text));
    return std::chrono::milliseconds(count * factor);
}

Context::Context(const QCommandLineParser &parser, const QStringList &arguments, Output &output)
    : m_parser(parser)
    , m_arguments(arguments)
    , m_output(output)
{ }

Result<Configuration> Context::configuration() const
{
    ConfigurationOverrides overrides;
    overrides.store = value(u"store"_s);
    overrides.rootKeyFile = value(u"root-key-file"_s);
    return Configuration::resolve(overrides);
}

Result<StoreUrl> Context::storeUrl() const
{
    return configuration().and_then([&](const Configuration &configuration) -> Result<StoreUrl> {
        if (configuration.store().isEmpty())
            return usageError(u"Name a store: --store URL, or the environment variable AXESS_STORE"_s);
        if (StoreUrl::parse(value(u"store"_s))
                .transform([](const StoreUrl &url) { return !url.password().isEmpty(); })
                .value_or(false))
            m_output.note(u"Warning: a password in an argument can be seen by every process of this machine; "
                          "use AXESS_STORE_PASSWORD_FILE"_s);
        return configuration.storeUrl();
    });
}

Result<RootKey> Context::rootKey() const
{
    const QString entry = value(u"root-key-keychain"_s);
    if (!entry.isEmpty() && isSet(u"root-key-file"_s))
        return usageError(u"Name the root key once: --root-key-file or --root-key-keychain"_s);
    if (!entry.isEmpty())
        return Keychain::rootKey(entry);
    return configuration().and_then(configuredRootKey);
}

Result<AuditOptions> Context::auditOptions() const
{
    return configuration().transform([](const Configuration &configuration) {
        return AuditOptions {personHere(), configuration.auditFile(),
                             configuration.isAuditRequired() ? AuditPolicy::Require : AuditPolicy::Record};
    });
}

Result<std::shared_ptr<SessionStore>> Context::audited(Result<std::shared_ptr<SessionStore>> store) const
{
    const auto options = auditOptions();
    if (!store || !options)
        return store ? std::unexpected(options.error()) : store;
    Audit audit(*store, *options);
    audit.attach();
    return audit.recordMaking().transform([&] { return *store; });
}

Result<StoreUrl> Context::existingStoreUrl() const
{
    // A mistyped path must not make a new store.
    return storeUrl().transform([](const StoreUrl &url) {
        return url.backend() == u"sqlite"_s ? url.withOption(u"create"_s, u"no"_s) : url;
    });
}

Result<std::shared_ptr<SessionStore>> Context::openStore() const
{
    const auto url = existingStoreUrl();
    if (!url)
        return std::unexpected(url.error());
    const auto key = rootKey();
    if (!key)
        return std::unexpected(key.error());
    const auto standby
        = configuration().and_then([](const Configuration &known) { return known.standbyUrl(); });
    if (!standby)
        return std::unexpected(standby.error());
    StoreOptions options;
    options.standby = *standby;
    return audited(key->isNone() ? SessionStore::openKeyless(*url, options)
                                 : SessionStore::open(*url, *key, options));
}

Result<std::shared_ptr<SessionStore>> Context::openStoreToConvert(ConversionTarget target) const
{
    const auto url = existingStoreUrl();
    if (!url)
        return std::unexpected(url.error());
    return rootKey().and_then(
        [&](const RootKey &key) { return audited(openForConversion(*url, key, target)); });
}

Result<std::shared_ptr<SessionStore>> Context::initialiseStore() const
{
    const auto url = storeUrl();
    if (!url)
        return std::unexpected(url.error());
    return rootKey().and_then(
        [&](const RootKey &key) { return audited(SessionStore::initialise(*url, key)); });
}

Result<TenantId> Context::tenant() const
{
    return TenantId::fromText(value(u"tenant"_s));
}

Result<UserId> Context::userFrom(const QString &text) const
{
    return UserId::fromText(text);
}

Result<QList<SessionId>> Context::sessionIds() const
{
    QList<SessionId> ids;
    for (const QString &text : m_arguments) {
        const auto id = SessionId::fromText(text);
        if (!id)
            return usageError(
                u"“%1” is no session id: 32 hexadecimal digits, as `session list` prints them"_s.arg(text));
        ids.append(*id);
    }
    if (ids.isEmpty())
        return usageError(u"Name at least one session id"_s);
    return ids;
}

Result<void> Context::noArguments() const
{
    if (!m_arguments.isEmpty())
        return usageError(u"“%1” is one argument too many"_s.arg(m_arguments.first()));
    return {};
}

Result<int> Context::number(const QString &option, int byDefault, int least, int most) const
{
    if (!isSet(option))
        return byDefault;
    bool isNumber = false;
    const int number = value(option).toInt(&isNumber);
    if (!isNumber || number < least || number > most)
        return usageError(u"--%1 is a whole number from %2 to %3"_s.arg(option).arg(least).arg(most));
    return number;
}
