// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keys/keyadddialog.h"

#include "keys/keyorders.h"
#include "keys/keytexts.h"

#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qcombobox.h>

namespace Axess {

using namespace Qt::StringLiterals;

KeyAddDialog::KeyAddDialog(Console &console, QWidget *parent)
    : KeyDialog(console,
                {.title = tr("Add a key"),
                 .heading = tr("Add a key that nobody uses yet"),
                 .sentences = {tr("All instances learn of it. When they do, Activate puts it to use; Rotate "
                                  "does both, and seals everything anew.")},
                 .warnings = {},
                 .act = tr("Add"),
                 .typed = {},
                 .gated = GatedAct::TurnKeys,
                 .isDanger = false},
                parent)
    , m_purpose(new QComboBox(this))
{
    setObjectName(u"keyAddDialog"_s);
    m_purpose->setObjectName(u"keyPurpose"_s);
    m_purpose->setAccessibleName(tr("What the key is for"));
    for (const QString &purpose : {u"envelope"_s, u"cookie"_s, u"document"_s, u"audit"_s})
        m_purpose->addItem(KeyTexts::purpose(purpose), purpose);
    body()->addWidget(m_purpose);
    judge();
}

QString KeyAddDialog::purpose() const
{
    return m_purpose->currentData().toString();
}

QString KeyAddDialog::line() const
{
    return KeyLine(console().address()).add(purpose());
}

} // namespace Axess
