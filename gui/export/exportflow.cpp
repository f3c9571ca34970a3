// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "export/exportflow.h"

#include "search/searchtexts.h"
#include "widgets/messagestrip.h"

#include <QtCore/qdir.h>
#include <QtCore/qlocale.h>

namespace Axess {

using namespace Qt::StringLiterals;

ExportFlow::ExportFlow(Console &console, MessageStrip &strip, QWidget *window)
    : QObject(window)
    , m_console(console)
    , m_strip(strip)
    , m_window(window)
{
    connect(&strip, &MessageStrip::actionTriggered, this, [this] {
        if (m_export)
            m_export->stop();
    });
}

void ExportFlow::ask(const ExportMaterial &material)
{
    if (isBusy())
        return;
    const ExportOffer offer {.selected = material.selected.size(),
                             .shown = material.shown.size(),
                             .isShownAll = material.isShownAll,
                             .cost = SearchTexts::cost(material.plan.search().cost(), {}),
                             .suggestedPath = ExportDialog::suggestedPath(u"sessions"_s, m_console.now())};
    auto *dialog = new ExportDialog(offer, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, material] { accepted(*dialog, material); });
    dialog->open();
}

void ExportFlow::accepted(const ExportDialog &dialog, const ExportMaterial &material)
{
    ExportOrder order {.format = dialog.format(), .path = dialog.path(), .sessions = {}, .plan = {}};
    order.format.columns = material.columns;
    switch (dialog.scope()) {
    case ExportDialog::Scope::Selected:
        order.sessions = material.selected;
        break;
    case ExportDialog::Scope::Shown:
        order.sessions = material.shown;
        break;
    case ExportDialog::Scope::Matching:
        order.plan = material.plan;
        break;
    }
    start(order);
}

void ExportFlow::start(const ExportOrder &order)
{
    m_export = new SessionExport(m_console, order, this);
    connect(m_export, &SessionExport::progressed, this, &ExportFlow::tellProgress);
    connect(m_export, &SessionExport::finished, this,
            [this, path = order.path](qint64 written, const QString &problem) {
                finished(path, written, problem);
            });
    m_strip.show(tr("Exporting sessions…"), Tone::Info);
    m_strip.offer(tr("Stop"));
    m_export->start();
}

void ExportFlow::tellProgress(qint64 written)
{
    m_strip.setText(tr("Exporting sessions: %1 written so far.").arg(QLocale().toString(written)));
}

void ExportFlow::finished(const QString &path, qint64 written, const QString &problem)
{
    m_export->deleteLater();
    m_export.clear();
    if (problem.isEmpty())
        m_strip.show(
            tr("%n session(s) written to %1.", nullptr, int(written)).arg(QDir::toNativeSeparators(path)),
            Tone::Good);
    else
        m_strip.show(problem, Tone::Attention);
}

} // namespace Axess
