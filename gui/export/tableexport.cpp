// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/tableexport.h"

#include "export/exportfile.h"

#include <axess/recordedlook.h>

#include <QtCore/qdir.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qlocale.h>

namespace Axess {

using namespace Qt::StringLiterals;

QByteArray TableExport::begin(const TableSource &source, const ExportFormat &format)
{
    if (format.kind != ExportFormat::Kind::Csv)
        return format.begin();
    const QByteArray mark = format.hasByteOrderMark ? "\xef\xbb\xbf"_ba : QByteArray();
    return format.hasHeader ? mark + csvLine(source.columns, format.delimiter) : mark;
}

QByteArray TableExport::piece(const TableSource::Page &page, const ExportFormat &format, bool first)
{
    QByteArray text;
    if (format.kind == ExportFormat::Kind::Csv) {
        for (const QStringList &row : page.rows)
            text += csvLine(row, format.delimiter);
        return text;
    }
    for (const QJsonObject &object : page.objects) {
        const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact);
        if (format.kind == ExportFormat::Kind::Json)
            text += (std::exchange(first, false) ? "\n" : ",\n") + line;
        else
            text += line + '\n';
    }
    return text;
}

// The file removes itself unless it was finished.
ThreadJob::Done TableExport::write(const TableSource &source, const ExportFormat &format, const QString &path,
                                   const ThreadJob::Store &store, ThreadSteering &steering)
{
    ExportFile file(path);
    if (const auto begun = file.open().and_then([&] { return file.write(begin(source, format)); }); !begun)
        return begun;
    qint64 written = 0;
    for (bool hasMore = true; hasMore;) {
        const auto page = source.next(store, steering.token());
        if (steering.isStopped())
            return {};
        if (!page)
            return std::unexpected(tr("%1 Nothing was exported.").arg(Texts::problem(page.error())));
        if (const auto done = file.write(piece(*page, format, written == 0)); !done)
            return done;
        written += page->rows.size();
        hasMore = page->hasMore;
        steering.goOn(written);
    }
    return file.write(format.end()).and_then([&] { return file.finish(); });
}

ThreadJob::Order TableExport::order(const TableSource &source, const ExportFormat &format,
                                    const QString &path)
{
    auto written = std::make_shared<std::atomic<qint64>>(0);
    const auto work = [source, format, path, written](const ThreadJob::Store &store,
                                                      ThreadSteering &steering) -> ThreadJob::Done {
        const auto look = RecordedLook::begin(store, u"export"_s, source.what);
        if (!look)
            return std::unexpected(Texts::notRecorded(look.error()));
        const auto done = write(source, format, path, store, steering);
        const QString problem = steering.isStopped() ? u"It was stopped"_s : done ? QString() : done.error();
        look->end(problem.isEmpty() ? std::nullopt : std::optional(Error(ErrorCode::Unavailable, problem)));
        *written = steering.done();
        return done;
    };
    return {.title = source.title,
            .work = work,
            .progress = [](qint64 rows) { return tr("%1 written").arg(QLocale().toString(rows)); },
            .result =
                [written, path] {
                    return tr("%n row(s) written to %1.", nullptr, int(*written))
                        .arg(QDir::toNativeSeparators(path));
                }};
}

} // namespace Axess
