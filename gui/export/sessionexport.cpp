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

// As many as an entry of the trail has room for.
QString firstIds(const QList<ListedSession> &sessions)
{
    constexpr qsizetype most = 12;
    QStringList ids;
    for (const ListedSession &session : sessions.first(std::min(most, sessions.size())))
        ids.append(session.row.id.text());
    return ids.join(u' ') + (sessions.size() > most ? u" …"_s : QString());
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

// No audit, no export, where the deployment wants it so.
void SessionExport::start()
{
    const QString what = m_order.plan
        ? u"all that match “%1”"_s.arg(m_order.plan->search().text())
        : u"%1 session(s): "_s.arg(m_order.sessions.size()) + firstIds(m_order.sessions);
    m_console.recordLook(u"export"_s, what).then(this, [this](const Result<RecordedLook> &look) {
        if (!look) {
            end(Texts::notRecorded(look.error()));
            return;
        }
        m_look = *look;
        open();
    });
}

void SessionExport::open()
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
    if (m_look)
        m_console.endLook(*m_look,
                          problem.isEmpty() ? std::nullopt
                                            : std::optional(Error(ErrorCode::Unavailable, problem)));
    Q_EMIT finished(m_written, problem);
}

} // namespace Axess
