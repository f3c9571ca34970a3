// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/backendregistry.h>

#include "storage/memorybackend_p.h"
#include "storage/storeoptions_p.h"

#include <QtCore/qdir.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qpluginloader.h>

#include <algorithm>

#include <dlfcn.h>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

std::unexpected<Error> invalid(const QString &message)
{
    return std::unexpected(Error(ErrorCode::InvalidArgument, message));
}

// Names become parts of messages and URLs.
bool isName(const QString &text)
{
    const auto isPart = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'+' || c == u'-';
    };
    return !text.isEmpty() && text.size() <= 32 && std::ranges::all_of(text, isPart);
}

BackendDescriptor memoryDescriptor()
{
    return {.backend = u"memory"_s,
            .displayName = u"Memory"_s,
            .schemes = {u"memory"_s},
            .capabilities = {{u"persistent"_s, false},
                             {u"clusterSafe"_s, false},
                             {u"nativeTtl"_s, false},
                             {u"schema"_s, false},
                             {u"tls"_s, false},
                             {u"evicts"_s, false}},
            .file = {}};
}

// Where the shared library with this code lies; for a program with the engine inside, the program.
QString engineFolder()
{
    Dl_info info {};
    static const int anchor = 0;
    if (::dladdr(&anchor, &info) == 0 || !info.dli_fname)
        return {};
    return QFileInfo(QFile::decodeName(info.dli_fname)).canonicalPath();
}

QString programFolder()
{
    return QFileInfo(QFile::symLinkTarget(u"/proc/self/exe"_s)).path();
}

// A plugin is not unloaded: threads and Qt's types may still point into it.
std::shared_ptr<StorageBackend> withoutOwner(StorageBackend *backend)
{
    return {backend, [](StorageBackend *) { }};
}

} // namespace

Result<BackendDescriptor> BackendDescriptor::fromMetaData(const QJsonObject &metaData)
{
    const int apiVersion = metaData.value("apiVersion"_L1).toInt(0);
    if (apiVersion > StorageBackend::ApiVersion)
        return std::unexpected(
            Error(ErrorCode::TooNew,
                  u"it is made for a later version of Axess (interface %1, this is %2)"_s.arg(apiVersion)
                      .arg(StorageBackend::ApiVersion)));
    if (apiVersion != StorageBackend::ApiVersion)
        return invalid(u"its metadata names no apiVersion that this version of Axess knows"_s);
    BackendDescriptor result;
    result.backend = metaData.value("backend"_L1).toString();
    result.displayName = metaData.value("displayName"_L1).toString();
    if (!isName(result.backend) || result.displayName.isEmpty())
        return invalid(u"its metadata names no backend, or one with letters other than a–z, 0–9, + and -"_s);
    const QJsonArray schemes = metaData.value("schemes"_L1).toArray();
    for (const QJsonValue &scheme : schemes)
        result.schemes.push_back(scheme.toString());
    if (result.schemes.isEmpty() || !std::ranges::all_of(result.schemes, isName))
        return invalid(u"its metadata names no URL schemes"_s);
    const QJsonObject capabilities = metaData.value("capabilities"_L1).toObject();
    for (auto capability = capabilities.begin(); capability != capabilities.end(); ++capability) {
        if (!capability.value().isBool())
            return invalid(u"its metadata has a capability that is neither true nor false"_s);
        result.capabilities.insert(capability.key(), capability.value().toBool());
    }
    return result;
}

BackendRegistry::BackendRegistry()
    : BackendRegistry(usualFolders())
{ }

BackendRegistry::BackendRegistry(const QStringList &folders)
    : m_folders(folders)
    , m_descriptors {memoryDescriptor()}
{
    for (const QString &folder : m_folders)
        readFolder(folder);
    std::ranges::sort(m_descriptors, {}, &BackendDescriptor::backend);
}

BackendRegistry::~BackendRegistry() = default;

QStringList BackendRegistry::usualFolders()
{
    QStringList folders = qEnvironmentVariable("AXESS_PLUGIN_PATH").split(u':', Qt::SkipEmptyParts);
    const QString engine = engineFolder();
    const QString program = programFolder();
    folders << engine + u"/axess/plugins"_s << engine + u"/../plugins/axess"_s
            << program + u"/plugins/axess"_s << program + u"/../plugins/axess"_s
            << program + u"/../"_s + QStringLiteral(AXESS_PLUGIN_FOLDER)
            << QStringLiteral(AXESS_INSTALLED_PLUGIN_FOLDER);
    for (QString &folder : folders)
        folder = QDir::cleanPath(folder);
    folders.removeDuplicates();
    return folders;
}

void BackendRegistry::readFolder(const QString &folder)
{
    const QStringList names = QDir(folder).entryList({u"*.so"_s}, QDir::Files, QDir::Name);
    for (const QString &name : names)
        readFile(folder + u'/' + name);
}

void BackendRegistry::readFile(const QString &file)
{
    // Qt warns about a file that it cannot map.
    const QJsonObject all = QFileInfo(file).size() > 0 ? QPluginLoader(file).metaData() : QJsonObject();
    const QString iid = all.value("IID"_L1).toString();
    if (iid != QLatin1StringView(AxessStorageBackend_iid)) {
        const bool isOfOtherVersion = iid.startsWith("org.axess.StorageBackend/"_L1);
        m_problems.push_back(file
                             + (isOfOtherVersion ? u" is a backend for another version of Axess"_s
                                                 : u" is no backend of Axess, or is damaged"_s));
        return;
    }
    auto descriptor = BackendDescriptor::fromMetaData(all.value("MetaData"_L1).toObject());
    if (!descriptor) {
        m_problems.push_back(file + u" is not used: "_s + descriptor.error().message());
        return;
    }
    if (this->descriptor(descriptor->backend))
        return;
    descriptor->file = file;
    m_descriptors.push_back(std::move(*descriptor));
}

std::optional<BackendDescriptor> BackendRegistry::descriptor(const QString &backend) const
{
    const auto found = std::ranges::find(m_descriptors, backend, &BackendDescriptor::backend);
    return found == m_descriptors.end() ? std::nullopt : std::optional(*found);
}

Result<std::shared_ptr<StorageBackend>> BackendRegistry::backend(const QString &name)
{
    const auto known = descriptor(name);
    if (!known)
        return std::unexpected(missing(name));
    const std::lock_guard lock(m_mutex);
    if (const auto loaded = m_loaded.value(name))
        return loaded;
    auto loaded = load(*known);
    if (loaded)
        m_loaded.insert(name, *loaded);
    return loaded;
}

Result<std::shared_ptr<ConnectionFactory>> BackendRegistry::factory(const StoreUrl &url, AccessMode access)
{
    if (url.isEmpty())
        return invalid(u"No store is named; an example is sqlite:axess.db"_s);
    return backend(url.backend()).and_then([&](const std::shared_ptr<StorageBackend> &loaded) {
        return loaded->factory(url, access);
    });
}

Result<std::shared_ptr<StorageBackend>> BackendRegistry::load(const BackendDescriptor &descriptor) const
{
    if (descriptor.file.isEmpty())
        return std::shared_ptr<StorageBackend>(createMemoryBackend());
    QPluginLoader loader(descriptor.file);
    auto *backend = qobject_cast<StorageBackend *>(loader.instance());
    if (backend)
        return withoutOwner(backend);
    const QString why
        = loader.isLoaded() ? u"it does not hold what its metadata promises"_s : loader.errorString();
    return std::unexpected(Error(ErrorCode::Unsupported,
                                 u"The backend for %1 cannot be loaded from %2: %3"_s.arg(
                                     descriptor.displayName, descriptor.file, why)));
}

Error BackendRegistry::missing(const QString &name) const
{
    const QString remedy = isForeignBackend(name)
        ? u"put its plugin into one of the folders, or name its folder in AXESS_PLUGIN_PATH"_s
        : u"install the package axess-plugin-"_s + name;
    QString text = u"There is no backend \"%1\" here; %2. Searched: %3"_s.arg(
        name, remedy, m_folders.isEmpty() ? u"no folder"_s : m_folders.join(u", "_s));
    if (!m_problems.isEmpty())
        text += u". Not used: "_s + m_problems.join(u"; "_s);
    return Error(ErrorCode::Unsupported, text);
}

} // namespace Axess
