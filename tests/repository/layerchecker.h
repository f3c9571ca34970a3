// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "treereader.h"

#include <QtCore/QHash>
#include <QtCore/QList>

/// Reads layers.txt and says where a tree does otherwise.
class LayerChecker
{
public:
    LayerChecker(const TreeReader &tree, const QString &rulesFile);

    /// One sentence for each include or word at the wrong place; empty when the tree is in order.
    QStringList complaints() const;

private:
    struct OnlyRule
    {
        QStringList places;
        QStringList words;
    };

    void readRules();
    void readPublicHeaders();
    /// The folder with a rule of its own that the file belongs to, or nothing.
    QString layerOf(const QString &path) const;
    /// The file of the tree that the include names, or nothing when it lies outside of it.
    QString resolved(const QString &include, const QString &includer) const;
    QStringList includeComplaints(const QString &path) const;
    QStringList wordComplaints(const QString &path) const;

    TreeReader m_tree;
    QString m_rulesFile;
    QHash<QString, QStringList> m_allowed;
    QList<OnlyRule> m_only;
    QHash<QString, QString> m_layerOfHeader;
};
