// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "urlbackends.h"

#include "storenames.h"

#include <QtCore/QDir>
#include <QtCore/QProcess>
#include <QtCore/QRandomGenerator>

using namespace Axess;
using namespace Qt::StringLiterals;

namespace {

const QString Place = u"{store}"_s;

Result<void> runCommand(const QString &command)
{
    if (command.isEmpty())
        return {};
    QProcess shell;
    shell.setProcessChannelMode(QProcess::MergedChannels);
    shell.start(u"/bin/sh"_s, {u"-c"_s, command});
    const bool hasEnded = shell.waitForFinished(60'000);
    if (!hasEnded)
        shell.kill();
    if (hasEnded && shell.exitStatus() == QProcess::NormalExit && shell.exitCode() == 0)
        return {};
    const QString said = QString::fromLocal8Bit(shell.readAll()).trimmed();
    return std::unexpected(Error(
        ErrorCode::Unavailable,
        u"The command \"%1\" %2%3"_s.arg(command, hasEnded ? u"failed"_s : u"did not end within a minute"_s,
                                         said.isEmpty() ? said : u": "_s + said)));
}

// Whatever lies there under the store's name, which nobody else uses.
void removeFiles(const QString &path, const QString &name)
{
    const QStringList parts = QDir::cleanPath(path).split(u'/');
    const auto named = std::ranges::find_if(parts, [&](const QString &part) { return part.contains(name); });
    if (named == parts.end())
        return;
    const QString folder = parts.first(named - parts.begin()).join(u'/');
    QDir place(folder.isEmpty() && path.startsWith(u'/') ? u"/"_s : folder.isEmpty() ? u"."_s : folder);
    for (const QFileInfo &entry :
         place.entryInfoList({u'*' + name + u'*'}, QDir::AllEntries | QDir::Hidden)) {
        if (entry.isDir() && !entry.isSymLink())
            QDir(entry.filePath()).removeRecursively();
        else
            place.remove(entry.fileName());
    }
}

QStringList hostsOf(const StoreUrl &url)
{
    QStringList names;
    for (const StoreUrl::Host &host : url.hosts())
        names.append(host.name);
    return names;
}

class StoreByUrl final : public BackendUnderTest
{
public:
    StoreByUrl(const UrlBackends &backends, std::shared_ptr<BackendRegistry> registry, const QString &name,
               const QString &text, const StoreUrl &url)
        : m_backends(backends)
        , m_registry(std::move(registry))
        , m_name(name)
        , m_text(text)
        , m_url(url)
    { }

    // What could not be removed stays among the names, and is told with the report.
    ~StoreByUrl() override
    {
        if (m_backends.remove(m_name))
            StoreNames::remove(m_name);
    }

    Result<std::shared_ptr<ConnectionFactory>> factory(AccessMode access) override
    {
        return m_registry->factory(m_url, access);
    }
    const QString &text() const override { return m_text; }
    const StoreUrl &url() const override { return m_url; }

private:
    const UrlBackends &m_backends;
    std::shared_ptr<BackendRegistry> m_registry;
    QString m_name;
    QString m_text;
    StoreUrl m_url;
};

} // namespace

UrlBackends UrlBackends::fromEnvironment()
{
    return {qEnvironmentVariable("AXESS_KIT_URL"), qEnvironmentVariable("AXESS_KIT_MAKE"),
            qEnvironmentVariable("AXESS_KIT_DROP")};
}

UrlBackends::UrlBackends(const QString &url, const QString &makeCommand, const QString &dropCommand)
    : m_url(url)
    , m_makeCommand(makeCommand)
    , m_dropCommand(dropCommand)
    , m_registry(std::make_shared<BackendRegistry>())
{ }

Result<void> UrlBackends::check() const
{
    const auto url = StoreUrl::parse(QString(m_url).replace(Place, u"name"_s));
    if (!url)
        return std::unexpected(url.error());
    const auto other = StoreUrl::parse(QString(m_url).replace(Place, u"another"_s));
    // Elsewhere, as in the name that a client gives itself, it would leave all cases in one store.
    const bool namesStores = other
        && (url->path() != other->path() || hostsOf(*url) != hostsOf(*other)
            || url->option(u"prefix"_s) != other->option(u"prefix"_s)
            || url->option(u"schema"_s) != other->option(u"schema"_s));
    if (!namesStores && url->backend() != "memory"_L1)
        return std::unexpected(Error(
            ErrorCode::InvalidArgument,
            u"Each case needs an empty store of its own: put {store} into the URL where the store is named "
            "(its path, host, prefix or schema), such as sqlite:/tmp/kit/{store}.db or postgres://host/{store} with --make 'createdb {store}'"_s));
    return {};
}

QString UrlBackends::backend() const
{
    const auto url = StoreUrl::parse(QString(m_url).replace(Place, u"name"_s));
    return url ? url->backend() : QString();
}

bool UrlBackends::isPersistent()
{
    return qEnvironmentVariableIntValue("AXESS_KIT_PERSISTENT") != 0;
}

bool UrlBackends::saysPersistent() const
{
    const auto descriptor = m_registry->descriptor(backend());
    return descriptor && descriptor->has(u"persistent"_s);
}

Result<std::unique_ptr<BackendUnderTest>> UrlBackends::make(const QString &)
{
    const QString name
        = u"axess_%1"_s.arg(QRandomGenerator::system()->generate64(), 16, 16, QLatin1Char('0'));
    const auto named = [&](const QString &text) { return QString(text).replace(Place, name); };
    const QString text = named(m_url);
    const auto url = StoreUrl::parse(text);
    if (!url)
        return std::unexpected(url.error());
    StoreNames::add(name);
    if (const auto made = runCommand(named(m_makeCommand)); !made) {
        StoreNames::remove(name);
        return std::unexpected(made.error());
    }
    return std::make_unique<StoreByUrl>(*this, m_registry, name, text, *url);
}

Result<void> UrlBackends::remove(const QString &name) const
{
    if (const auto dropped = runCommand(QString(m_dropCommand).replace(Place, name)); !dropped)
        return dropped;
    const auto url = StoreUrl::parse(QString(m_url).replace(Place, name));
    if (url && url->hosts().isEmpty() && !url->path().isEmpty())
        removeFiles(url->path(), name);
    return {};
}

QStringList UrlBackends::removeLeft() const
{
    QStringList remaining;
    const QStringList names = StoreNames::left();
    for (const QString &name : names) {
        if (const auto removed = remove(name))
            StoreNames::remove(name);
        else
            remaining.append(u"%1: %2"_s.arg(name, removed.error().message()));
    }
    return remaining;
}
