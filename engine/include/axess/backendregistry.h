// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/storagebackend.h>

#include <QtCore/qmap.h>
#include <QtCore/qstringlist.h>

#include <mutex>
#include <optional>

namespace Axess {

/// What a backend says of itself, read from its metadata without loading it.
struct AXESS_EXPORT BackendDescriptor
{
    QString backend; ///< `sqlite`.
    QString displayName; ///< `SQLite`.
    QStringList schemes; ///< Of store URLs, aliases left out.
    QMap<QString, bool>
        capabilities; ///< `persistent`, `clusterSafe`, `nativeTtl`, `schema`, `tls`, `evicts`.
    QString file; ///< The plugin's; empty = built into the engine.

    /// What is not declared is not there.
    bool has(const QString &capability) const { return capabilities.value(capability, false); }

    /// InvalidArgument with a sentence for metadata that is not as StorageBackend describes it; TooNew for
    /// the interface of a later version.
    static Result<BackendDescriptor> fromMetaData(const QJsonObject &metaData);

    bool operator==(const BackendDescriptor &) const = default;
};

/// The backends that this process can use: the one in memory, and the plugins in the given folders.
///
/// Folders are read once, in their order: the first plugin of a backend wins. Plugins are loaded when they
/// are wanted and stay loaded. Thread-safe.
class AXESS_EXPORT BackendRegistry
{
public:
    /// The usual folders.
    BackendRegistry();
    explicit BackendRegistry(const QStringList &folders);
    ~BackendRegistry();
    Q_DISABLE_COPY_MOVE(BackendRegistry)

    /// Those of the environment variable AXESS_PLUGIN_PATH (separated by colons), then those beside the
    /// engine's library and beside the program, then the installed one.
    static QStringList usualFolders();

    /// By name.
    const QList<BackendDescriptor> &backends() const { return m_descriptors; }
    std::optional<BackendDescriptor> descriptor(const QString &backend) const;
    const QStringList &folders() const { return m_folders; }
    /// A sentence for each file in the folders that looks like a plugin and is none of ours.
    const QStringList &problems() const { return m_problems; }

    /// Unsupported, with the package to install and the folders that were searched, for a backend that is not
    /// there or does not load.
    Result<std::shared_ptr<StorageBackend>> backend(const QString &name);
    /// The factory of the URL's backend; its errors are passed on.
    Result<std::shared_ptr<ConnectionFactory>> factory(const StoreUrl &url, AccessMode access);

private:
    void readFolder(const QString &folder);
    void readFile(const QString &file);
    Result<std::shared_ptr<StorageBackend>> load(const BackendDescriptor &descriptor) const;
    Error missing(const QString &name) const;

    const QStringList m_folders;
    QList<BackendDescriptor> m_descriptors;
    QStringList m_problems;
    std::mutex m_mutex;
    QMap<QString, std::shared_ptr<StorageBackend>> m_loaded;
};

} // namespace Axess
