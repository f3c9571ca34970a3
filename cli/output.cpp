// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "output.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qtimezone.h>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

// What a store holds may carry escape sequences; a terminal must not act on them.
QString printable(QString text)
{
    for (QChar &c : text) {
        if (c.category() == QChar::Other_Control && c != u'\n' && c != u'\t')
            c = QChar::ReplacementCharacter;
    }
    return text;
}

void print(std::FILE *stream, const QString &text)
{
    const QByteArray utf8 = printable(text).toUtf8() + '\n';
    std::fwrite(utf8.constData(), 1, size_t(utf8.size()), stream);
}

} // namespace

void Output::line(const QString &text) const
{
    if (!isJson())
        print(stdout, text);
}

void Output::table(const QStringList &titles, const QList<QStringList> &rows) const
{
    if (isJson())
        return;
    QList<qsizetype> widths(titles.size(), 0);
    const auto widen = [&](const QStringList &cells) {
        for (qsizetype i = 0; i < cells.size(); ++i)
            widths[i] = std::max(widths[i], cells[i].size());
    };
    widen(titles);
    for (const QStringList &row : rows)
        widen(row);

    const auto printRow = [&](const QStringList &cells) {
        QString text;
        for (qsizetype i = 0; i < cells.size(); ++i)
            text += i + 1 < cells.size() ? cells[i].leftJustified(widths[i] + 2) : cells[i];
        print(stdout, text);
    };
    printRow(titles);
    for (const QStringList &row : rows)
        printRow(row);
}

void Output::json(const QJsonObject &object) const
{
    if (!isJson())
        return;
    const QByteArray text = QJsonDocument(object).toJson(QJsonDocument::Indented);
    std::fwrite(text.constData(), 1, size_t(text.size()), stdout);
}

void Output::jsonLine(const QJsonObject &object) const
{
    if (isJson())
        print(stdout, QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

Axess::Result<void> Output::flush() const
{
    // A write that failed before, of a buffer that was full, is remembered by the stream only.
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0)
        return {};
    return std::unexpected(Axess::Error(
        Axess::ErrorCode::Full, u"Standard output took not all that was to be printed; is the disk full?"_s));
}

void Output::note(const QString &text) const
{
    print(stderr, text);
}

void Output::failure(const Axess::Error &error) const
{
    const QString code = Axess::errorCodeName(error.code());
    const QString help = u"axessctl explain "_s + code;
    if (!isJson()) {
        print(stderr, u"axessctl: "_s + error.message());
        print(stderr, u"(%1: `%2` says what helps)"_s.arg(code, help));
        return;
    }
    const QJsonObject object {
        {u"error"_s,
         QJsonObject {
             {u"code"_s, code},
             {u"help"_s, help},
             {u"message"_s, error.message()},
             {u"outcome"_s, error.outcome() == Axess::Outcome::Unknown ? u"unknown"_s : u"not-applied"_s}}}};
    print(stderr, QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

void Output::progress(const QString &text) const
{
    if (::isatty(STDERR_FILENO))
        std::fprintf(stderr, "\r\033[K%s", printable(text).toUtf8().constData());
}

void Output::endProgress() const
{
    if (::isatty(STDERR_FILENO))
        std::fputs("\r\033[K", stderr);
}

void Output::progressLine(const QJsonObject &object) const
{
    if (isJson())
        print(stderr, QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

QString timeText(qint64 utcMilliseconds)
{
    if (utcMilliseconds == 0)
        return u"-"_s;
    return QDateTime::fromMSecsSinceEpoch(utcMilliseconds, QTimeZone::UTC)
        .toString(u"yyyy-MM-dd HH:mm:ss'Z'"_s);
}

QString durationText(qint64 milliseconds)
{
    const qint64 seconds = milliseconds / 1000;
    if (seconds < 120)
        return u"%1 s"_s.arg(seconds);
    if (seconds < 2 * 3600)
        return u"%1 min"_s.arg(seconds / 60);
    if (seconds < 2 * 86400)
        return u"%1 h"_s.arg(seconds / 3600);
    return u"%1 d"_s.arg(seconds / 86400);
}
