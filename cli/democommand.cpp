// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "democommand.h"

#include "demovisitors.h"

using namespace Axess;
using namespace Qt::StringLiterals;

QString DemoDataCommand::name() const
{
    return u"demo-data"_s;
}

QString DemoDataCommand::summary() const
{
    return u"Adds made-up sessions of about 200 users in 3 tenants, to try things on."_s;
}

void DemoDataCommand::describe(QCommandLineParser &parser) const
{
    parser.addPositionalArgument(u"N"_s, u"How many sessions, 1 to 10,000,000."_s);
    parser.addOption({u"seed"_s, u"The same number makes the same visitors (1)."_s, u"NUMBER"_s});
}

ExitCode DemoDataCommand::run(Context &context)
{
    bool isNumber = false;
    const qint64 count
        = context.arguments().size() == 1 ? context.arguments().first().toLongLong(&isNumber) : 0;
    if (!isNumber || count < 1 || count > 10'000'000)
        return failed(context, usageError(u"Say how many sessions, 1 to 10,000,000"_s).error());
    const auto seed = context.number(u"seed"_s, 1, 0, std::numeric_limits<int>::max());
    if (!seed)
        return failed(context, seed.error());
    const auto store = context.initialiseStore();
    if (!store)
        return failed(context, store.error());

    DemoVisitors visitors(quint32(*seed), (*store)->now());
    qint64 made = 0;
    for (; made < count && !wasCancelled(); ++made) {
        const auto row = visitors.next();
        const auto saved = row.and_then([&](const SessionRow &visitor) { return (*store)->save(visitor); });
        if (!saved) {
            context.output().endProgress();
            context.output().note(u"%1 session(s) were added before this happened:"_s.arg(made));
            return failed(context, saved.error());
        }
        if (made % 500 == 0)
            context.output().progress(u"%1 of %2 sessions"_s.arg(made).arg(count));
    }
    context.output().endProgress();
    context.output().line(u"%1 session(s) added"_s.arg(made));
    context.output().json({{u"added"_s, made}});
    return made < count ? ExitCode::Cancelled : ExitCode::Ok;
}
