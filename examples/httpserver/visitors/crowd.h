// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "visitor.h"

#include <memory>
#include <vector>

/// Many visitors at once, for a while.
class Crowd : public QObject
{
    Q_OBJECT

public:
    Crowd(int size, const QUrl &shop, quint32 seed);

    void start();
    /// Everybody finishes what they are doing; then `dispersed`.
    void disperse();

    const Counts &counts() const { return m_counts; }
    QString report() const;

Q_SIGNALS:
    void dispersed();

private:
    Counts m_counts;
    QNetworkAccessManager m_network;
    std::vector<std::unique_ptr<Visitor>> m_visitors;
    int m_present = 0;
    bool m_isDispersing = false;
};
