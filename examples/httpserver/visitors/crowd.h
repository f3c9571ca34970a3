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
    /// Of a shop with one address or several.
    Crowd(int size, const QList<QUrl> &shops, quint32 seed, const Pace &pace = {});

    void start();
    /// Everybody finishes what they are doing; then `dispersed`.
    void disperse();

    Counts counts() const; ///< Of all together.
    QList<Counts> countsOfEach() const;
    QString report() const;

Q_SIGNALS:
    void dispersed();

private:
    QNetworkAccessManager m_network;
    std::vector<std::unique_ptr<Visitor>> m_visitors;
    int m_present = 0;
    bool m_isDispersing = false;
};
