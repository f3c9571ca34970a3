// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/sessionexport.h"

#include <QtCore/qthreadpool.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

// Disks may hang; the event loop does not wait for them.
template<typename Work> auto onWorker(Work work)
{
    return QtFuture::makeReadyVoidFuture().then(QThreadPool::globalInstance(), std::move(work));
}

} // namespace

SessionExport::SessionExport(Console &console, ExportOrder order, QObject *parent)
    : QObject(parent)
    , m_console(console)
    , m_order(std::move(order))
    , m_file(std::make_shared<ExportFile>(m_order.path))
{ }

SessionExport::~SessionExport()
{
    m_stop.request_stop();
}

void SessionExport::start()
{
    onWorker([file = m_file, begin = m_order.format.begin()] {
        return file->open().and_then([&] { return file->write(begin); });
    }).then(this, [this](const ExportFile::Written &done) {
        if (done)
            next();
        else
            end(done.error());
    });
}

void SessionExport::stop()
{
    m_stop.request_stop();
}

// The cursor of chosen sessions is how many were written.
QFuture<SessionExport::Page> SessionExport::nextPage()
{
    if (m_order.plan)
        return m_console.page(*m_order.plan, m_cursor, PageRows, m_stop.get_token());
    SessionPage page;
    page.sessions
        = m_order.sessions.sliced(m_written, std::min<qint64>(PageRows, m_order.sessions.size() - m_written));
    if (m_written + page.sessions.size() < m_order.sessions.size())
        page.next = "more"_ba;
    return QtFuture::makeReadyValueFuture(Page(page));
}

void SessionExport::next()
{
    nextPage().then(this, [this](const Page &page) {
        if (m_stop.stop_requested())
            end(tr("The export was stopped. Nothing of it was kept."));
        else if (!page)
            end(tr("%1 Nothing was exported.").arg(Texts::problem(page.error())));
        else
            write(*page);
    });
}

void SessionExport::write(const SessionPage &page)
{
    const bool last = page.next.isEmpty();
    onWorker([file = m_file, format = m_order.format, sessions = page.sessions, first = m_written == 0,
              last] {
        const ExportFile::Written done = file->write(format.rows(sessions, first));
        return !done || !last ? done : file->write(format.end()).and_then([&] { return file->finish(); });
    }).then(this, [this, page](const ExportFile::Written &done) { written(done, page); });
}

void SessionExport::written(const ExportFile::Written &done, const SessionPage &page)
{
    if (!done) {
        end(done.error());
        return;
    }
    m_written += page.sessions.size();
    m_cursor = page.next;
    if (page.next.isEmpty()) {
        end({});
        return;
    }
    Q_EMIT progressed(m_written);
    next();
}

void SessionExport::end(const QString &problem)
{
    onWorker([file = std::move(m_file)] { file->abandon(); });
    Q_EMIT finished(m_written, problem);
}

} // namespace Axess
