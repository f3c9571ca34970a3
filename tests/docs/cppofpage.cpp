// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "codeblocks.h"

#include <QtCore/qfile.h>

#include <cstdio>

using namespace Qt::StringLiterals;

// cppofpage ROOT PAGE NUMBER OUT: writes the page's NUMBERth block of C++, from 1, as a file that can be
// compiled.
//
// A block is a file as it stands. One below a comment `<!-- after:`, declarations, `-->` stands behind these
// in a function.
int main(int argc, char **argv)
{
    if (argc != 5)
        return 2;
    const QString page = QString::fromLocal8Bit(argv[2]);
    QFile source(QString::fromLocal8Bit(argv[1]) + u'/' + page);
    if (!source.open(QIODevice::ReadOnly))
        return 1;
    QList<CodeBlock> blocks = codeBlocks(page, QString::fromUtf8(source.readAll()));
    blocks.removeIf([](const CodeBlock &block) { return block.language != "cpp"_L1; });
    const CodeBlock block = blocks.value(QByteArray(argv[3]).toInt() - 1);
    const QString line = u"#line %1 \"%2\"\n"_s.arg(block.line).arg(page);
    const QString before = block.marked(u"after:");
    QString text = line + block.text();
    if (!before.isEmpty())
        text = before + u"\n\nvoid asDocumented();\nvoid asDocumented()\n{\n"_s + text + u"}\n"_s;

    QFile out(QString::fromLocal8Bit(argv[4]));
    if (block.lines.isEmpty() || !out.open(QIODevice::WriteOnly)
        || out.write(text.toUtf8()) != text.toUtf8().size()) {
        std::fprintf(stderr, "%s has no block %s of C++\n", argv[2], argv[3]);
        return 1;
    }
    return 0;
}
