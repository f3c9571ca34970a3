// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storage/storeoptions_p.h"
#include "storage/storeurlparser_p.h"

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

// Readable: only what would be read as something else is encoded, and what would break a line.
QString encoded(const QString &text, QStringView reserved)
{
    QString result;
    for (const QChar c : text) {
        if (c.unicode() >= 0x20 && c.unicode() != 0x7f && c != u'%' && c != u'#' && !reserved.contains(c))
            result += c;
        else
            result += u'%' + QString::number(c.unicode(), 16).toUpper().rightJustified(2, u'0');
    }
    return result;
}

QString hostText(const StoreUrl::Host &host)
{
    const QString name = host.name.contains(u':') ? u"[%1]"_s.arg(host.name) : host.name;
    return host.port == 0 ? name : name + u':' + QString::number(host.port);
}

QString serverText(const StoreUrl &url)
{
    QStringList hosts;
    for (const StoreUrl::Host &host : url.hosts())
        hosts.push_back(hostText(host));
    QString text = u"//"_s;
    if (!url.user().isEmpty())
        text += encoded(url.user(), u"/?@:,[]") + u'@';
    text += hosts.join(u',');
    if (!url.path().isEmpty())
        text += u'/' + encoded(url.path(), u"/?@");
    return text;
}

QString whereText(const StoreUrl &url)
{
    const bool isFile = url.backend() == "sqlite"_L1 || url.backend() == "memory"_L1
        || (isForeignBackend(url.backend()) && url.hosts().isEmpty() && url.user().isEmpty()
            && !url.path().isEmpty());
    if (!isFile)
        return serverText(url);
    const QString path = encoded(url.path(), u"?");
    // What begins with two slashes would read as a host.
    return path.startsWith("//"_L1) ? u"//"_s + path : path;
}

QString optionsText(const QMap<QString, QString> &options)
{
    QStringList parts;
    for (auto option = options.cbegin(); option != options.cend(); ++option)
        parts.push_back(option.key() + u'=' + encoded(option.value(), u"&@"));
    return parts.isEmpty() ? QString() : u'?' + parts.join(u'&');
}

} // namespace

Result<StoreUrl> StoreUrl::parse(const QString &text)
{
    return StoreUrlParser(text).parse();
}

StoreUrl StoreUrl::forFile(const QString &path)
{
    StoreUrl url;
    url.m_scheme = u"sqlite"_s;
    url.m_backend = u"sqlite"_s;
    url.m_path = path;
    return url;
}

std::optional<QString> StoreUrl::option(const QString &name) const
{
    const auto found = m_options.constFind(name);
    return found == m_options.cend() ? std::nullopt : std::optional(*found);
}

int StoreUrl::number(const QString &name, int byDefault) const
{
    bool isNumber = false;
    const int value = m_options.value(name).toInt(&isNumber);
    return isNumber ? value : byDefault;
}

StoreUrl StoreUrl::withPassword(const QString &password) const
{
    StoreUrl url = *this;
    url.m_password = password;
    return url;
}

StoreUrl StoreUrl::withOption(const QString &name, const QString &value) const
{
    StoreUrl url = *this;
    url.m_options.insert(name, value);
    return url;
}

QString StoreUrl::displayText() const
{
    if (isEmpty())
        return {};
    return m_scheme + u':' + whereText(*this) + optionsText(m_options);
}

} // namespace Axess
