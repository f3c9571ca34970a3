// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migration/migrationorder.h"

#include "logouts/axessctlline.h"

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

QString wordOf(MigrationStep step)
{
    switch (step) {
    case MigrationStep::Run:
        return u"run"_s;
    case MigrationStep::Verify:
        return u"verify"_s;
    case MigrationStep::Plan:
        return u"plan"_s;
    case MigrationStep::CutOver:
        return u"cut-over"_s;
    case MigrationStep::RollBack:
        return u"roll-back"_s;
    case MigrationStep::Finish:
        return u"finish"_s;
    case MigrationStep::Cancel:
        break;
    }
    return u"cancel"_s;
}

// An option and its value in one argument: a value may begin with a minus.
QString option(QLatin1StringView name, const QString &value)
{
    return u"--%1=%2"_s.arg(name, value);
}

} // namespace

Result<StoreCopyEnds> MigrationOrder::ends() const
{
    const auto from = StoreUrl::parse(source.url);
    auto to = StoreUrl::parse(target.url);
    if (to && !targetPassword.isEmpty())
        to = to->withPassword(targetPassword);
    if (!from || !to)
        return std::unexpected(from ? to.error() : from.error());
    for (const auto &url : {*from, *to}) {
        if (url.backend() == "memory"_L1)
            return std::unexpected(
                Error(ErrorCode::InvalidArgument,
                      u"A store in memory is seen by one program only; nothing can be moved there"_s));
    }
    const bool isFile = from->backend() == "sqlite"_L1;
    const RootKey key
        = source.rootKeyFile.isEmpty() ? RootKey::none() : RootKey::fromFile(source.rootKeyFile);
    return StoreCopyEnds {isFile ? from->withOption(u"create"_s, u"no"_s) : *from, *to, key, {}, {}};
}

QString MigrationOrder::line(MigrationStep step) const
{
    const auto to = StoreUrl::parse(target.url);
    QStringList command {u"migrate"_s, wordOf(step)};
    if (way == MigrationWay::Live && step <= MigrationStep::Plan)
        command.append(u"--live"_s);
    command.append(option("to"_L1, to ? to->displayText() : QString()));
    if (way == MigrationWay::Standstill && step == MigrationStep::Run) {
        if (rate > 0)
            command.append(option("rate"_L1, QString::number(rate)));
        if (!reason.isEmpty())
            command.append(option("reason"_L1, reason));
    }
    return AxessctlLine::shell(AxessctlLine(source).with(command));
}

} // namespace Axess
