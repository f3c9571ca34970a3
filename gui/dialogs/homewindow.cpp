// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dialogs/homewindow.h"

#include "app/errordetail.h"
#include "app/storeopener.h"
#include "app/texts.h"
#include "dialogs/storechooser.h"
#include "widgets/icons.h"
#include "widgets/messagestrip.h"
#include "widgets/panel.h"

#include <QtGui/qevent.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlistwidget.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr int PlaceWidth = 240;

enum ItemRole { UrlRole = Qt::UserRole, KeyRole, EnvironmentRole };

} // namespace

HomeWindow::HomeWindow(ConsoleMode mode, QWidget *parent)
    : QWidget(parent)
    , m_chooser(new StoreChooser(this))
    , m_recent(new QListWidget(this))
    , m_strip(new MessageStrip(this))
    , m_mode(mode)
{
    setObjectName(u"homeWindow"_s);
    setWindowTitle(tr("Open a store - Axess Console"));
    auto *open = new Panel(tr("Open a store"), this);
    open->body()->addWidget(m_chooser);
    open->body()->addStretch();
    auto *row = new QHBoxLayout;
    row->setContentsMargins(24, 4, 24, 24);
    row->setSpacing(16);
    row->addWidget(open, 3);
    row->addWidget(recentSide(), 2);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(m_strip);
    column->addWidget(headline());
    column->addLayout(row, 1);
    connect(m_chooser, &StoreChooser::openRequested, this, &HomeWindow::open);
    fillRecent();
    setMinimumSize(760, 440);
    resize(920, 520);
}

QWidget *HomeWindow::headline()
{
    auto *headline = new QWidget(this);
    auto *picture = new QLabel(headline);
    picture->setPixmap(QIcon(u":/icons/axess-console.svg"_s).pixmap(40, 40));
    auto *title = new QLabel(tr("Axess Console"), headline);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.6);
    large.setBold(true);
    title->setFont(large);
    auto *sentence = new QLabel(tr("Find sessions, log them out, and see why one ended."), headline);
    sentence->setForegroundRole(QPalette::PlaceholderText);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(title);
    words->addWidget(sentence);
    auto *row = new QHBoxLayout(headline);
    row->setContentsMargins(26, 16, 24, 4);
    row->setSpacing(14);
    row->addWidget(picture);
    row->addLayout(words, 1);
    return headline;
}

QWidget *HomeWindow::recentSide()
{
    auto *panel = new Panel(tr("Opened last"), this);
    m_recent->setObjectName(u"recentStores"_s);
    m_recent->setAccessibleName(tr("Stores that were opened last"));
    m_recent->setFrameShape(QFrame::NoFrame);
    m_recent->setIconSize({20, 20});
    m_recent->setSpacing(2);
    m_recent->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    panel->body()->addWidget(m_recent);
    connect(m_recent, &QListWidget::itemActivated, this,
            [this](const QListWidgetItem *item) { open(addressOf(item)); });
    connect(m_recent, &QListWidget::itemClicked, this,
            [this](const QListWidgetItem *item) { m_chooser->set(addressOf(item)); });
    return panel;
}

void HomeWindow::fillRecent()
{
    m_recent->clear();
    for (const StoreAddress &store : m_stores.list()) {
        const QString access = store.rootKeyFile.isEmpty() ? tr("without key") : tr("with root key");
        const QString name = store.url.section(u'/', -1).section(u'?', 0, 0);
        const QString where = m_recent->fontMetrics().elidedText(store.url, Qt::ElideMiddle, PlaceWidth);
        const QString mark = store.environment == Environment::Unmarked
            ? QString()
            : EnvironmentTexts::label(store.environment) + u" · "_s;
        auto *item = new QListWidgetItem(Icons::icon(u"store"_s),
                                         u"%1 · %2%3\n%4"_s.arg(name, mark, access, where), m_recent);
        item->setData(UrlRole, store.url);
        item->setData(KeyRole, store.rootKeyFile);
        item->setData(EnvironmentRole, int(store.environment));
        item->setToolTip(store.url);
    }
    if (m_recent->count() > 0)
        return;
    auto *hint = new QListWidgetItem(tr("Stores appear here once you have opened one."), m_recent);
    hint->setFlags(Qt::NoItemFlags);
}

StoreAddress HomeWindow::addressOf(const QListWidgetItem *item) const
{
    return {item->data(UrlRole).toString(), item->data(KeyRole).toString(),
            Environment(item->data(EnvironmentRole).toInt())};
}

void HomeWindow::suggest(const StoreAddress &address)
{
    m_chooser->set(address);
}

void HomeWindow::open(const StoreAddress &address)
{
    if (m_opening || address.url.isEmpty())
        return;
    m_opening = true;
    m_chooser->set(address);
    m_chooser->setBusy(true);
    m_strip->hide();
    openStore(address, m_mode)
        .then(this, [this, address](const Result<std::shared_ptr<SessionStore>> &store) {
            opened(store, address);
        });
}

void HomeWindow::opened(const Result<std::shared_ptr<SessionStore>> &store, const StoreAddress &address)
{
    m_opening = false;
    m_chooser->setBusy(false);
    if (!store) {
        const QString sentence = tr("The store could not be opened. %1").arg(store.error().message());
        m_strip->show(sentence, Tone::Danger,
                      Texts::problem(store.error()) + u'\n' + errorDetail(store.error()));
        Q_EMIT openFailed(sentence);
        return;
    }
    m_stores.remember(address);
    fillRecent();
    Q_EMIT storeOpened(*store, address);
}

} // namespace Axess
