// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qfile.h>
#include <QtCore/qhash.h>
#include <QtCore/qlist.h>
#include <QtCore/qstring.h>

/// The blocks of a file of test vectors: lines "field = value" between blank lines, # begins a comment.
///
/// Empty when the file cannot be read, so a test compares the number of blocks with what it expects.
inline QList<QHash<QString, QString>> vectorBlocks(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<QHash<QString, QString>> blocks;
    QHash<QString, QString> block;
    for (const QString &line : QString::fromUtf8(file.readAll()).append(QChar(u'\n')).split(u'\n')) {
        if (line.startsWith(u'#'))
            continue;
        if (line.isEmpty() && !block.isEmpty())
            blocks.append(std::exchange(block, {}));
        const qsizetype sign = line.indexOf(u'=');
        if (sign > 0)
            block.insert(line.first(sign).trimmed(), line.sliced(sign + 1).trimmed());
    }
    return blocks;
}

/// The examples of a document: blocks that begin with "```example name", by their names.
inline QHash<QString, QHash<QString, QString>> exampleBlocks(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QHash<QString, QHash<QString, QString>> examples;
    QString name;
    for (const QString &line : QString::fromUtf8(file.readAll()).split(u'\n')) {
        constexpr QStringView opening = u"```example ";
        const qsizetype sign = line.indexOf(u'=');
        if (line.startsWith(opening))
            name = line.sliced(opening.size());
        else if (line.startsWith(u"```"))
            name.clear();
        else if (!name.isEmpty() && sign > 0)
            examples[name].insert(line.first(sign).trimmed(), line.sliced(sign + 1).trimmed());
    }
    return examples;
}
