// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "sqliteoptions.h"

#include <array>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

template<typename Value> struct Choice
{
    QString name;
    Value value;
};

template<typename Value, size_t Count>
Result<void> choose(const StoreUrl &url, const QString &option,
                    const std::array<Choice<Value>, Count> &choices, Value &chosen)
{
    const auto wanted = url.option(option);
    if (!wanted)
        return {};
    QStringList names;
    for (const Choice<Value> &choice : choices) {
        if (choice.name == *wanted) {
            chosen = choice.value;
            return {};
        }
        names.append(choice.name);
    }
    return std::unexpected(Error(ErrorCode::InvalidArgument,
                                 u"The option %1 of a SQLite store is one of %2, not \"%3\"."_s.arg(
                                     option, names.join(u", "_s), *wanted)));
}

} // namespace

Result<SqliteOptions> SqliteOptions::fromUrl(const StoreUrl &url, AccessMode access)
{
    static const std::array drivers {Choice {u"native"_s, SqliteDriver::Native},
                                     Choice {u"plain"_s, SqliteDriver::Plain}};
    static const std::array levels {Choice {u"normal"_s, SqliteSynchronous::Normal},
                                    Choice {u"full"_s, SqliteSynchronous::Full}};
    static const std::array creations {Choice {u"yes"_s, SqliteCreate::Yes},
                                       Choice {u"no"_s, SqliteCreate::No}};

    SqliteOptions options;
    options.path = url.path();
    options.access = access;
    if (options.path.isEmpty())
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"A SQLite store needs a file, as in sqlite:axess.db."_s));
    return choose(url, u"driver"_s, drivers, options.driver)
        .and_then([&] { return choose(url, u"synchronous"_s, levels, options.synchronous); })
        .and_then([&] { return choose(url, u"create"_s, creations, options.create); })
        .transform([&] { return options; });
}

} // namespace Axess
