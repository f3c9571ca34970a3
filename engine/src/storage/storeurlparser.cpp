// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/storeurlparser_p.h"

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

constexpr qsizetype MaximumBytes = 8 * 1024;

std::unexpected<Error> invalid(const QString &message)
{
    return std::unexpected(Error(ErrorCode::InvalidArgument, message));
}

bool isControl(QChar c)
{
    return c.unicode() < 0x20 || (c.unicode() >= 0x7f && c.unicode() < 0xa0);
}

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Nothing for a percent sign without two digits, for bytes that are no UTF-8, and for control characters.
std::optional<QString> decoded(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    for (qsizetype at = bytes.indexOf('%'); at >= 0; at = bytes.indexOf('%', at + 1)) {
        if (at + 2 >= bytes.size() || !isHexDigit(bytes[at + 1]) || !isHexDigit(bytes[at + 2]))
            return std::nullopt;
    }
    const QByteArray plain = QByteArray::fromPercentEncoding(bytes);
    if (!QUtf8StringView(plain).isValidUtf8())
        return std::nullopt;
    QString result = QString::fromUtf8(plain);
    if (std::ranges::any_of(result, isControl))
        return std::nullopt;
    return result;
}

auto badEncoding(const QString &where)
{
    return invalid(
        u"The store URL's %1 is not percent-encoded UTF-8 (%25 is a percent sign, %2F a slash)"_s.arg(where));
}

bool isIpv6(const QString &text)
{
    const auto isPart = [](QChar c) {
        return (c.unicode() < 128 && isHexDigit(char(c.unicode()))) || c == u':' || c == u'.';
    };
    return text.size() <= 45 && text.count(u':') >= 2 && std::ranges::all_of(text, isPart);
}

bool isHostName(const QString &text)
{
    const auto isPart = [](QChar c) {
        return c.unicode() < 128 && (c.isLetterOrNumber() || c == u'-' || c == u'.' || c == u'_');
    };
    return !text.isEmpty() && text.size() <= 253 && std::ranges::all_of(text, isPart);
}

constexpr StoreScheme ForeignFile {.name = "x-", .canonical = "x-", .backend = "x-", .shape = UrlShape::File};
constexpr StoreScheme ForeignServer {
    .name = "x-", .canonical = "x-", .backend = "x-", .shape = UrlShape::Server, .hasManyHosts = true};

const StoreScheme *foreignScheme(const QString &rest)
{
    return rest.startsWith("//"_L1) && !rest.startsWith("///"_L1) ? &ForeignServer : &ForeignFile;
}

QStringList schemeNames()
{
    QStringList names;
    for (const StoreScheme &scheme : storeSchemes())
        names.push_back(QString::fromLatin1(scheme.name));
    return names;
}

} // namespace

Result<StoreUrl> StoreUrlParser::parse()
{
    auto done = checkText()
                    .and_then([this] { return parseScheme(); })
                    .and_then([this]() -> Result<void> {
                        switch (m_scheme->shape) {
                        case UrlShape::Name:
                            return parseName();
                        case UrlShape::File:
                            return parseFile();
                        case UrlShape::Server:
                            return parseServer();
                        }
                        return {};
                    })
                    .and_then([this] { return parseOptions(); })
                    .and_then([this] { return checkWhere(); });
    return done.transform([this] { return m_url; });
}

Result<void> StoreUrlParser::checkText() const
{
    if (m_text.isEmpty())
        return invalid(u"The store URL is empty; an example is sqlite:axess.db"_s);
    // Three bytes are the most that one unit takes.
    if (m_text.size() > MaximumBytes || m_text.toUtf8().size() > MaximumBytes)
        return invalid(u"The store URL is longer than 8 KiB"_s);
    if (!m_text.isValidUtf16() || std::ranges::any_of(m_text, isControl))
        return invalid(
            u"The store URL holds characters that no URL has (a line break, a NUL, half a character)"_s);
    if (m_text.contains(u'#'))
        return invalid(u"The store URL holds a \"#\"; write it as %23"_s);
    return {};
}

Result<void> StoreUrlParser::parseScheme()
{
    const qsizetype colon = m_text.indexOf(u':');
    const QString name = m_text.left(std::max<qsizetype>(colon, 0)).toLower();
    const bool isForeign = isForeignBackend(name);
    m_scheme = isForeign ? foreignScheme(m_text.sliced(colon + 1)) : findStoreScheme(name);
    if (!m_scheme) {
        const QString nearest = nearestWord(name, schemeNames());
        if (!nearest.isEmpty())
            return invalid(u"The store URL's scheme is unknown; did you mean \"%1:\"?"_s.arg(nearest));
        return invalid(
            u"A store URL begins with its scheme: sqlite:axess.db, memory:, postgres://user@host/database, "
            "mysql://…, valkey://…"_s);
    }
    const QString rest = m_text.mid(colon + 1);
    const qsizetype question = rest.indexOf(u'?');
    m_rest = rest.left(question < 0 ? rest.size() : question);
    m_options = question < 0 ? QString() : rest.mid(question + 1);
    m_url.m_scheme = isForeign ? name : QString::fromLatin1(m_scheme->canonical);
    m_url.m_backend = isForeign ? name : QString::fromLatin1(m_scheme->backend);
    return {};
}

Result<void> StoreUrlParser::parseName()
{
    const auto name = decoded(m_rest);
    if (!name)
        return badEncoding(u"name"_s);
    if (name->contains(u'/'))
        return invalid(u"A store in memory has no path; write memory: or memory:name"_s);
    m_url.m_path = *name;
    return {};
}

Result<void> StoreUrlParser::parseFile()
{
    QString encoded = m_rest;
    if (encoded.startsWith("//"_L1)) {
        encoded = encoded.mid(2);
        if (!encoded.startsWith(u'/'))
            return invalid(
                u"A SQLite file is on this machine; write sqlite:relative/path or sqlite:/absolute/path"_s);
    }
    const auto path = decoded(encoded);
    if (!path)
        return badEncoding(u"path"_s);
    if (path->isEmpty())
        return invalid(u"The store URL names no file; an example is sqlite:axess.db"_s);
    if (*path == ":memory:"_L1)
        return invalid(
            u"Connections do not share SQLite's :memory: database; write memory: for a store in memory"_s);
    m_url.m_path = *path;
    return {};
}

Result<void> StoreUrlParser::parseServer()
{
    if (!m_rest.startsWith("//"_L1))
        return invalid(
            u"A server's store URL has the form %1://user@host/…"_s.arg(QLatin1StringView(m_scheme->name)));
    const qsizetype slash = m_rest.indexOf(u'/', 2);
    const QString authority = m_rest.sliced(2, (slash < 0 ? m_rest.size() : slash) - 2);
    const QString path = slash < 0 ? QString() : m_rest.sliced(slash + 1);
    // A "/" or "?" in a password ends the host's part too early; the rest would be quoted as something else.
    if (path.contains(u'@') || m_options.contains(u'@'))
        return invalid(
            u"The store URL has an \"@\" behind its host; in a password write / as %2F, ? as %3F, @ as %40"_s);
    const qsizetype at = authority.lastIndexOf(u'@');
    Result<void> user = at < 0 ? Result<void>() : parseUser(authority.left(at));
    return user.and_then([&] { return parseHosts(authority.sliced(at + 1)); }).and_then([&] {
        return parseDatabase(path);
    });
}

Result<void> StoreUrlParser::parseUser(const QString &userInfo)
{
    const qsizetype colon = userInfo.indexOf(u':');
    const auto user = decoded(userInfo.left(colon < 0 ? userInfo.size() : colon));
    const auto password = decoded(colon < 0 ? QString() : userInfo.sliced(colon + 1));
    if (!user || !password)
        return badEncoding(u"user or password"_s);
    m_url.m_user = *user;
    m_url.m_password = *password;
    return {};
}

Result<void> StoreUrlParser::parseHosts(const QString &hosts)
{
    if (hosts.isEmpty())
        return {};
    for (const QString &text : hosts.split(u',')) {
        const auto host = parseHost(text);
        if (!host)
            return std::unexpected(host.error());
        m_url.m_hosts.push_back(*host);
    }
    if (m_url.m_hosts.size() > 1 && !m_scheme->hasManyHosts)
        return invalid(u"%1 URLs name one host"_s.arg(m_url.m_scheme));
    return {};
}

Result<StoreUrl::Host> StoreUrlParser::parseHost(const QString &text) const
{
    const bool isBracketed = text.startsWith(u'[');
    const qsizetype nameEnd = isBracketed ? text.indexOf(u']') + 1 : text.indexOf(u':');
    if (isBracketed && nameEnd == 0)
        return invalid(
            u"The store URL's \"[\" has no \"]\"; an IPv6 host is written as [::1] or [::1]:5432"_s);
    const QString name = text.left(nameEnd < 0 ? text.size() : nameEnd);
    const QString port = nameEnd < 0 ? QString() : text.sliced(nameEnd);
    StoreUrl::Host host {isBracketed ? name.sliced(1, name.size() - 2) : name.toLower(), 0};
    if (isBracketed ? !isIpv6(host.name) : !isHostName(host.name))
        return invalid(
            u"The store URL's host is no host name and no address; IPv6 is written in brackets: [::1]"_s);
    if (port.isEmpty())
        return host;
    const auto isDigit = [](QChar c) { return c >= u'0' && c <= u'9'; };
    const QString digits = port.sliced(1);
    host.port = port.startsWith(u':') && digits.size() <= 5 && std::ranges::all_of(digits, isDigit)
        ? digits.toInt()
        : 0;
    if (host.port < 1 || host.port > 65'535)
        return invalid(u"The store URL's port must be a number from 1 to 65535"_s);
    return host;
}

Result<void> StoreUrlParser::parseDatabase(const QString &path)
{
    const auto name = decoded(path);
    if (!name)
        return badEncoding(u"path"_s);
    if (path.contains(u'/'))
        return invalid(u"The store URL's path has more than one part; write a slash in a name as %2F"_s);
    m_url.m_path = *name;
    // redis://host/3 is how the world writes a database's number.
    const bool isSingleValkey = m_url.m_backend == "valkey"_L1 && !m_url.m_scheme.contains(u'+');
    if (!isSingleValkey || name->isEmpty())
        return {};
    m_url.m_path.clear();
    return addOption(u"db"_s, *name);
}

Result<void> StoreUrlParser::checkWhere() const
{
    if (m_scheme->shape != UrlShape::Server)
        return {};
    const bool hasSocket = m_url.m_options.contains(u"socket"_s);
    if (hasSocket && (!m_url.m_hosts.isEmpty() || m_url.m_scheme.contains(u'+')))
        return invalid(u"The store URL names a host and a socket; one of them is enough"_s);
    if (!hasSocket && m_url.m_hosts.isEmpty())
        return invalid(u"The store URL names no host; for a unix socket add ?socket=/path"_s);
    if (m_url.m_backend != "valkey"_L1 && !isForeignBackend(m_url.m_backend) && m_url.m_path.isEmpty())
        return invalid(
            u"The store URL names no database; write it behind the host: %1://user@host/database"_s.arg(
                m_url.m_scheme));
    if (m_url.m_scheme.endsWith("+sentinel"_L1) && m_url.m_path.isEmpty())
        return invalid(
            u"The store URL names no primary; write it behind the sentinels: %1://h1,h2/primary"_s.arg(
                m_url.m_scheme));
    if (m_url.m_scheme.endsWith("+cluster"_L1) && !m_url.m_path.isEmpty())
        return invalid(u"A cluster has no databases; the store URL ends with the hosts"_s);
    return {};
}

Result<void> StoreUrlParser::parseOptions()
{
    if (m_options.isEmpty())
        return {};
    for (const QString &option : m_options.split(u'&')) {
        const qsizetype equals = option.indexOf(u'=');
        if (equals < 1)
            return invalid(u"The store URL's options have the form ?name=value&name=value"_s);
        const auto name = decoded(option.left(equals));
        const auto value = decoded(option.sliced(equals + 1));
        if (!name || !value)
            return badEncoding(u"option"_s);
        if (const auto added = addOption(*name, *value); !added)
            return added;
    }
    return {};
}

Result<void> StoreUrlParser::addOption(const QString &name, const QString &value)
{
    if (const auto checked = checkStoreOption(m_url.m_backend, name, value); !checked)
        return checked;
    if (m_url.m_options.contains(name))
        return invalid(u"The store URL names its option \"%1\" twice"_s.arg(name));
    m_url.m_options.insert(name, value);
    return {};
}

} // namespace Axess
