// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "codeblocks.h"

using namespace Qt::StringLiterals;

QString CodeBlock::place() const
{
    return u"%1:%2"_s.arg(page).arg(line);
}

QString CodeBlock::text() const
{
    return lines.join(u'\n') + u'\n';
}

QString CodeBlock::marked(QStringView word) const
{
    return comment.startsWith(word) ? comment.sliced(word.size()).trimmed() : QString();
}

namespace {

// The comment that ends in this line, which is the last one before the block.
QString commentEndingAt(const QStringList &lines, qsizetype last)
{
    if (last < 0 || !lines[last].endsWith("-->"_L1))
        return {};
    qsizetype first = last;
    while (first >= 0 && !lines[first].startsWith("<!--"_L1))
        --first;
    if (first < 0)
        return {};
    const QString comment = lines.sliced(first, last - first + 1).join(u'\n');
    return comment.sliced(4).chopped(3).trimmed();
}

} // namespace

QList<CodeBlock> codeBlocks(const QString &page, const QString &text)
{
    const QStringList lines = text.split(u'\n');
    QList<CodeBlock> blocks;
    QString section;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (lines[i].startsWith("## "_L1))
            section = lines[i].sliced(3);
        if (!lines[i].trimmed().startsWith("```"_L1))
            continue;
        CodeBlock block {page, int(i + 2), section, lines[i].trimmed().sliced(3).trimmed(), {}, {}};
        block.comment = commentEndingAt(lines, i - 1);
        for (++i; i < lines.size() && !lines[i].trimmed().startsWith("```"_L1); ++i)
            block.lines.append(lines[i]);
        if (i == lines.size())
            block.language.clear();
        blocks.append(block);
    }
    return blocks;
}
