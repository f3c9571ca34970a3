// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/QList>
#include <QtCore/QString>

/// What became of one case: all its rows together.
struct CaseResult
{
    /// Partly: kept where it was tried, and not tried in all its rows.
    enum class Verdict { Kept, Partly, Broken, NotTried };

    QString topic;
    QString name;
    Verdict verdict = Verdict::Kept;
    QString message; ///< Why it is broken or was not, or not wholly, tried.
    QString row; ///< Of the first reason.
    QString place; ///< File and line in the suite, of the first reason.
    double milliseconds = 0;
};

/// What one run of Qt Test wrote down as XML, also if it did not come to its end.
struct RunRecord
{
    QList<CaseResult> cases; ///< That ended.
    QString open; ///< The case that had begun and not ended.
    QString fatal; ///< What Qt Test said when it gave up.

    static RunRecord read(const QString &topic, const QString &file);
};
