// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/sessiondataview.h"

#include "app/errordetail.h"
#include "app/texts.h"
#include "pages/cbortree.h"
#include "widgets/messagestrip.h"
#include "widgets/statepanel.h"
#include "widgets/tables.h"

#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qcheckbox.h>
#include <QtWidgets/qheaderview.h>
#include <QtWidgets/qstackedwidget.h>
#include <QtWidgets/qtreewidget.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr int ValueColumn = 1;
constexpr int PlainRole = Qt::UserRole;

} // namespace

SessionDataView::SessionDataView(Console &console, QWidget *parent)
    : QWidget(parent)
    , m_console(console)
    , m_stack(new QStackedWidget(this))
    , m_state(new StatePanel(this))
    , m_content(new QWidget(this))
    , m_verdict(new MessageStrip(m_content))
    , m_tree(new QTreeWidget(m_content))
    , m_showSecrets(new QCheckBox(tr("Show values that look secret"), m_content))
{
    m_tree->setObjectName(u"dataTree"_s);
    m_tree->setAccessibleName(tr("Data"));
    m_tree->setHeaderLabels({tr("Name"), tr("Value"), tr("Type")});
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setItemDelegate(new CellDelegate(CellDelegate::NoChips, 0, m_tree));
    m_tree->setAlternatingRowColors(true);
    m_tree->header()->setSectionResizeMode(ValueColumn, QHeaderView::Stretch);
    m_tree->header()->setStretchLastSection(false);
    m_showSecrets->setObjectName(u"showSecrets"_s);
    m_showSecrets->setAccessibleName(m_showSecrets->text());
    m_verdict->setObjectName(u"dataVerdict"_s);
    m_verdict->keepOpen();
    auto *content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 6);
    content->setSpacing(6);
    content->addWidget(m_verdict);
    content->addWidget(m_tree, 1);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(16, 2, 12, 6);
    foot->addWidget(m_showSecrets);
    content->addLayout(foot);
    m_stack->addWidget(m_state);
    m_stack->addWidget(m_content);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    connect(m_state, &StatePanel::actionTriggered, this, &SessionDataView::unlock);
    connect(m_showSecrets, &QCheckBox::toggled, this, &SessionDataView::maskSecrets);
    lock({});
}

void SessionDataView::lock(const std::optional<SessionId> &session)
{
    m_latest.next();
    m_session = session;
    m_tree->clear();
    m_showSecrets->setChecked(false);
    m_stack->setCurrentWidget(m_state);
    const StoreCapabilities &can = m_console.capabilities();
    if (can.sealed && !can.hasKey) {
        refuse(tr("Data stays shut"),
               tr("The data is encrypted, and this window was opened without the store's key. Everything "
                  "else works."),
               Tone::Neutral);
        return;
    }
    m_state->show(
        {.icon = u"lock"_s,
         .title = tr("Data is shut"),
         .sentence = tr("Unlock it only if you need it: what the application stored about this person "
                        "becomes readable on your screen."),
         .action = session ? tr("Unlock data…") : QString(),
         .detail = {}});
}

void SessionDataView::refuse(const QString &title, const QString &sentence, Tone tone, const QString &detail)
{
    m_state->show({.icon = tone == Tone::Danger ? u"problem"_s : u"lock"_s,
                   .title = title,
                   .sentence = sentence,
                   .action = {},
                   .detail = detail,
                   .tone = tone});
    m_stack->setCurrentWidget(m_state);
}

void SessionDataView::unlock()
{
    if (!m_session)
        return;
    m_state->showBusy(tr("Opening the data…"));
    m_console.recordLook(u"unlock"_s, m_session->text())
        .then(this, [this, question = m_latest.next()](const Result<RecordedLook> &look) {
            if (!look && m_latest.is(question))
                refuse(tr("Data stays shut"), Texts::notRecorded(look.error()), Tone::Danger,
                       look.error().message());
            else if (look && m_latest.is(question))
                open(*look, question);
            else if (look)
                m_console.endLook(*look, Error(ErrorCode::Unavailable, u"Nobody waited for it"_s));
        });
}

void SessionDataView::open(const RecordedLook &look, quint64 question)
{
    m_console.open(*m_session)
        .then(this, [this, look, question](const Result<std::optional<ListedSession>> &session) {
            m_console.endLook(look, session ? std::nullopt : std::optional(session.error()));
            if (m_latest.is(question))
                show(session);
        });
}

void SessionDataView::show(const Result<std::optional<ListedSession>> &session)
{
    if (!session) {
        const Error &error = session.error();
        const QString title
            = error.code() == ErrorCode::Corrupt ? tr("Corrupt") : tr("The data could not be opened");
        refuse(title, Texts::problem(error), Tone::Danger, errorDetail(error));
        return;
    }
    if (!session->has_value()) {
        refuse(tr("The session is gone"), tr("It has ended and was removed from the store."), Tone::Neutral);
        return;
    }
    const SessionRow &row = (*session)->row;
    if (row.verification == Verification::NotVerified) {
        refuse(tr("Not verified"),
               row.keyId == 0 ? tr("The account of this connection may not read the data. Who and when are "
                                   "shown as the store "
                                   "tells them.")
                              : tr("The data is sealed with key %1, which is not here, or the account of "
                                   "this connection may "
                                   "not read it. Who and when are shown as the store tells them.")
                                    .arg(Texts::keyId(row.keyId)),
               Tone::Attention);
        return;
    }
    fill(row);
    Q_EMIT opened(row);
}

void SessionDataView::fill(const SessionRow &row)
{
    const QMap<QString, QCborValue> &values = row.data.values();
    if (values.isEmpty()) {
        refuse(tr("No data"), tr("The application keeps nothing in this session."), Tone::Neutral);
        return;
    }
    for (auto entry = values.cbegin(); entry != values.cend(); ++entry)
        m_tree->addTopLevelItem(cborItem(entry.key(), entry.value()));
    m_tree->resizeColumnToContents(0);
    const bool sealed = row.verification == Verification::Verified;
    m_verdict->show(Texts::verification(row.verification), sealed ? Tone::Good : Tone::Attention);
    maskSecrets();
    m_stack->setCurrentWidget(m_content);
}

void SessionDataView::maskSecrets()
{
    bool any = false;
    for (QTreeWidgetItemIterator item(m_tree); *item; ++item) {
        if (!looksSecret((*item)->text(0)) || (*item)->childCount() > 0)
            continue;
        any = true;
        if (!(*item)->data(ValueColumn, PlainRole).isValid())
            (*item)->setData(ValueColumn, PlainRole, (*item)->text(ValueColumn));
        const bool show = m_showSecrets->isChecked();
        const QString plain = (*item)->data(ValueColumn, PlainRole).toString();
        (*item)->setText(ValueColumn, show ? plain : QString(8, u'•'));
        (*item)->setToolTip(ValueColumn, show ? plain : tr("Hidden because its name looks secret"));
    }
    m_showSecrets->setVisible(any);
}

bool SessionDataView::isOpen() const
{
    return m_stack->currentWidget() == m_content;
}

QString SessionDataView::sentence() const
{
    return isOpen() ? m_verdict->text() : m_state->sentence();
}

} // namespace Axess
