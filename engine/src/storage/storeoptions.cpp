// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/storeoptions_p.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr StoreScheme Schemes[] = {
    {"memory", "memory", "memory", UrlShape::Name},
    {"sqlite", "sqlite", "sqlite", UrlShape::File},
    {"postgres", "postgres", "postgres", UrlShape::Server, true},
    {"postgresql", "postgres", "postgres", UrlShape::Server, true},
    {"mysql", "mysql", "mysql", UrlShape::Server},
    {"mariadb", "mysql", "mysql", UrlShape::Server},
    {"valkey", "valkey", "valkey", UrlShape::Server},
    {"valkeys", "valkeys", "valkey", UrlShape::Server},
    {"valkey+cluster", "valkey+cluster", "valkey", UrlShape::Server, true},
    {"valkeys+cluster", "valkeys+cluster", "valkey", UrlShape::Server, true},
    {"valkey+sentinel", "valkey+sentinel", "valkey", UrlShape::Server, true},
    {"valkeys+sentinel", "valkeys+sentinel", "valkey", UrlShape::Server, true},
    {"redis", "valkey", "valkey", UrlShape::Server},
    {"rediss", "valkeys", "valkey", UrlShape::Server},
    {"redis+cluster", "valkey+cluster", "valkey", UrlShape::Server, true},
    {"rediss+cluster", "valkeys+cluster", "valkey", UrlShape::Server, true},
    {"redis+sentinel", "valkey+sentinel", "valkey", UrlShape::Server, true},
    {"rediss+sentinel", "valkeys+sentinel", "valkey", UrlShape::Server, true},
};

constexpr StoreOption CommonOptions[] = {
    {.name = "create", .words = "yes no"},
    {.name = "pool", .minimum = 1, .maximum = 1'000},
    {.name = "seal", .words = "sealed mixed"},
    {.name = "timeoutMs", .minimum = 1, .maximum = 600'000},
};

constexpr StoreOption SqliteOptions[] = {
    {.name = "driver", .words = "native plain"},
    {.name = "synchronous", .words = "normal full"},
};

constexpr StoreOption PostgresOptions[] = {
    {.name = "application_name"},
    {.name = "driver", .words = "native plain"},
    {.name = "json", .words = "on off"},
    {.name = "pooling", .words = "session transaction"},
    {.name = "schema"},
    {.name = "socket"},
    {.name = "sslcert"},
    {.name = "sslkey"},
    {.name = "sslmode", .words = "disable prefer require verify-ca verify-full"},
    {.name = "sslrootcert"},
    {.name = "synchronous_commit", .words = "on off local remote_write remote_apply"},
};

constexpr StoreOption MysqlOptions[] = {
    {.name = "driver", .words = "native plain"},
    {.name = "socket"},
    {.name = "sslcert"},
    {.name = "sslkey"},
    {.name = "sslmode", .words = "disable prefer require verify-ca verify-full"},
    {.name = "sslrootcert"},
};

constexpr StoreOption ValkeyOptions[] = {
    {.name = "db", .minimum = 0, .maximum = 65'535},
    {.name = "prefix"},
    {.name = "replicas", .minimum = 0, .maximum = 5},
    {.name = "socket"},
    {.name = "sslcert"},
    {.name = "sslkey"},
    {.name = "sslrootcert"},
    {.name = "waitMs", .minimum = 1, .maximum = 60'000},
};

struct BackendOptions
{
    const char *backend;
    std::span<const StoreOption> options;
};

constexpr BackendOptions Options[] = {
    {"sqlite", SqliteOptions},
    {"postgres", PostgresOptions},
    {"mysql", MysqlOptions},
    {"valkey", ValkeyOptions},
};

// The backend's own and those that all have.
std::vector<StoreOption> optionsOf(const QString &backend)
{
    std::vector<StoreOption> all(std::begin(CommonOptions), std::end(CommonOptions));
    for (const BackendOptions &entry : Options) {
        if (backend == QLatin1StringView(entry.backend))
            all.insert(all.end(), entry.options.begin(), entry.options.end());
    }
    return all;
}

// Only what looks like an option's name is repeated in messages: anything else may be a piece of a password.
bool isPlainName(const QString &name)
{
    const auto isPlain
        = [](QChar c) { return c.unicode() < 128 && (c.isLetterOrNumber() || c == u'_' || c == u'-'); };
    return !name.isEmpty() && name.size() <= 32 && std::ranges::all_of(name, isPlain);
}

Error invalid(const QString &message)
{
    return Error(ErrorCode::InvalidArgument, message);
}

Error unknownOption(const QString &backend, const QString &name)
{
    const QStringList known = storeOptionNames(backend);
    const QString quoted = isPlainName(name) ? u" \"%1\""_s.arg(name) : QString();
    const QString nearest = nearestWord(name, known);
    if (!nearest.isEmpty())
        return invalid(u"Unknown option%1 in the store URL; did you mean \"%2\"?"_s.arg(quoted, nearest));
    return invalid(
        u"Unknown option%1 in the store URL; %2 takes %3"_s.arg(quoted, backend, known.join(u", "_s)));
}

Result<void> checkNumber(const StoreOption &option, const QString &value)
{
    const auto isDigit = [](QChar c) { return c >= u'0' && c <= u'9'; };
    const bool isNumber = !value.isEmpty() && value.size() <= 9 && std::ranges::all_of(value, isDigit);
    if (isNumber && value.toInt() >= option.minimum && value.toInt() <= option.maximum)
        return {};
    return std::unexpected(
        invalid(u"The store URL's option \"%1\" must be a whole number from %2 to %3"_s.arg(
            QLatin1StringView(option.name), QString::number(option.minimum),
            QString::number(option.maximum))));
}

// How many letters must be changed, added, left out or exchanged with their neighbour.
int editDistance(const QString &left, const QString &right)
{
    const auto width = std::size_t(right.size()) + 1;
    std::vector<int> beforeLast(width);
    std::vector<int> last(width);
    std::vector<int> row(width);
    std::iota(last.begin(), last.end(), 0);
    for (qsizetype i = 1; i <= left.size(); ++i) {
        row[0] = int(i);
        for (qsizetype j = 1; j <= right.size(); ++j) {
            const auto at = std::size_t(j);
            const int change = left[i - 1] == right[j - 1] ? 0 : 1;
            row[at] = std::min({last[at] + 1, row[at - 1] + 1, last[at - 1] + change});
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                row[at] = std::min(row[at], beforeLast[at - 2] + 1);
        }
        beforeLast.swap(last);
        last.swap(row);
    }
    return last.back();
}

// Options are shown wherever a store is named: in logs, lists of stores and reports.
Result<void> checkForeignOption(const QString &name)
{
    for (const auto word : {"pass"_L1, "pwd"_L1, "secret"_L1, "token"_L1, "credential"_L1}) {
        if (name.contains(word, Qt::CaseInsensitive))
            return std::unexpected(invalid(
                u"The store URL's option \"%1\" looks like a secret, and options are shown; put a password "
                "behind the user's name, or into AXESS_STORE_PASSWORD_FILE"_s.arg(name)));
    }
    if (name.endsWith("key"_L1, Qt::CaseInsensitive))
        return std::unexpected(
            invalid(u"The store URL's option \"%1\" looks like a key, and options are shown; name a file "
                    "that holds it, as in \"%1File\""_s.arg(name)));
    return {};
}

} // namespace

bool isForeignBackend(const QString &name)
{
    const auto isPart
        = [](QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-'; };
    return name.startsWith("x-"_L1) && name.size() > 2 && name.size() <= 32
        && std::ranges::all_of(name, isPart);
}

std::span<const StoreScheme> storeSchemes()
{
    return Schemes;
}

const StoreScheme *findStoreScheme(const QString &name)
{
    const auto scheme = std::ranges::find_if(
        Schemes, [&](const StoreScheme &candidate) { return name == QLatin1StringView(candidate.name); });
    return scheme == std::end(Schemes) ? nullptr : scheme;
}

QStringList storeOptionNames(const QString &backend)
{
    QStringList names;
    for (const StoreOption &option : optionsOf(backend))
        names.push_back(QString::fromLatin1(option.name));
    names.sort();
    return names;
}

Result<void> checkStoreOption(const QString &backend, const QString &name, const QString &value)
{
    const std::vector<StoreOption> all = optionsOf(backend);
    const auto option = std::ranges::find_if(
        all, [&](const StoreOption &candidate) { return name == QLatin1StringView(candidate.name); });
    if (option == all.end() && isForeignBackend(backend) && isPlainName(name))
        return checkForeignOption(name);
    if (option == all.end())
        return std::unexpected(unknownOption(backend, name));
    if (option->maximum > 0)
        return checkNumber(*option, value);
    if (value.isEmpty())
        return std::unexpected(invalid(u"The store URL's option \"%1\" has no value"_s.arg(name)));
    const QStringList words = QString::fromLatin1(option->words).split(u' ', Qt::SkipEmptyParts);
    if (!words.isEmpty() && !words.contains(value))
        return std::unexpected(
            invalid(u"The store URL's option \"%1\" must be one of: %2"_s.arg(name, words.join(u", "_s))));
    return {};
}

QString nearestWord(const QString &word, const QStringList &candidates)
{
    // Longer words are nobody's typo, and the comparison is quadratic.
    if (word.isEmpty() || word.size() > 64)
        return {};
    QString nearest;
    int smallest = std::max(2, int(word.size()) / 3) + 1;
    for (const QString &candidate : candidates) {
        const int distance = editDistance(word.toLower(), candidate.toLower());
        if (distance < smallest) {
            smallest = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

} // namespace Axess
