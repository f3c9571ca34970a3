// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "valkeyscripts.h"

#include <QtCore/qcryptographichash.h>
#include <QtCore/qfile.h>

#include <initializer_list>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

QByteArray textOf(const char *name)
{
    QFile file(u":/axess/valkey/scripts/%1.lua"_s.arg(QLatin1StringView(name)));
    // A resource of this very library.
    [[maybe_unused]] const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened);
    return file.readAll();
}

ValkeyScript scriptOf(std::initializer_list<const char *> parts)
{
    ValkeyScript script;
    for (const char *part : parts)
        script.text += textOf(part);
    script.digest = QCryptographicHash::hash(script.text, QCryptographicHash::Sha1).toHex();
    return script;
}

} // namespace

ValkeyScripts::ValkeyScripts()
    : create(scriptOf({"common", "create"}))
    , settle(scriptOf({"common", "settle"}))
    , update(scriptOf({"common", "replace", "update"}))
    , recycle(scriptOf({"common", "replace", "recycle"}))
    , touch(scriptOf({"common", "touch"}))
    , reseal(scriptOf({"common", "reseal"}))
    , revoke(scriptOf({"common", "mark", "revoke"}))
    , restore(scriptOf({"common", "mark", "restore"}))
    , remove(scriptOf({"common", "remove"}))
    , sweep(scriptOf({"common", "sweep"}))
    , install(scriptOf({"common", "install"}))
    , bury(scriptOf({"common", "bury"}))
    , count(scriptOf({"count"}))
    , registering(scriptOf({"register"}))
    , confirm(scriptOf({"confirm"}))
    , unregister(scriptOf({"unregister"}))
    , generation(scriptOf({"generation"}))
    , putDocument(scriptOf({"putdocument"}))
    , removeDocument(scriptOf({"removedocument"}))
    , collate(scriptOf({"collate"}))
    , trim(scriptOf({"trim"}))
    , scan(scriptOf({"scan"}))
    , verify(scriptOf({"common", "verify"}))
    , tenants(scriptOf({"tenants"}))
    , prune(scriptOf({"prune"}))
    , enrol(scriptOf({"enrol"}))
    , holdings(scriptOf({"holdings"}))
    , rights(scriptOf({"rights"}))
{ }

} // namespace Axess
