// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "cli/profiles/profileformat.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qset.h>

#include <iterator>
#include <optional>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

// These words stand in files: append only.
constexpr const char *Environments[] = {"unmarked", "development", "staging", "production"};
constexpr const char *Modes[] = {"viewer", "support", "operator", "admin"};
constexpr const char *Secrets[] = {"none", "ask", "variable", "command", "keychain"};
constexpr const char *Keys[] = {"none", "file", "variable", "command", "keychain"};

const auto FormatName = u"axess-profiles"_s;

std::unexpected<Error> damaged(const QString &sentence)
{
    return std::unexpected(Error(ErrorCode::Corrupt, sentence));
}

QString quoted(const QString &text)
{
    return u'"' + text.left(40) + u'"';
}

/// One object, field by field; what was not asked for is left over and refused.
class Fields
{
public:
    Fields(const QJsonObject &object, const QString &where)
        : m_object(object)
        , m_where(where)
    { }

    QString text(const QString &name)
    {
        const QJsonValue value = m_object.take(name);
        if (!value.isUndefined() && !value.isString())
            complain(u"%1: \"%2\" is no text"_s.arg(m_where, name));
        return value.toString();
    }

    template<typename Enum, std::size_t Count>
    Enum word(const QString &name, const char *const (&words)[Count], Enum unsaid)
    {
        if (!m_object.contains(name))
            return unsaid;
        const QString said = text(name);
        for (std::size_t i = 0; i < Count; ++i) {
            if (said == QLatin1StringView(words[i]))
                return Enum(i);
        }
        complain(u"%1: \"%2\" cannot be %3"_s.arg(m_where, name, quoted(said)));
        return unsaid;
    }

    QJsonObject object(const QString &name)
    {
        const QJsonValue value = m_object.take(name);
        if (!value.isUndefined() && !value.isObject())
            complain(u"%1: \"%2\" is no object"_s.arg(m_where, name));
        return value.toObject();
    }

    /// The first complaint, or one about a field that nobody knows.
    Result<void> finish()
    {
        if (m_complaint.isEmpty() && !m_object.isEmpty())
            complain(u"%1: %2 is no field of it"_s.arg(m_where, quoted(m_object.constBegin().key())));
        return m_complaint.isEmpty() ? Result<void>() : damaged(m_complaint);
    }

private:
    void complain(const QString &sentence)
    {
        if (m_complaint.isEmpty())
            m_complaint = sentence;
    }

    QJsonObject m_object;
    QString m_where;
    QString m_complaint;
};

template<typename Enum, std::size_t Count> struct Sourced
{
    Enum source = Enum::None;
    QString place;

    static Result<Sourced> read(const QJsonObject &object, const QString &where,
                                const char *const (&words)[Count])
    {
        Fields fields(object, where);
        Sourced sourced;
        sourced.source = fields.word(u"source"_s, words, Enum::None);
        sourced.place = fields.text(u"place"_s);
        return fields.finish().transform([&] { return sourced; });
    }
};

Result<Profile> profileOf(const QJsonObject &object, qsizetype number)
{
    const QString where = u"Profile %1"_s.arg(number);
    Fields fields(object, where);
    Profile profile;
    profile.id = QUuid::fromString(fields.text(u"id"_s));
    profile.name = fields.text(u"name"_s);
    profile.group = fields.text(u"group"_s);
    profile.environment = fields.word(u"environment"_s, Environments, Environment::Unmarked);
    profile.colour = fields.text(u"colour"_s);
    profile.notes = fields.text(u"notes"_s);
    profile.mode = fields.word(u"accessMode"_s, Modes, ConsoleMode::Support);
    profile.store = fields.text(u"store"_s);
    const auto secret = Sourced<SecretSource, std::size(Secrets)>::read(fields.object(u"password"_s),
                                                                        where + u", password"_s, Secrets);
    const auto key = Sourced<KeySource, std::size(Keys)>::read(fields.object(u"rootKey"_s),
                                                               where + u", root key"_s, Keys);
    if (!secret || !key)
        return std::unexpected(secret ? key.error() : secret.error());
    profile.secret = secret->source;
    profile.secretPlace = secret->place;
    profile.rootKey = key->source;
    profile.rootKeyPlace = key->place;
    if (const auto known = fields.finish(); !known)
        return std::unexpected(known.error());
    if (const auto sound = profile.check(); !sound)
        return damaged(u"%1: %2"_s.arg(where, sound.error().message()));
    return profile;
}

void add(QJsonObject &object, const QString &name, const QString &text)
{
    if (!text.isEmpty())
        object.insert(name, text);
}

QJsonObject sourceObject(const char *word, const QString &place)
{
    QJsonObject object {{u"source"_s, QString::fromLatin1(word)}};
    add(object, u"place"_s, place);
    return object;
}

QJsonObject objectOf(const Profile &profile)
{
    QJsonObject object {
        {u"id"_s, profile.idText()},
        {u"name"_s, profile.name},
        {u"environment"_s, ProfileFormat::environmentWord(profile.environment)},
        {u"accessMode"_s, ProfileFormat::modeWord(profile.mode)},
        {u"store"_s, profile.store},
        {u"password"_s, sourceObject(Secrets[std::size_t(profile.secret)], profile.secretPlace)},
        {u"rootKey"_s, sourceObject(Keys[std::size_t(profile.rootKey)], profile.rootKeyPlace)},
    };
    add(object, u"group"_s, profile.group);
    add(object, u"colour"_s, profile.colour);
    add(object, u"notes"_s, profile.notes);
    return object;
}

} // namespace

Result<QList<Profile>> ProfileFormat::fromJson(const QByteArray &json)
{
    if (json.size() > MostBytes)
        return damaged(u"It has more than 4 MiB"_s);
    QJsonParseError error;
    const QJsonObject root = QJsonDocument::fromJson(json, &error).object();
    if (error.error != QJsonParseError::NoError)
        return damaged(u"It is no JSON: %1 at byte %2"_s.arg(error.errorString()).arg(error.offset));
    if (root.value(u"format"_s) != FormatName)
        return std::unexpected(Error(ErrorCode::InvalidArgument, u"It is no file of Axess profiles"_s));
    const int version = root.value(u"version"_s).toInt();
    if (version > Version)
        return std::unexpected(Error(ErrorCode::TooNew, u"It was written by a later version of Axess"_s));
    if (version < 1 || !root.value(u"profiles"_s).isArray() || root.size() != 3)
        return damaged(u"It has other fields than format, version and profiles"_s);
    const QJsonArray array = root.value(u"profiles"_s).toArray();
    if (array.size() > MostProfiles)
        return damaged(u"It has more than %1 profiles"_s.arg(MostProfiles));
    QList<Profile> profiles;
    QSet<QUuid> ids;
    for (const QJsonValue &value : array) {
        const auto profile = profileOf(value.toObject(), profiles.size() + 1);
        if (!profile)
            return std::unexpected(profile.error());
        if (ids.contains(profile->id))
            return damaged(u"Profile %1: its id stands twice"_s.arg(profiles.size() + 1));
        ids.insert(profile->id);
        profiles.append(*profile);
    }
    return profiles;
}

QByteArray ProfileFormat::toJson(const QList<Profile> &profiles)
{
    QJsonArray array;
    for (const Profile &profile : profiles)
        array.append(objectOf(profile));
    return QJsonDocument(
               QJsonObject {{u"format"_s, FormatName}, {u"version"_s, Version}, {u"profiles"_s, array}})
        .toJson();
}

QString ProfileFormat::environmentWord(Environment environment)
{
    return QString::fromLatin1(Environments[std::size_t(environment)]);
}

QString ProfileFormat::modeWord(ConsoleMode mode)
{
    return QString::fromLatin1(Modes[std::size_t(mode)]);
}

} // namespace Axess
