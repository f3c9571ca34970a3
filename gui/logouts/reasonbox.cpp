// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logouts/reasonbox.h"

#include <QtWidgets/qlineedit.h>

namespace Axess {

using namespace Qt::StringLiterals;

ReasonBox::ReasonBox(QWidget *parent)
    : QComboBox(parent)
{
    setObjectName(u"logOutReason"_s);
    setAccessibleName(tr("Reason"));
    setEditable(true);
    addItems({tr("Asked for by the user"), tr("Device lost or stolen"), tr("Account compromised"),
              tr("Access withdrawn"), tr("Suspicious use"), tr("Maintenance")});
    setCurrentIndex(-1);
    lineEdit()->setPlaceholderText(tr("Choose or write why; it is kept with the session"));
    lineEdit()->setAccessibleName(tr("Reason"));
    connect(this, &QComboBox::activated, this, [this](int index) {
        if (itemText(index) != tr("Account compromised"))
            return;
        m_isCompromised = true;
        Q_EMIT compromisedChosen(true);
    });
    connect(this, &QComboBox::editTextChanged, this, [this](const QString &text) {
        if (!m_isCompromised || text == tr("Account compromised"))
            return;
        m_isCompromised = false;
        Q_EMIT compromisedChosen(false);
    });
}

QString ReasonBox::problem(qsizetype taken) const
{
    if (reason().isEmpty())
        return tr("Give a reason first");
    return reason().toUtf8().size() + taken > MaximumBytes ? tr("The reason is too long") : QString();
}

} // namespace Axess
