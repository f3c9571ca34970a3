// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keys/keyspage.h"

#include "app/timetexts.h"
#include "keys/keytexts.h"
#include "keys/sharedelegate.h"
#include "widgets/icons.h"
#include "widgets/messagestrip.h"
#include "widgets/panel.h"
#include "widgets/statepanel.h"

#include <QtCore/qlocale.h>
#include <QtGui/qstandarditemmodel.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qheaderview.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qstackedwidget.h>
#include <QtWidgets/qtoolbutton.h>

namespace Axess {

using namespace Qt::StringLiterals;

KeysPage::KeysPage(Console &console, QWidget *parent)
    : Page(console, parent)
    , m_model(new KeysModel(now(), this))
    , m_instances(new QStandardItemModel(this))
    , m_strip(new MessageStrip(this))
    , m_stack(new QStackedWidget(this))
    , m_state(new StatePanel(this))
    , m_table(new ListTable(u"keysTable"_s, tr("Keys"), this))
    , m_instanceTable(new ListTable(u"keyInstances"_s, tr("Instances and the keys they know"), this))
    , m_noInstance(new QLabel(this))
    , m_footer(new QLabel(this))
{
    setObjectName(u"keysPage"_s);
    m_strip->setObjectName(u"rotationStrip"_s);
    m_strip->keepOpen();
    m_strip->hide();
    m_footer->setObjectName(u"keysFooter"_s);
    m_footer->setTextFormat(Qt::PlainText);
    m_footer->setForegroundRole(QPalette::PlaceholderText);
    m_footer->setContentsMargins(16, 6, 16, 8);
    m_table->setModel(m_model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setItemDelegate(new ShareDelegate(KeysModel::State, KeysModel::ToneRole, KeysModel::Share,
                                               KeysModel::ShareRole, m_table));
    m_table->setWidths({16, 12, 14, 16, 12, 34, 12});
    auto *content = new QWidget(this);
    auto *inside = new QVBoxLayout(content);
    inside->setContentsMargins(0, 0, 0, 0);
    inside->setSpacing(0);
    inside->addWidget(m_table, 3);
    inside->addWidget(instancesPanel(), 2);
    m_stack->addWidget(content);
    m_stack->addWidget(m_state);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(toolRow());
    column->addWidget(m_strip);
    column->addWidget(m_stack, 1);
    column->addWidget(m_footer);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &KeysPage::judge);
    connect(m_model, &QAbstractItemModel::modelReset, this, &KeysPage::judge);
    connect(m_state, &StatePanel::actionTriggered, this, &KeysPage::refresh);
    connect(m_strip, &MessageStrip::actionTriggered, this, [this] {
        if (const auto unfinished = m_sight ? m_sight->unfinished() : std::nullopt)
            Q_EMIT rotationWanted(*unfinished);
    });
    judge();
}

QLayout *KeysPage::toolRow()
{
    auto *row = new QHBoxLayout;
    row->setContentsMargins(16, 14, 16, 10);
    row->setSpacing(4);
    const auto add
        = [&](const QString &icon, const QString &text, const QString &name, KeyAct act, GatedAct gated) {
              auto *button = new QToolButton(this);
              button->setObjectName(name);
              button->setIcon(Icons::icon(icon));
              button->setText(text);
              button->setAccessibleName(text);
              button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
              button->setAutoRaise(true);
              button->setFocusPolicy(Qt::TabFocus);
              row->addWidget(button);
              m_tools.append({button, act, gated});
              connect(button, &QToolButton::clicked, this, [this, act] { Q_EMIT actWanted(act, current()); });
          };
    add(u"refresh"_s, tr("Rotate…"), u"keyRotate"_s, KeyAct::Rotate, GatedAct::TurnKeys);
    row->addSpacing(12);
    add(u"create"_s, tr("Add a key…"), u"keyAdd"_s, KeyAct::Add, GatedAct::TurnKeys);
    add(u"key"_s, tr("Activate…"), u"keyActivate"_s, KeyAct::Activate, GatedAct::TurnKeys);
    add(u"ended"_s, tr("Retire…"), u"keyRetire"_s, KeyAct::Retire, GatedAct::EndKeys);
    add(u"warning"_s, tr("Compromised…"), u"keyCompromise"_s, KeyAct::Compromise, GatedAct::EndKeys);
    row->addSpacing(12);
    add(u"ok"_s, tr("Verify"), u"keyVerify"_s, KeyAct::Verify, GatedAct::SteerJob);
    add(u"shield"_s, tr("Root key…"), u"rootKeyChange"_s, KeyAct::ChangeRootKey, GatedAct::EndKeys);
    row->addStretch();
    return row;
}

Panel *KeysPage::instancesPanel()
{
    auto *panel = new Panel(tr("Who knows which key"), this);
    m_instanceTable->setModel(m_instances);
    m_instanceTable->setSelectionMode(QAbstractItemView::NoSelection);
    m_instanceTable->setFocusPolicy(Qt::TabFocus);
    m_instanceTable->setItemDelegate(new CellDelegate(CellDelegate::NoChips, 0, m_instanceTable));
    m_instanceTable->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_noInstance->setText(tr("No application tells that it uses this store."));
    m_noInstance->setForegroundRole(QPalette::PlaceholderText);
    m_noInstance->setAlignment(Qt::AlignTop);
    panel->body()->addWidget(m_instanceTable);
    panel->body()->addWidget(m_noInstance, 1);
    return panel;
}

bool KeysPage::isOpen() const
{
    const StoreCapabilities &can = console().capabilities();
    return can.sealed && can.hasKey;
}

void KeysPage::refresh()
{
    const StoreCapabilities &can = console().capabilities();
    if (!can.sealed) {
        refuse(
            tr("This store does not encrypt"),
            tr("Whoever reads the store reads the sessions' data. `axessctl store seal` changes that while "
               "applications use it."));
        return;
    }
    if (!can.hasKey) {
        refuse(
            tr("The ring stays shut"),
            tr("The keys are sealed by the root key, and this window was opened without it. Open the store "
               "with its root key file. The overview shows how many sessions each key seals."));
        return;
    }
    // It counts every row: never two at once.
    if (std::exchange(m_isAsking, true)) {
        m_isWished = true;
        return;
    }
    if (!m_sight) {
        m_stack->setCurrentWidget(m_state);
        m_state->showBusy(tr("Reading the ring…"));
    }
    console()
        .lookAtLength([](const std::shared_ptr<SessionStore> &store) { return lookAtKeys(store); })
        .then(this, [this](const Result<KeySight> &sight) {
            m_isAsking = false;
            take(sight);
            if (std::exchange(m_isWished, false))
                refresh();
        });
}

void KeysPage::take(const Result<KeySight> &sight)
{
    if (sight) {
        m_sight = *sight;
        fill();
        return;
    }
    // What was shown stays, as of then; the strip of the window says what is the matter with the store.
    if (m_sight && sight.error().code() == ErrorCode::Unavailable) {
        m_footer->setText(tr("Not refreshed. %1").arg(Texts::problem(sight.error())));
        return;
    }
    m_sight.reset();
    m_state->show({.icon = u"problem"_s,
                   .title = tr("The ring could not be read"),
                   .sentence = Texts::problem(sight.error()),
                   .action = tr("Try again"),
                   .detail = sight.error().message(),
                   .tone = Tone::Danger});
    m_stack->setCurrentWidget(m_state);
    m_footer->clear();
    m_strip->hide();
    judge();
}

void KeysPage::refuse(const QString &title, const QString &sentence, const QString &detail)
{
    m_state->show({.icon = u"lock"_s, .title = title, .sentence = sentence, .action = {}, .detail = detail});
    m_stack->setCurrentWidget(m_state);
    judge();
}

void KeysPage::fill()
{
    const auto chosen = current();
    m_model->show(m_sight->report, m_sight->informed());
    m_stack->setCurrentIndex(0);
    if (chosen)
        select(chosen->key.id);
    fillInstances();
    tellRotation();
    const KeyReport &report = m_sight->report;
    QStringList parts {tr("Opened by root key %1").arg(report.rootKeys.join(tr(" or ")))};
    if (report.rootKeys.size() > 1)
        parts.append(tr("its change is not finished"));
    parts.append(report.isCounted ? tr("%n session(s) counted", nullptr, int(report.sessions))
                                  : tr("too many sessions to count them in time"));
    if (report.unsealed > 0)
        parts.append(tr("%n of them name no key", nullptr, int(report.unsealed)));
    parts.append(tr("as of %1").arg(TimeTexts::brief(console().now(), console().now())));
    m_footer->setText(parts.join(u" · "_s));
    judge();
}

void KeysPage::fillInstances()
{
    m_instances->clear();
    m_instances->setHorizontalHeaderLabels(
        {tr("Instance"), tr("Knows all keys"), tr("Root key"), tr("Last heard of")});
    for (const InstanceInfo &instance : m_sight->instances) {
        QStringList missing;
        for (const KeyUse &use : m_sight->report.keys) {
            if (!instance.keysKnown.contains(use.key.id))
                missing.append(Texts::keyId(use.key.id));
        }
        const QString known = instance.keysKnown.isEmpty() ? tr("it does not tell")
            : missing.isEmpty()                            ? tr("yes")
                                                           : tr("not yet %1").arg(missing.join(u", "_s));
        const QString root = instance.rootKey.isEmpty() ? tr("none, or it does not tell") : instance.rootKey;
        QList<QStandardItem *> items;
        for (const QString &text :
             {KeyTexts::instance(instance), known, root, TimeTexts::ago(instance.renewed, console().now())})
            items.append(new QStandardItem(text));
        m_instances->appendRow(items);
    }
    m_instanceTable->setWidths({34, 30, 24, 20});
    m_instanceTable->setVisible(!m_sight->instances.isEmpty());
    m_noInstance->setVisible(m_sight->instances.isEmpty());
}

void KeysPage::tellRotation()
{
    const auto job = m_sight->unfinished();
    m_strip->setVisible(job.has_value());
    if (!job)
        return;
    const QString state = job->state == JobState::Paused ? tr("is paused")
        : job->state == JobState::Waiting                ? tr("waits for a worker")
                                                         : tr("is under way");
    m_strip->show(tr("%1 %2: %3. Begun by %4, %5.", "title, state, phase, who, when")
                      .arg(KeyTexts::rotationTitle(*job), state, KeyTexts::rotationProgress(*job),
                           job->request.by, TimeTexts::ago(job->submitted, console().now())),
                  job->state == JobState::Running ? Tone::Info : Tone::Attention);
    if (console().gate().allows(GatedAct::TurnKeys))
        m_strip->offer(job->state == JobState::Running ? tr("Show") : tr("Go on…"));
}

void KeysPage::select(quint32 key)
{
    if (const int row = m_model->rowOf(key); row >= 0)
        m_table->selectRow(row);
}

std::optional<KeyUse> KeysPage::current() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? std::nullopt : m_model->use(rows.constFirst().row());
}

bool KeysPage::suits(KeyAct act, const std::optional<KeyUse> &use) const
{
    const QString state = use ? use->key.state : QString();
    switch (act) {
    case KeyAct::Activate:
        return state == "staged"_L1;
    case KeyAct::Retire:
        return state == "decrypt-only"_L1 || state == "retired"_L1;
    case KeyAct::Compromise:
        // Twice is once: what was interrupted behind the mark is done again.
        return use.has_value();
    case KeyAct::Rotate:
    case KeyAct::Add:
    case KeyAct::Verify:
    case KeyAct::ChangeRootKey:
        break;
    }
    return true;
}

void KeysPage::judge()
{
    const auto use = current();
    for (const Tool &tool : std::as_const(m_tools)) {
        // Verifying only reads.
        const bool isAllowed = tool.act == KeyAct::Verify || console().gate().allows(tool.gated);
        tool.button->setEnabled(isOpen() && m_sight && m_actionsEnabled && isAllowed && suits(tool.act, use));
        tool.button->setToolTip(isAllowed ? QString() : console().gate().refusal(tool.gated));
    }
}

void KeysPage::setActionsEnabled(bool enabled)
{
    m_actionsEnabled = enabled;
    judge();
}

} // namespace Axess
