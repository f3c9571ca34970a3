// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/rootkey.h>

#include "rootkeysources_p.h"

#include <QtCore/qvarlengtharray.h>

#include <variant>

using namespace Qt::StringLiterals;

namespace Axess {

namespace {

struct None
{
};
struct File
{
    QString path;
};
struct Environment
{
    QString name;
};
struct Command
{
    QString program;
    QStringList arguments;
    std::chrono::milliseconds timeout;
};

QByteArrayView trimmedLineEnd(QByteArrayView content)
{
    if (content.endsWith('\n'))
        content.chop(1);
    if (content.endsWith('\r'))
        content.chop(1);
    return content;
}

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int base64Value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

// Qt's decoders leave copies of the key behind and skip what they do not know; these two do neither.
std::optional<SecretBytes> fromHex(QByteArrayView text)
{
    if (text.size() != 2 * RootKey::Size)
        return std::nullopt;
    SecretBytes key(RootKey::Size);
    for (qsizetype i = 0; i < RootKey::Size; ++i) {
        const int high = hexValue(text[2 * i]);
        const int low = hexValue(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        key.span()[size_t(i)] = std::byte(high * 16 + low);
    }
    return key;
}

std::optional<SecretBytes> fromBase64(QByteArrayView text)
{
    constexpr qsizetype length = 43;
    if (text.size() == length + 1 && text.endsWith('='))
        text.chop(1);
    if (text.size() != length)
        return std::nullopt;
    SecretBytes key(RootKey::Size);
    quint32 bits = 0;
    int count = 0;
    qsizetype at = 0;
    for (const char c : text) {
        const int value = base64Value(c);
        if (value < 0)
            return std::nullopt;
        bits = (bits << 6 | quint32(value)) & 0xffff;
        count += 6;
        if (count >= 8) {
            count -= 8;
            key.span()[size_t(at++)] = std::byte(bits >> count & 0xff);
        }
    }
    return key;
}

} // namespace

struct RootKey::Source
{
    std::variant<None, File, Environment, Command, SecretBytes> where;
};

Result<SecretBytes> RootKeySources::parse(QByteArrayView content, KeyForm form)
{
    std::optional<SecretBytes> key;
    if (form == KeyForm::TextOrRaw && content.size() == RootKey::Size)
        key = SecretBytes(content);
    if (!key)
        key = fromHex(trimmedLineEnd(content));
    if (!key)
        key = fromBase64(trimmedLineEnd(content));
    if (!key)
        return std::unexpected(
            Error(ErrorCode::InvalidArgument,
                  u"it holds no root key: 64 hexadecimal digits%1 or base64 of 32 bytes are "
                  "expected; `axessctl key generate` makes one"_s.arg(
                      form == KeyForm::TextOrRaw ? u", 32 raw bytes"_s : QString())));
    // 32 equal bytes are a cleared file or a placeholder, never the draw of a random source.
    if (key->view().count(key->view().first()) == RootKey::Size)
        return std::unexpected(Error(ErrorCode::InvalidArgument,
                                     u"all bytes of the root key are the same; that is a placeholder"_s));
    return std::move(*key);
}

RootKey RootKey::none()
{
    return RootKey(std::make_shared<const Source>(None {}));
}

RootKey RootKey::fromFile(const QString &path)
{
    return RootKey(std::make_shared<const Source>(File {path}));
}

RootKey RootKey::fromEnvironment(const QString &name)
{
    return RootKey(std::make_shared<const Source>(Environment {name}));
}

RootKey RootKey::fromCommand(const QString &program, const QStringList &arguments,
                             std::chrono::milliseconds timeout)
{
    return RootKey(std::make_shared<const Source>(Command {program, arguments, timeout}));
}

RootKey RootKey::fromBytes(SecretBytes key)
{
    return RootKey(std::make_shared<const Source>(std::move(key)));
}

bool RootKey::isNone() const
{
    return std::holds_alternative<None>(m_source->where);
}

namespace {

Result<SecretBytes> readSource(const None &)
{
    return std::unexpected(Error(ErrorCode::KeyMissing, u"it is not configured"_s));
}

Result<SecretBytes> readSource(const File &file)
{
    return RootKeySources::readFile(file.path).and_then([](const SecretBytes &content) {
        return RootKeySources::parse(content.view(), RootKeySources::KeyForm::TextOrRaw);
    });
}

Result<SecretBytes> readSource(const Environment &variable)
{
    const QByteArray name = variable.name.toLocal8Bit();
    if (name.isEmpty() || name.contains('\0') || name.contains('='))
        return std::unexpected(
            Error(ErrorCode::InvalidArgument, u"that is not the name of an environment variable"_s));
    QByteArray value = qgetenv(name.constData());
    if (value.isEmpty())
        return std::unexpected(Error(ErrorCode::KeyMissing, u"it is not set"_s));
    auto key = RootKeySources::parse(value, RootKeySources::KeyForm::TextOnly);
    wipe(std::as_writable_bytes(std::span(value.data(), size_t(value.size()))));
    return key;
}

Result<SecretBytes> readSource(const Command &command)
{
    return RootKeySources::readCommand(command.program, command.arguments, command.timeout)
        .and_then([](const SecretBytes &output) {
            return RootKeySources::parse(output.view(), RootKeySources::KeyForm::TextOrRaw);
        });
}

Result<SecretBytes> readSource(const SecretBytes &key)
{
    return RootKeySources::parse(key.view(), RootKeySources::KeyForm::TextOrRaw);
}

QString describe(const None &)
{
    return u"the root key"_s;
}
QString describe(const File &file)
{
    return u"the root key file %1"_s.arg(file.path);
}
QString describe(const Environment &variable)
{
    return u"the environment variable %1"_s.arg(variable.name);
}
// Without its arguments, which may hold a password.
QString describe(const Command &command)
{
    return u"the root key command %1"_s.arg(command.program);
}
QString describe(const SecretBytes &)
{
    return u"the given root key"_s;
}

} // namespace

Result<SecretBytes> RootKey::read() const
{
    return std::visit([](const auto &source) { return readSource(source); }, m_source->where)
        .transform_error([this](const Error &error) { return error.within(description()); });
}

QString RootKey::description() const
{
    return std::visit([](const auto &source) { return describe(source); }, m_source->where);
}

} // namespace Axess
