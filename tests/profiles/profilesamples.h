// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "cli/profiles/profile.h"

#include <QtCore/qfile.h>

/// A profile with something in every field.
inline Axess::Profile sampleProfile(const QString &name = QStringLiteral("Shop, Europe"), uint number = 1)
{
    Axess::Profile profile;
    profile.id = QUuid(number, 1, 0x4001, 0x80, 0, 0, 0, 0, 0, 0, 1);
    profile.name = name;
    profile.group = QStringLiteral("Shop");
    profile.environment = Axess::Environment::Production;
    profile.colour = QStringLiteral("#b3261e");
    profile.notes = QStringLiteral("Call the shop's night shift first.\nThen log out.");
    profile.mode = Axess::ConsoleMode::Support;
    profile.store = QStringLiteral("postgres://support@db.example/sessions?sslmode=verify-full");
    profile.secret = Axess::SecretSource::Keychain;
    profile.rootKey = Axess::KeySource::File;
    profile.rootKeyPlace = QStringLiteral("shop.key");
    return profile;
}

inline bool writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
