// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "valkeynet.h"

#include <axess/storagecalls.h>

namespace Axess {

/// Which version of this layout the store holds: one key, `written readableFrom`.
class ValkeySchema
{
public:
    explicit ValkeySchema(ValkeyNet &net)
        : m_net(net)
    { }

    /// Corrupt for what another program wrote there.
    Result<SchemaState> state();
    Result<void> create();
    Result<void> upgrade();
    /// TooNew for a store that this version cannot read.
    Result<void> checkReadable();

private:
    ValkeyNet &m_net;
};

} // namespace Axess
