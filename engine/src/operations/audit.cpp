// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/audit.h>

#include "auditcheck_p.h"
#include "storeaudit_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Axess {

class Audit::Private
{
public:
    const std::shared_ptr<SessionStore> store;
    const AuditOptions options;
};

Audit::Audit(std::shared_ptr<SessionStore> store, const AuditOptions &options)
    : d(std::make_shared<Private>(std::move(store), options))
{ }

Audit::~Audit() = default;

void Audit::attach()
{
    StoreCore &core = d->store->core();
    core.setAuditTrail(std::make_shared<StoreAudit>(core, d->options));
}

Result<void> Audit::recordMaking()
{
    StoreCore &core = d->store->core();
    const QStringList acts = core.takeMade();
    for (const QString &act : acts) {
        const bool isInit = act == "init"_L1;
        if (!isInit && acts.contains("init"_L1))
            continue;
        const AuditAct made {act, isInit ? u"schema, identity and keys"_s : u"the ring of keys"_s, {}};
        if (const auto recorded = audited(core, made, [] { return Result<void>(); }); !recorded)
            return recorded;
    }
    return {};
}

Result<QList<AuditEntry>> Audit::list(int limit)
{
    const auto trail = AuditCheck::trailOf(d->store->core());
    if (!trail)
        return std::unexpected(trail.error());
    QList<AuditEntry> entries;
    for (auto bytes = trail->crbegin(); bytes != trail->crend() && entries.size() < limit; ++bytes) {
        if (const auto line = AuditLine::parse(*bytes))
            entries.append(line->entry);
    }
    return entries;
}

Result<AuditVerification> Audit::verify(const std::function<bool(qint64)> &goOn)
{
    StoreCore &core = d->store->core();
    // The file first: what is recorded meanwhile stands in the store before it stands there.
    const auto lines = d->options.file.isEmpty() ? Result<QList<QByteArray>>(QList<QByteArray>())
                                                 : AuditFile(d->options.file).lines();
    bool isStopped = false;
    const auto trail = AuditCheck::trailOf(core, [&](qint64 entries) {
        isStopped = goOn && !goOn(entries);
        return !isStopped;
    });
    if (!trail || !lines)
        return std::unexpected(trail ? lines.error() : trail.error());
    const auto ring = core.ring().kind() == RingKind::Keyed ? core.ring().readNow(core.deadline())
                                                            : Result<RingKeeper::Ring>(nullptr);
    if (!ring)
        return std::unexpected(ring.error());
    AuditCheck check(ring->get());
    check.judge(*trail);
    if (!isStopped)
        check.compare(*lines);
    AuditVerification report = check.report();
    report.isWhole = !isStopped;
    // What followed the place where it was stopped is not known.
    if (isStopped)
        report.unfinished.clear();
    return report;
}

} // namespace Axess
