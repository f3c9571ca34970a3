// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "export/exportformat.h"

#include <QtWidgets/qdialog.h>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace Axess {

/// What there is to choose among.
struct ExportOffer
{
    qsizetype selected = 0;
    qsizetype shown = 0;
    bool isShownAll = false; ///< What is shown is all that matches.
    QString cost; ///< Of reading all that matches.
    QString suggestedPath; ///< Without ending.
    QString title {}; ///< Of the dialog; empty = sessions are exported.
};

/// Which sessions go into which file, and how they are written.
class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    enum class Scope : quint8 { Selected, Shown, Matching };

    explicit ExportDialog(const ExportOffer &offer, QWidget *parent = nullptr);

    Scope scope() const;
    ExportFormat format() const; ///< Without columns.
    QString path() const;
    /// Without ending, in the person's documents: what it is, and when.
    static QString suggestedPath(const QString &name, qint64 now);

private:
    void fillScopes(const ExportOffer &offer);
    void fillFormats(const ExportOffer &offer);
    QLayout *fileRow();
    QLayout *buttons();
    void choosePath();
    void formatChanged();
    void changed();

    QComboBox *m_scope;
    QComboBox *m_format;
    QComboBox *m_delimiter;
    QCheckBox *m_header;
    QCheckBox *m_mark;
    QLineEdit *m_path;
    QLabel *m_note;
    QPushButton *m_export;
};

} // namespace Axess
