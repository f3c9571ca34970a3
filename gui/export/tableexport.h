// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "export/exportformat.h"
#include "jobs/threadjob.h"

#include <QtCore/qjsonobject.h>

namespace Axess {

/// A list that is exported, read page by page. On a thread that waits for it.
struct TableSource
{
    struct Page
    {
        QList<QStringList> rows; ///< Whole texts, as the columns stand.
        QList<QJsonObject> objects; ///< The same, as axessctl writes them.
        bool hasMore = false;
    };

    QString title; ///< Of the job.
    QString what; ///< For the audit trail: what is carried out of the store.
    QStringList columns;
    std::function<Result<Page>(const ThreadJob::Store &, const std::stop_token &)> next;
};

/// Writes a list into a file, whole or not at all, as a job that can be stopped. Recorded in the audit trail.
class TableExport
{
    Q_DECLARE_TR_FUNCTIONS(Axess::TableExport)

public:
    static ThreadJob::Order order(const TableSource &source, const ExportFormat &format, const QString &path);

    static QByteArray begin(const TableSource &source, const ExportFormat &format);
    static QByteArray piece(const TableSource::Page &page, const ExportFormat &format, bool first);

private:
    static ThreadJob::Done write(const TableSource &source, const ExportFormat &format, const QString &path,
                                 const ThreadJob::Store &store, ThreadSteering &steering);
};

} // namespace Axess
