// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/console.h"

#include <QtWidgets/qdialog.h>

class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace Axess {

class FindingList;

/// What is asked before something is done to keys.
struct KeyQuestion
{
    QString title; ///< Of the window.
    QString heading;
    QStringList sentences; ///< What it does, and what it does not.
    QStringList warnings;
    QString act; ///< Text of the button.
    QString typed; ///< What must be typed first; empty = nothing.
    GatedAct gated = GatedAct::TurnKeys;
    bool isDanger = false;
};

/// One question about keys. Nothing was done by then; Cancel is what Enter does.
class KeyDialog : public QDialog
{
    Q_OBJECT

public:
    KeyDialog(Console &console, const KeyQuestion &question, QWidget *parent = nullptr);

    /// The line of axessctl that does the same; empty = there is none yet.
    virtual QString line() const = 0;

Q_SIGNALS:
    void decided();

protected:
    /// Where more is asked, between the sentences and what is typed.
    QVBoxLayout *body() const { return m_body; }
    Console &console() const { return m_console; }
    virtual QString problem() const { return {}; } ///< Why it cannot be done yet; empty = it can.
    void judge();
    void growToFit(); ///< More is asked than before.

private:
    void layOut();
    QLayout *buttons();

    Console &m_console;
    const KeyQuestion m_question;
    QVBoxLayout *m_body;
    FindingList *m_warnings;
    QLabel *m_typedLabel;
    QLineEdit *m_typed;
    QPushButton *m_copy;
    QPushButton *m_cancel;
    QPushButton *m_act;
};

/// A question whose line is known from its beginning.
class PlainKeyDialog final : public KeyDialog
{
    Q_OBJECT

public:
    PlainKeyDialog(Console &console, const KeyQuestion &question, const QString &line,
                   QWidget *parent = nullptr);

    QString line() const override { return m_line; }

private:
    const QString m_line;
};

} // namespace Axess
