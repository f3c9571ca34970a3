// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/configuration.h>

#include "storage/storeoptions_p.h"

#include <QtCore/qdir.h>
#include <QtCore/qsettings.h>
#include <QtCore/qstandardpaths.h>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr qint64 MaximumPasswordBytes = 4 * 1024;

std::unexpected<Error> invalid(const QString &message)
{
    return std::unexpected(Error(ErrorCode::InvalidArgument, message));
}

Result<QString> passwordIn(const QString &path)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        return invalid(u"The store's password file %1 cannot be read"_s.arg(path));
    const QByteArray bytes = file.read(MaximumPasswordBytes + 1);
    QByteArray line = bytes;
    if (line.endsWith('\n'))
        line.chop(line.endsWith("\r\n") ? 2 : 1);
    const bool isPassword = !line.isEmpty() && bytes.size() <= MaximumPasswordBytes && !line.contains('\n')
        && !line.contains('\0') && QUtf8StringView(line).isValidUtf8();
    if (!isPassword)
        return invalid(u"The store's password file %1 must hold one line of at most 4 KiB"_s.arg(path));
    return QString::fromUtf8(line);
}

} // namespace

/// Fills a configuration place by place; what is set stays.
class ConfigurationReader
{
public:
    void takeOverrides(const ConfigurationOverrides &overrides)
    {
        const QString origin = u"the command's options"_s;
        take(m_result.m_store, overrides.store, origin);
        takeKey(RootKeyPlace::File, overrides.rootKeyFile, origin);
        take(m_result.m_passwordFile, overrides.storePasswordFile, origin);
    }

    Result<void> takeEnvironment(const QProcessEnvironment &environment)
    {
        takeVariable(m_result.m_store, environment, u"AXESS_STORE"_s);
        takeVariable(m_result.m_passwordFile, environment, u"AXESS_STORE_PASSWORD_FILE"_s);
        takeVariable(m_result.m_standby, environment, u"AXESS_STANDBY_STORE"_s);
        takeVariable(m_result.m_auditFile, environment, u"AXESS_AUDIT_FILE"_s);
        takeVariable(m_result.m_auditPolicy, environment, u"AXESS_AUDIT_POLICY"_s);
        const bool holdsKey = !environment.value(u"AXESS_ROOT_KEY"_s).isEmpty();
        const auto taken
            = takeKeyOf(u"The environment"_s, u"the environment"_s,
                        {{RootKeyPlace::File, environment.value(u"AXESS_ROOT_KEY_FILE"_s)},
                         {RootKeyPlace::Variable, holdsKey ? u"AXESS_ROOT_KEY"_s : QString()},
                         {RootKeyPlace::Command, environment.value(u"AXESS_ROOT_KEY_COMMAND"_s)}});
        const QString folder = environment.value(u"CREDENTIALS_DIRECTORY"_s);
        if (!taken || folder.isEmpty())
            return taken;
        if (const QString path = folder + u"/axess-root-key"_s; QFileInfo::exists(path))
            takeKey(RootKeyPlace::File, path, u"systemd's credentials"_s);
        takeCredential(m_result.m_passwordFile, folder + u"/axess-store-password"_s);
        return {};
    }

    Result<void> takeFile(const QString &path)
    {
        const QFileInfo info(path);
        if (path.isEmpty() || !info.exists())
            return {};
        if (!info.isFile())
            return invalid(u"The configuration %1 is no file"_s.arg(path));
        const QSettings settings(path, QSettings::IniFormat);
        // Sections are parsed when they are asked for; only then the status is what it says.
        const QStringList keys = settings.allKeys();
        if (settings.status() == QSettings::AccessError)
            return std::unexpected(
                Error(ErrorCode::Denied, u"The configuration %1 may not be read"_s.arg(path)));
        if (settings.status() != QSettings::NoError)
            return invalid(u"The configuration %1 is damaged: it is no INI file"_s.arg(path));
        if (const auto checked = checkKeys(keys, path); !checked)
            return checked;
        take(m_result.m_store, textOf(settings, u"store/url"_s), path);
        take(m_result.m_passwordFile, pathOf(textOf(settings, u"store/passwordFile"_s), path), path);
        take(m_result.m_standby, textOf(settings, u"store/standby"_s), path);
        take(m_result.m_auditFile, pathOf(textOf(settings, u"audit/file"_s), path), path);
        take(m_result.m_auditPolicy, textOf(settings, u"audit/policy"_s), path);
        return takeKeyOf(u"The configuration "_s + path, path,
                         {{RootKeyPlace::File, pathOf(textOf(settings, u"rootKey/file"_s), path)},
                          {RootKeyPlace::Variable, textOf(settings, u"rootKey/variable"_s)},
                          {RootKeyPlace::Command, textOf(settings, u"rootKey/command"_s)}});
    }

    Result<Configuration> result() const
    {
        const Setting &policy = m_result.m_auditPolicy;
        if (policy.value.isEmpty() || policy.value == "record"_L1 || policy.value == "require"_L1)
            return m_result;
        return invalid(
            u"The audit policy of %1 is “%2”; it is record or require"_s.arg(policy.origin, policy.value));
    }

private:
    using Setting = Configuration::Setting;

    static void take(Setting &setting, const QString &value, const QString &origin)
    {
        if (setting.value.isEmpty() && !value.isEmpty())
            setting = {value, origin};
    }

    void takeKey(RootKeyPlace place, const QString &value, const QString &origin)
    {
        if (m_result.m_rootKey.value.isEmpty() && !value.isEmpty())
            m_result.m_rootKeyPlace = place;
        take(m_result.m_rootKey, value, origin);
    }

    // Which of two was meant is not guessed.
    Result<void> takeKeyOf(const QString &who, const QString &origin,
                           std::initializer_list<std::pair<RootKeyPlace, QString>> ways)
    {
        const auto isGiven = [](const auto &way) { return !way.second.isEmpty(); };
        if (std::ranges::count_if(ways, isGiven) > 1)
            return invalid(u"%1 names the root key in two ways; only one can be meant"_s.arg(who));
        for (const auto &[place, value] : ways)
            takeKey(place, value, origin);
        return {};
    }

    static QString pathOf(const QString &value, const QString &file)
    {
        return value.isEmpty() ? QString() : QDir(QFileInfo(file).path()).absoluteFilePath(value);
    }

    static void takeVariable(Setting &setting, const QProcessEnvironment &environment, const QString &name)
    {
        take(setting, environment.value(name), u"the environment variable "_s + name);
    }

    static void takeCredential(Setting &setting, const QString &path)
    {
        if (QFileInfo::exists(path))
            take(setting, path, u"systemd's credentials"_s);
    }

    // A comma makes a list of a value in Qt's INI files; the hosts of a cluster have them.
    static QString textOf(const QSettings &settings, const QString &key)
    {
        return settings.value(key).toStringList().join(u',').trimmed();
    }

    static Result<void> checkKeys(const QStringList &keys, const QString &path)
    {
        const QStringList known {u"store/url"_s,        u"store/passwordFile"_s, u"rootKey/file"_s,
                                 u"rootKey/variable"_s, u"rootKey/command"_s,    u"audit/file"_s,
                                 u"audit/policy"_s,     u"store/standby"_s};
        for (const QString &key : keys) {
            if (known.contains(key))
                continue;
            const QString nearest = nearestWord(key, known);
            return invalid(u"The configuration %1 has the unknown key %2; %3 %4"_s.arg(
                path, key, nearest.isEmpty() ? u"known are"_s : u"did you mean"_s,
                nearest.isEmpty() ? known.join(u", "_s) : nearest + u'?'));
        }
        return {};
    }

    Configuration m_result;
};

ConfigurationPlaces ConfigurationPlaces::ofThisProcess()
{
    return {.environment = QProcessEnvironment::systemEnvironment(),
            .userFile = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
                + u"/axess/axess.conf"_s,
            .systemFile = u"/etc/axess/axess.conf"_s};
}

Result<Configuration> Configuration::resolve(const ConfigurationOverrides &overrides,
                                             const ConfigurationPlaces &places)
{
    ConfigurationReader reader;
    reader.takeOverrides(overrides);
    return reader.takeEnvironment(places.environment)
        .and_then([&] { return reader.takeFile(places.userFile); })
        .and_then([&] { return reader.takeFile(places.systemFile); })
        .and_then([&] { return reader.result(); });
}

Result<std::optional<StoreUrl>> Configuration::standbyUrl() const
{
    if (m_standby.value.isEmpty())
        return std::nullopt;
    const auto url = StoreUrl::parse(m_standby.value);
    if (!url)
        return std::unexpected(url.error().within(u"The standby of "_s + m_standby.origin));
    return *url;
}

Result<StoreUrl> Configuration::storeUrl() const
{
    if (m_store.value.isEmpty())
        return invalid(u"No store is named: give its URL, set AXESS_STORE, or write it into axess.conf"_s);
    const auto url = StoreUrl::parse(m_store.value);
    if (!url)
        return std::unexpected(url.error().within(u"The store of "_s + m_store.origin));
    if (m_passwordFile.value.isEmpty() || !url->password().isEmpty() || url->hosts().isEmpty())
        return url;
    return passwordIn(m_passwordFile.value).transform([&](const QString &password) {
        return url->withPassword(password);
    });
}

} // namespace Axess
