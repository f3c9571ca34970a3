// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qstringlist.h>

/// A command of a document and what it answers.
struct DocumentedCommand
{
    QString text;
    QStringList expected; ///< Lines of its answer, with `…` for whatever is there.
    int exitCode = 0;
    int line = 0; ///< Of the document.
};

/// A section of a document: its commands, one after the other, in a folder of their own.
///
/// Its comment `<!-- stores: sqlite postgres -->` says on which stores it is tried. There is a root key and a
/// store with some sessions, sealed, or not behind `; unsealed`, or nothing at all behind `; nothing`.
struct Runbook
{
    enum class Start : quint8 { Sealed, Unsealed, Nothing };

    QString page;
    QString title;
    QStringList stores;
    Start start = Start::Sealed;
    QList<DocumentedCommand> commands;
};

/// What the blocks `console` of a page have run, but for those that a comment above them says why not.
class RunbookPage
{
public:
    /// `page` relative to the tree's root.
    RunbookPage(const QString &root, const QString &page);

    QString text;
    QList<Runbook> runbooks; ///< Of each section, also of one without commands.
    QStringList problems;

private:
    void read(const QStringList &lines);
    void readBlock(const QString &line, int number);

    QString m_page;
};

/// Whether one of the lines is the expected one.
bool answers(const QString &expected, const QStringList &lines);
