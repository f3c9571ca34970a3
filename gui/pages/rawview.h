// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/sessionrow.h>

#include <QtWidgets/qwidget.h>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace Axess {

class StatePanel;

/// A session's opened data as the bytes of its CBOR encoding. Shut as long as the data is.
class RawView : public QWidget
{
    Q_OBJECT

public:
    static constexpr qsizetype MostBytes = 64 * 1024; ///< Shown; all can be saved.

    explicit RawView(QWidget *parent = nullptr);

    void lock();
    void show(const SessionRow &row); ///< Offers to.
    void reveal();
    QString text() const;
    /// Writes the bytes, or says why not and leaves nothing behind. Empty = it went well.
    QString save(const QString &path) const;

    /// Offset, sixteen bytes in hexadecimal, the same as text: a line each.
    static QString hexDump(QByteArrayView bytes);

Q_SIGNALS:
    void unlockWanted();

private:
    void askWhereToSave();

    QByteArray m_bytes;
    QStackedWidget *m_stack;
    StatePanel *m_locked;
    QPlainTextEdit *m_text;
    QLabel *m_note;
    QPushButton *m_save;
};

} // namespace Axess
