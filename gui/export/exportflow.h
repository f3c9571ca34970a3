// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "export/exportdialog.h"
#include "export/sessionexport.h"

#include <QtCore/qpointer.h>

namespace Axess {

class MessageStrip;

/// What a tab has to export.
struct ExportMaterial
{
    QList<ListedSession> selected;
    QList<ListedSession> shown;
    bool isShownAll = false;
    SearchPlan plan;
    QList<SessionField> columns;
};

/// Exporting from question to file: one at a time, with progress and Stop in a strip.
class ExportFlow : public QObject
{
    Q_OBJECT

public:
    ExportFlow(Console &console, MessageStrip &strip, QWidget *window);

    void ask(const ExportMaterial &material);
    void start(const ExportOrder &order);
    bool isBusy() const { return !m_export.isNull(); }

private:
    void accepted(const ExportDialog &dialog, const ExportMaterial &material);
    void tellProgress(qint64 written);
    void finished(const QString &path, qint64 written, const QString &problem);

    Console &m_console;
    MessageStrip &m_strip;
    QWidget *m_window;
    QPointer<SessionExport> m_export;
};

} // namespace Axess
