// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/screenshots.h"

#include "app/storewindow.h"
#include "migration/migrationflow.h"

#include <QtCore/qdir.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qpushbutton.h>

namespace Axess {

using namespace Qt::StringLiterals;

// Looked at only: nothing is moved by a picture. A window that may not move anything says so.
void Screenshots::planMigration(const QString &theme)
{
    const auto settled = [this] { return m_window.isSettled(); };
    const auto button = [this](const QString &name) {
        return m_window.migrations().wizard()->findChild<QPushButton *>(name);
    };
    then(settled, [this] { m_window.migrations().ask(); });
    then([] { return true; },
         [this] {
             m_window.migrations()
                 .wizard()
                 ->findChild<QComboBox *>(u"migrationTarget"_s)
                 ->setEditText(QDir::temp().filePath(u"axess-screenshot-target.db"_s));
         });
    then([] { return true; },
         [this, button, theme] {
             save(u"migration-where-"_s + theme, *m_window.migrations().wizard());
             button(u"migrationNext"_s)->click();
         });
    then(
        [button] {
            return button(u"migrationAgain"_s)->isEnabled() || !button(u"migrationAgain"_s)->isVisible();
        },
        [] {});
    then([] { return true; },
         [this, button, theme] {
             save(u"migration-before-"_s + theme, *m_window.migrations().wizard());
             if (button(u"migrationBack"_s)->isVisible())
                 button(u"migrationBack"_s)->click();
             m_window.migrations().wizard()->close();
         });
}

} // namespace Axess
