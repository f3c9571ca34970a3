// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qstring.h>

#include <optional>

/// Collects what was measured, prints it as it comes, and keeps it as JSON.
class Report
{
public:
    void section(const QString &title);
    /// A line of the table: operations a second.
    void rate(const QString &setting, const QString &operation, int callers, const QString &subject,
              double perSecond);
    enum class Bound { AtLeast, AtMost };
    /// A figure with what it must reach; without a target it is told only.
    void figure(const QString &what, double value, std::optional<double> target = {},
                Bound bound = Bound::AtLeast);
    void problem(const QString &sentence);

    bool allReached() const { return m_missed == 0; }
    bool writeJson(const QString &path) const;

private:
    QString m_section;
    QJsonArray m_rates;
    QJsonArray m_figures;
    int m_missed = 0;
};
