// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "conversion_p.h"

#include "conversionsteps_p.h"
#include "instancedocument_p.h"
#include "session/storeopener_p.h"

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Axess {

namespace {

// Instances renew every 5 s. Who comes back after a longer silence finds what it cannot read, and ends
// nothing.
constexpr std::chrono::milliseconds silence = 60s;

std::unexpected<Error> refused(ErrorCode code, const QString &sentence)
{
    return std::unexpected(Error(code, sentence));
}

// The ring of a store that is about to be sealed: rows go on to be written in the clear. Whether it was made
// here.
Result<bool> makeRing(StoreCore &core, const RootKey &rootKey)
{
    const Deadline deadline = core.deadline();
    const auto stored = readDocument(core.storage(), DocumentName::Ring.toString(), deadline);
    if (!stored || *stored)
        return stored.transform([](const auto &) { return false; });
    const auto sealed
        = rootKey.read()
              .and_then([&](const SecretBytes &root) {
                  return KeyRing::create(core.ring().identity(), root, core.time().now(), core.random());
              })
              .and_then([&](const KeyRing &ring) {
                  return sealRing(ring.withMode(SealMode::ClearMixed), core.random());
              });
    if (!sealed)
        return std::unexpected(sealed.error());
    const auto put = putDocument(core.storage(), DocumentName::Ring.toString(), *sealed, 0, deadline);
    // Another operator was faster: that ring is the store's.
    if (!put && put.error().code() != ErrorCode::Conflict)
        return std::unexpected(put.error());
    return put.has_value();
}

} // namespace

Result<QStringList> instancesThatCannot(StoreCore &core)
{
    return instancesOf(core).transform([&](const QList<InstanceInfo> &infos) {
        const qint64 oldest = core.time().now() - silence.count();
        QStringList names;
        for (const InstanceInfo &info : infos) {
            if (info.renewed >= oldest && !info.opensMixed)
                names.append(u"%1 on %2"_s.arg(info.program, info.host));
        }
        names.removeDuplicates();
        return names;
    });
}

QString Conversion::name() const
{
    return u"convert"_s;
}

Result<void> Conversion::check(const JobRequest &request) const
{
    const QString to = request.parameters.value(u"to"_s).toString();
    if (request.parameters.size() == 1 && (to == "sealed"_L1 || to == "unsealed"_L1))
        return {};
    return refused(ErrorCode::InvalidArgument, u"“convert” takes `to`, sealed or unsealed"_s);
}

Result<void> Conversion::fits(StoreCore &core, const JobInfo &job) const
{
    const bool isDryRun = job.request.mode == JobMode::DryRun;
    if (core.ring().kind() == RingKind::Keyless
        || (!isDryRun && (core.ring().kind() != RingKind::Keyed || !core.ring().isMixedAllowed())))
        return refused(ErrorCode::KeyMissing,
                       u"Only who has the root key, and seal=mixed in the store's URL, converts it"_s);
    return {};
}

Result<JobStep> Conversion::step(StoreCore &core, const JobInfo &job, int rows) const
{
    return ConversionState::decoded(job.checkpoint).and_then([&](const ConversionState &state) {
        return ConversionSteps(core, job, rows).take(state);
    });
}

Result<std::shared_ptr<SessionStore>> openForConversion(const StoreUrl &url, const RootKey &rootKey,
                                                        ConversionTarget target, const StoreOptions &options)
{
    if (rootKey.isNone())
        return refused(ErrorCode::InvalidArgument,
                       u"To convert a store takes its root key; `axessctl key generate` makes one"_s);
    // Before a ring is made for nothing.
    if (url.option(u"json"_s) == u"on"_s)
        return refused(ErrorCode::InvalidArgument,
                       u"json=on would put the data of sealed sessions beside them; start all without it "
                       "first"_s);
    const StoreUrl mixed = url.withOption(u"seal"_s, u"mixed"_s);
    bool hasMadeRing = false;
    if (target == ConversionTarget::Sealed) {
        // As it is: with no key, and nothing made.
        const auto clear
            = StoreOpener(mixed, RootKey::none(), options, StoreOpener::Purpose::Operator).open();
        if (!clear)
            return std::unexpected(clear.error());
        const bool isClear = (*clear)->ring().kind() == RingKind::NotSealed;
        const auto made = isClear ? makeRing(**clear, rootKey) : Result<bool>(false);
        if (!made)
            return std::unexpected(made.error());
        hasMadeRing = *made;
    }
    return SessionStore::open(mixed, rootKey, options)
        .transform([&](const std::shared_ptr<SessionStore> &store) {
            if (hasMadeRing)
                store->core().noteMade(u"ring-make"_s);
            return store;
        });
}

JobRequest conversionRequest(ConversionTarget target, JobMode mode)
{
    JobRequest request;
    request.kind = u"convert"_s;
    request.mode = mode;
    request.parameters.insert(u"to"_s, target == ConversionTarget::Sealed ? u"sealed"_s : u"unsealed"_s);
    return request;
}

} // namespace Axess
