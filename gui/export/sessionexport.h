// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"
#include "export/exportfile.h"
#include "export/exportformat.h"

namespace Axess {

/// What is to be exported, how, and where to.
struct ExportOrder
{
    ExportFormat format;
    QString path;
    QList<ListedSession> sessions {}; ///< These,
    std::optional<SearchPlan> plan {}; ///< or all that this finds.
};

/// Writes sessions into a file, page by page: the store is asked and the file written on other threads.
///
/// Ended or destroyed before its end it leaves nothing behind. Lives in the window's thread.
class SessionExport : public QObject
{
    Q_OBJECT

public:
    static constexpr int PageRows = 1000;

    SessionExport(Console &console, ExportOrder order, QObject *parent = nullptr);
    ~SessionExport() override;

    void start();
    void stop();

Q_SIGNALS:
    void progressed(qint64 written);
    /// Empty sentence = the file is whole.
    void finished(qint64 written, const QString &problem);

private:
    using Page = Result<SessionPage>;

    void open();
    void next();
    QFuture<Page> nextPage();
    void write(const SessionPage &page);
    void written(const ExportFile::Written &done, const SessionPage &page);
    void end(const QString &problem);

    Console &m_console;
    const ExportOrder m_order;
    std::shared_ptr<ExportFile> m_file; ///< Used by one worker at a time.
    std::stop_source m_stop;
    QByteArray m_cursor;
    qint64 m_written = 0;
    std::optional<RecordedLook> m_look;
};

} // namespace Axess
