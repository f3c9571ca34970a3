// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qmap.h>
#include <QtCore/qset.h>
#include <QtCore/qurl.h>

#include <optional>

/// What an HTTP server answered; status 0 = nothing.
struct HttpAnswer
{
    int status = 0;
    QByteArray type;
    QByteArray retryAfter;
    QByteArray body;
};

/// Waits for the answer, at most half a minute. `headers` go along.
HttpAnswer httpGet(const QUrl &url, const QMap<QByteArray, QByteArray> &headers = {});

/// Posts a form and waits in the same way; redirects are not followed.
HttpAnswer httpPost(const QUrl &url, const QByteArray &form);

/// A scrape in Prometheus's text format, taken apart.
class Scrape
{
public:
    explicit Scrape(const QByteArray &text);

    /// The value of a series by its text, `axess_store_up{backend="memory"}`; nothing if it is not there.
    std::optional<double> value(const QString &series) const;
    const QMap<QString, QString> &families() const { return m_families; } ///< Name → `counter`, `gauge` …
    const QSet<QString> &labels() const { return m_labels; } ///< Their names, without values.

private:
    QMap<QString, double> m_values;
    QMap<QString, QString> m_families;
    QSet<QString> m_labels;
};
