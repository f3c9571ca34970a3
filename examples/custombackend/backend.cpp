// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "backend.h"

#include "connection.h"

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

std::unexpected<Error> invalid(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::InvalidArgument, sentence));
}

// Those that the engine understands are checked by then.
const QStringList KnownOptions {u"create"_s, u"pool"_s, u"seal"_s, u"timeoutMs"_s, u"mapMiB"_s, u"sync"_s};

Result<Environment::Settings> settingsOf(const StoreUrl &url)
{
    for (const QString &name : url.options().keys()) {
        if (!KnownOptions.contains(name))
            return invalid(u"Unknown option \"%1\" in the store URL; x-lmdb takes %2"_s.arg(
                name, KnownOptions.join(u", "_s)));
    }
    if (!url.hosts().isEmpty() || url.path().isEmpty())
        return invalid(u"An LMDB store is a file: x-lmdb:/path/to/file.mdb"_s);
    Environment::Settings settings {.path = url.path()};
    bool isNumber = true;
    if (const auto size = url.option(u"mapMiB"_s))
        settings.mapMiB = size->toInt(&isNumber);
    if (!isNumber || settings.mapMiB < 1 || settings.mapMiB > 1024 * 1024)
        return invalid(u"The store URL's option \"mapMiB\" must be a whole number from 1 to 1048576"_s);
    const QString sync = url.option(u"sync"_s).value_or(u"full"_s);
    if (sync != "full"_L1 && sync != "off"_L1)
        return invalid(u"The store URL's option \"sync\" must be one of: full, off"_s);
    settings.isSynchronous = sync == "full"_L1;
    return settings;
}

class LmdbFactory final : public ConnectionFactory
{
public:
    LmdbFactory(std::shared_ptr<Environments> environments, const Environment::Settings &settings,
                AccessMode access)
        : m_environments(std::move(environments))
        , m_settings(settings)
        , m_access(access)
    { }

    Result<std::unique_ptr<StorageConnection>> connect(const Deadline &) override
    {
        return m_environments->open(m_settings, m_access == AccessMode::ReadWrite)
            .transform([this](const std::shared_ptr<Environment> &environment) {
                return std::unique_ptr<StorageConnection>(
                    std::make_unique<LmdbConnection>(environment, m_access));
            });
    }
    int concurrentWriters() const override { return 1; }
    int defaultPoolSize() const override { return 8; }

private:
    std::shared_ptr<Environments> m_environments;
    Environment::Settings m_settings;
    AccessMode m_access;
};

} // namespace

Result<std::shared_ptr<ConnectionFactory>> LmdbBackend::factory(const StoreUrl &url, AccessMode access)
{
    return settingsOf(url).transform([&](const Environment::Settings &settings) {
        return std::shared_ptr<ConnectionFactory>(
            std::make_shared<LmdbFactory>(m_environments, settings, access));
    });
}
