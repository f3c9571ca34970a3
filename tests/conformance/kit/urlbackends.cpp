// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "urlbackends.h"

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

class StoreByUrl final : public BackendUnderTest
{
public:
    StoreByUrl(std::shared_ptr<BackendRegistry> registry, const QString &name, const QString &text,
               const StoreUrl &url, const QString &dropCommand)
        : m_registry(std::move(registry))
        , m_name(name)
        , m_text(text)
        , m_url(url)
        , m_dropCommand(dropCommand)
    { }

    ~StoreByUrl() override
    {
        if (const auto dropped = runCommand(m_dropCommand); !dropped)
            qInfo("A store remains: %s", qPrintable(dropped.error().message()));
        if (m_url.hosts().isEmpty() && !m_url.path().isEmpty())
            removeFiles(m_url.path(), m_name);
    }

    Result<std::shared_ptr<ConnectionFactory>> factory(AccessMode access) override
    {
        return m_registry->factory(m_url, access);
    }
    const QString &text() const override { return m_text; }
    const StoreUrl &url() const override { return m_url; }

private:
    std::shared_ptr<BackendRegistry> m_registry;
    QString m_name;
    QString m_text;
    StoreUrl m_url;
    QString m_dropCommand;
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
    if (!m_url.contains(Place) && url->backend() != "memory"_L1)
        return std::unexpected(Error(
            ErrorCode::InvalidArgument,
            u"Each case needs an empty store of its own: put {store} into the URL where the store is named, "
            "such as sqlite:/tmp/kit/{store}.db or postgres://host/{store} with --make 'createdb {store}'"_s));
    return {};
}

QString UrlBackends::backend() const
{
    const auto url = StoreUrl::parse(QString(m_url).replace(Place, u"name"_s));
    return url ? url->backend() : QString();
}

bool UrlBackends::isPersistent() const
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
    if (const auto made = runCommand(named(m_makeCommand)); !made)
        return std::unexpected(made.error());
    return std::make_unique<StoreByUrl>(m_registry, name, text, *url, named(m_dropCommand));
}
