// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "caseresult.h"

#include <QtCore/QStringList>

/// What a run found, by promise.
class Report
{
public:
    /// The backend's name for people, and its URL without a password.
    Report(const QString &backend, const QString &url);

    void add(const QList<CaseResult> &results) { m_results += results; }
    /// Whether all topics were asked for.
    void setAsked(bool all) { m_isAllAsked = all; }
    /// Names of stores that could not be removed, and why.
    void setRemaining(const QStringList &remaining) { m_remaining = remaining; }
    /// Nothing is broken.
    bool isKept() const;
    /// Nothing was left out.
    bool isComplete() const;

    QString text(qint64 seconds) const;
    QByteArray json(qint64 seconds) const;

private:
    using Verdict = CaseResult::Verdict;

    QList<CaseResult> of(int promise) const;
    static qsizetype count(const QList<CaseResult> &results, Verdict verdict);
    QString textOf(int promise) const;
    QString notTried() const;
    QStringList broken() const;

    QString m_backend;
    QString m_url;
    bool m_isAllAsked = true;
    QStringList m_remaining;
    QList<CaseResult> m_results;
};
