// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qstringlist.h>

/// A fenced block of a document.
struct CodeBlock
{
    QString page; ///< Relative to the tree's root.
    int line = 0; ///< Of its first line; 1 is the page's first.
    QString section; ///< Title of the section, of the second level, that it stands in.
    QString language; ///< What stands behind the fence.
    QString comment; ///< The inside of the HTML comment right above it; empty without one.
    QStringList lines;

    QString place() const; ///< `docs/keys.md:12`.
    QString text() const;
    /// The rest of a comment that begins like this: why it is not run, which test runs it.
    QString marked(QStringView word) const;
};

/// The blocks of a page, in their order. One that is not closed has an empty language and the page's rest.
QList<CodeBlock> codeBlocks(const QString &page, const QString &text);
