// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <axess/result.h>

#include <QtCore/qjsonobject.h>
#include <QtCore/qstringlist.h>

#include <cstdio>

/// Where a command prints: results on standard output as text or JSON, all else on standard error.
class Output
{
public:
    enum class Format { Text, Json };
    explicit Output(Format format)
        : m_format(format)
    { }

    bool isJson() const { return m_format == Format::Json; }

    void line(const QString &text) const; ///< A line of the result, in text form only.
    void table(const QStringList &titles, const QList<QStringList> &rows) const; ///< In text form only.
    void json(const QJsonObject &object) const; ///< The whole result, in JSON form only.
    void jsonLine(const QJsonObject &object) const; ///< One of many results, a line each, in JSON form only.
    /// What was printed so far can be read; Full when some of it could not be written.
    Axess::Result<void> flush() const;
    void note(const QString &text) const; ///< For the person, on standard error.
    void failure(const Axess::Error &error) const; ///< Standard error; code, message, and where help is.
    /// How far a long command is; nothing unless standard error is a terminal.
    void progress(const QString &text) const;
    void endProgress() const;
    /// The same for programs: a line of JSON on standard error, in JSON form only.
    void progressLine(const QJsonObject &object) const;

private:
    Format m_format;
};

/// `2026-11-26 15:30:00Z`; `-` for 0.
QString timeText(qint64 utcMilliseconds);
/// `12 s`, `5 min`, `3 h`, `2 d`: the largest unit that fits.
QString durationText(qint64 milliseconds);
