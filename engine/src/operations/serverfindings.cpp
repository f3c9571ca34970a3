// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// What can be wrong with any store on a server.

#include "doctorrules_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

Judgement tls(const FactTable &facts)
{
    if (!facts.has("tls"_L1))
        return {};
    const QString used = facts.text("tls"_L1);
    if (!used.isEmpty() && used != "off"_L1)
        return Verdict::good(u"The way to the server is encrypted."_s);
    const QString hosts = facts.text("remoteHosts"_L1);
    if (hosts.isEmpty())
        return Verdict::good(u"The server is on this machine."_s);
    return Verdict::bad(
        u"The way to %1 is not encrypted: who is on it reads and changes what passes."_s.arg(hosts), {});
}

Judgement connections(const FactTable &facts)
{
    const auto most = facts.number("maxConnections"_L1);
    const auto wanted = facts.number("poolConnections"_L1);
    const auto instances = facts.number("poolInstances"_L1);
    if (!most || !wanted || !instances || *most <= 0)
        return {};
    const qint64 usable = *most - facts.number("reservedConnections"_L1).value_or(0);
    const QString sum
        = u"%1 instance(s) open up to %2 connections, of %3 that the server has for them"_s.arg(*instances)
              .arg(*wanted)
              .arg(usable);
    if (*wanted <= usable)
        return Verdict::good(sum + u'.');
    return Verdict::bad(sum + u": calls will be refused."_s,
                        {QString::number(*wanted + (*most - usable) + *wanted / 5 + 5),
                         QString::number(std::max<qint64>(1, usable / std::max<qint64>(1, *instances)))});
}

constexpr DoctorRule Rules[] {
    {"server.tls", Severity::Warning,
     "Turn TLS on at the server, and use sslmode=verify-full, or valkeys:// for Valkey, in the URL.", tls},
    {"server.connections", Severity::Warning,
     "Set max_connections = %1 (maxclients for Valkey) at the server, or pool=%2 in the URL.", connections},
};

} // namespace

std::span<const DoctorRule> serverRules()
{
    return Rules;
}

} // namespace Axess
