// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/storagebackend.h>

using namespace Qt::StringLiterals;

namespace Axess {

class FakePlugin final : public QObject, public StorageBackend
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID AxessStorageBackend_iid FILE "fakeplugin.json")
    Q_INTERFACES(Axess::StorageBackend)

public:
    Result<std::shared_ptr<ConnectionFactory>> factory(const StoreUrl &, AccessMode) override
    {
        return std::unexpected(Error(ErrorCode::Denied, u"the fake plugin opens nothing"_s));
    }
};

} // namespace Axess

#include "fakeplugin.moc"
