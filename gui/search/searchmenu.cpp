// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "search/searchmenu.h"

#include "search/searchshelf.h"
#include "widgets/icons.h"

#include <QtWidgets/qinputdialog.h>
#include <QtWidgets/qmenu.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr int LongestLine = 60;

QString asMenuText(QString text)
{
    if (text.size() > LongestLine)
        text = text.first(LongestLine - 1) + u'…';
    return text.replace(u'&', u"&&"_s).replace(u'\t', u' ');
}

} // namespace

SearchMenu::SearchMenu(QWidget *parent)
    : QToolButton(parent)
    , m_menu(new QMenu(this))
{
    setObjectName(u"searchMenu"_s);
    setIcon(Icons::icon(u"history"_s));
    setAccessibleName(tr("Saved views and earlier searches"));
    setToolTip(tr("Saved views and earlier searches"));
    setPopupMode(QToolButton::InstantPopup);
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, &SearchMenu::fill);
}

void SearchMenu::fill()
{
    m_menu->clear();
    QAction *save = m_menu->addAction(tr("&Save this search…"));
    connect(save, &QAction::triggered, this, &SearchMenu::saveWanted);
    fillViews();
    const QStringList history = SearchShelf::history();
    if (history.isEmpty())
        return;
    m_menu->addSection(tr("Searched before"));
    for (const QString &text : history)
        connect(m_menu->addAction(asMenuText(text)), &QAction::triggered, this,
                [this, text] { Q_EMIT chosen(text); });
    m_menu->addSeparator();
    connect(m_menu->addAction(tr("&Forget these")), &QAction::triggered, this, &SearchShelf::forget);
}

void SearchMenu::fillViews()
{
    const QMap<QString, QString> views = SearchShelf::views();
    if (views.isEmpty())
        return;
    m_menu->addSection(tr("Saved views"));
    for (const auto &[name, text] : views.asKeyValueRange()) {
        QAction *view = m_menu->addAction(asMenuText(name));
        view->setToolTip(text);
        connect(view, &QAction::triggered, this, [this, text = text] { Q_EMIT chosen(text); });
    }
    QMenu *remove = m_menu->addMenu(tr("&Remove a view"));
    for (const QString &name : views.keys())
        connect(remove->addAction(asMenuText(name)), &QAction::triggered, this,
                [name] { SearchShelf::remove(name); });
}

void SearchMenu::askToSave(const QString &text)
{
    if (text.isEmpty())
        return;
    auto *dialog = new QInputDialog(this);
    dialog->setObjectName(u"saveViewDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save this search"));
    dialog->setLabelText(tr("Name of the view:"));
    dialog->setOkButtonText(tr("Save"));
    connect(dialog, &QInputDialog::textValueSelected, this,
            [text](const QString &name) { SearchShelf::save(name.trimmed(), text); });
    dialog->open();
}

} // namespace Axess
