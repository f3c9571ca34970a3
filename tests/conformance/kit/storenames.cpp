// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "storenames.h"

#include <QtCore/QFile>

namespace {

constexpr const char *Variable = "AXESS_KIT_NAMES";

// Unbuffered: a process may end behind any line.
void append(char sign, const QString &name)
{
    QFile file(qEnvironmentVariable(Variable));
    if (file.open(QIODevice::Append | QIODevice::Unbuffered))
        file.write(sign + name.toUtf8() + '\n');
}

} // namespace

void StoreNames::keepIn(const QString &file)
{
    qputenv(Variable, file.toUtf8());
}

void StoreNames::add(const QString &name)
{
    append('+', name);
}

void StoreNames::remove(const QString &name)
{
    append('-', name);
}

QStringList StoreNames::left()
{
    QFile file(qEnvironmentVariable(Variable));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QStringList names;
    const QByteArrayList lines = file.readAll().split('\n');
    for (const QByteArray &line : lines) {
        const QString name = QString::fromUtf8(line.mid(1));
        if (line.startsWith('+'))
            names.append(name);
        else
            names.removeOne(name);
    }
    return names;
}
