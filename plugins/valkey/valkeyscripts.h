// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>

namespace Axess {

/// A script as the server keeps it.
struct ValkeyScript
{
    QByteArray text;
    QByteArray digest; ///< What EVALSHA names it by.
};

/// The scripts of this backend: resources/…lua, each with what it shares in front.
///
/// Read once for each factory; any thread.
struct ValkeyScripts
{
    ValkeyScripts();

    ValkeyScript create;
    ValkeyScript settle;
    ValkeyScript update;
    ValkeyScript recycle;
    ValkeyScript touch;
    ValkeyScript reseal;
    ValkeyScript revoke;
    ValkeyScript restore;
    ValkeyScript remove;
    ValkeyScript sweep;
    ValkeyScript install;
    ValkeyScript bury;
    ValkeyScript count;
    ValkeyScript registering;
    ValkeyScript confirm;
    ValkeyScript unregister;
    ValkeyScript generation;
    ValkeyScript putDocument;
    ValkeyScript removeDocument;
    ValkeyScript collate;
    ValkeyScript trim;
    ValkeyScript scan;
    ValkeyScript verify;
    ValkeyScript tenants;
    ValkeyScript prune;
    ValkeyScript enrol;
    ValkeyScript holdings;
    ValkeyScript rights;
};

} // namespace Axess
