// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"
#include "app/texts.h"

#include <QtWidgets/qwidget.h>

class QCheckBox;
class QStackedWidget;
class QTreeWidget;
class QTreeWidgetItem;

namespace Axess {

class MessageStrip;
class StatePanel;

/// A session's data: shut until it is unlocked, and shut again for the next session.
class SessionDataView : public QWidget
{
    Q_OBJECT

public:
    explicit SessionDataView(Console &console, QWidget *parent = nullptr);

    /// Shuts what was open and offers to unlock this session's data.
    void lock(const std::optional<SessionId> &session);
    void unlock();
    bool isOpen() const;
    QString sentence() const; ///< Of the panel that stands instead of the data, or of the strip above it.

Q_SIGNALS:
    void opened(const Axess::SessionRow &row); ///< Verified, or not sealed.

private:
    void open(const RecordedLook &look, quint64 question);
    void show(const Result<std::optional<ListedSession>> &session);
    void fill(const SessionRow &row);
    void refuse(const QString &title, const QString &sentence, Tone tone, const QString &detail = {});
    void maskSecrets();

    Console &m_console;
    std::optional<SessionId> m_session;
    QStackedWidget *m_stack;
    StatePanel *m_state;
    QWidget *m_content;
    MessageStrip *m_verdict;
    QTreeWidget *m_tree;
    QCheckBox *m_showSecrets;
    Latest m_latest;
};

} // namespace Axess
