// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keys/compromisedialog.h"

#include "app/person.h"
#include "app/texts.h"
#include "keys/keytexts.h"
#include "logouts/reasonbox.h"

#include <QtCore/qlocale.h>
#include <QtCore/qtimezone.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qcheckbox.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qdatetimeedit.h>
#include <QtWidgets/qformlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qpushbutton.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr int Everybody = 0;
constexpr int BeganBefore = 1;

constexpr qsizetype MaximumTicketBytes = 64;

} // namespace

KeyQuestion CompromiseDialog::question(const Console &console, const KeyUse &use)
{
    const QString id = Texts::keyId(use.key.id);
    const bool isActive = use.key.state == "active"_L1;
    KeyQuestion question {.title = tr("Mark a key as compromised"),
                          .heading = tr("Key %1 is known to somebody else").arg(id),
                          .sentences = {isActive ? tr("A new key takes its place in the same step. It opens "
                                                      "what it sealed until that is sealed anew.")
                                                 : tr("It opens what it sealed until that is sealed anew.")},
                          .warnings = {},
                          .act = tr("Mark as compromised"),
                          .typed = u"%1@%2"_s.arg(id, console.shortName()),
                          .gated = GatedAct::EndKeys,
                          .isDanger = true};
    if (use.key.state == "compromised"_L1)
        question.sentences.prepend(
            tr("It is marked already. What follows may be done again: twice is once."));
    question.sentences.append(tr("What this does not do: copies that were taken before stay readable to "
                                 "whoever has the key. Who had a data key may have had the root key: change "
                                 "that, too, when this is done."));
    return question;
}

CompromiseDialog::CompromiseDialog(Console &console, const KeyUse &use, QWidget *parent)
    : KeyDialog(console, question(console, use), parent)
    , m_use(use)
    , m_rotate(new QCheckBox(tr("Seal every session &anew at once, as fast as it goes"), this))
    , m_revoke(new QCheckBox(tr("&Log out, for good, who may have been read or forged"), this))
    , m_revocation(new QWidget(this))
    , m_who(new QComboBox(m_revocation))
    , m_before(new QDateTimeEdit(m_revocation))
    , m_reason(new ReasonBox(m_revocation))
    , m_ticket(new QLineEdit(m_revocation))
    , m_count(new QPushButton(tr("&Count them"), m_revocation))
    , m_counted(new QLabel(m_revocation))
{
    setObjectName(u"compromiseDialog"_s);
    m_rotate->setObjectName(u"compromiseRotate"_s);
    m_rotate->setChecked(true);
    // Cookies and documents have no rows that a rotation of sessions would seal anew.
    m_rotate->setVisible(use.key.purpose == "envelope"_L1);
    m_revoke->setObjectName(u"compromiseRevoke"_s);
    layOutRevocation();
    body()->addWidget(m_rotate);
    body()->addWidget(m_revoke);
    body()->addWidget(m_revocation);
    m_revocation->hide();
    connect(m_rotate, &QCheckBox::toggled, this, &CompromiseDialog::changed);
    connect(m_revoke, &QCheckBox::toggled, this, [this](bool revokes) {
        m_revocation->setVisible(revokes);
        growToFit();
        changed();
    });
    connect(m_who, &QComboBox::currentIndexChanged, this, &CompromiseDialog::changed);
    connect(m_before, &QDateTimeEdit::dateTimeChanged, this, &CompromiseDialog::changed);
    connect(m_reason, &QComboBox::editTextChanged, this, &CompromiseDialog::judge);
    connect(m_ticket, &QLineEdit::textChanged, this, &CompromiseDialog::judge);
    connect(m_count, &QPushButton::clicked, this, &CompromiseDialog::count);
    changed();
}

CompromiseDialog::~CompromiseDialog()
{
    m_steering->stop();
}

void CompromiseDialog::layOutRevocation()
{
    m_who->setObjectName(u"compromiseWho"_s);
    m_who->setAccessibleName(tr("Who is logged out"));
    m_who->addItem(tr("Everybody"), Everybody);
    m_who->addItem(tr("Who began before"), BeganBefore);
    m_before->setObjectName(u"compromiseBefore"_s);
    m_before->setAccessibleName(tr("Who began before this time is logged out"));
    m_before->setCalendarPopup(true);
    m_before->setDisplayFormat(u"yyyy-MM-dd HH:mm:ss"_s);
    m_before->setDateTime(QDateTime::fromMSecsSinceEpoch(console().now(), QTimeZone::systemTimeZone()));
    m_reason->setEditText(tr("Key %1 is known to somebody else").arg(Texts::keyId(m_use.key.id)));
    m_ticket->setObjectName(u"compromiseTicket"_s);
    m_ticket->setAccessibleName(tr("Ticket"));
    m_ticket->setPlaceholderText(tr("Where the case is kept, such as OPS-17"));
    m_count->setObjectName(u"compromiseCount"_s);
    m_count->setAutoDefault(false);
    m_counted->setObjectName(u"compromiseCounted"_s);
    m_counted->setTextFormat(Qt::PlainText);
    m_counted->setWordWrap(true);
    auto *who = new QHBoxLayout;
    who->addWidget(m_who);
    who->addWidget(m_before, 1);
    auto *counted = new QHBoxLayout;
    counted->addWidget(m_count);
    counted->addWidget(m_counted, 1);
    auto *form = new QFormLayout(m_revocation);
    form->setContentsMargins(26, 0, 0, 0);
    form->setSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("Who"), who);
    form->addRow(tr("&Reason"), m_reason);
    form->addRow(tr("&Ticket"), m_ticket);
    form->addRow(QString(), counted);
}

// Another time is another number.
void CompromiseDialog::changed()
{
    m_before->setEnabled(m_who->currentData().toInt() == BeganBefore);
    m_steering->stop();
    m_counting.next();
    m_counted->setText(tr("It cannot be undone; a forged session may claim to have begun later."));
    judge();
}

void CompromiseDialog::count()
{
    m_steering = std::make_shared<JobSteering>();
    m_counted->setText(tr("Counting…"));
    const BulkRevocation what = order().revocation();
    console()
        .lookAtLength([what, steering = m_steering](const std::shared_ptr<SessionStore> &store) {
            return RevokeSessions(store).preview(what, steering->control());
        })
        .then(this, [this, question = m_counting.next()](const Result<BulkRun> &run) {
            if (m_counting.is(question))
                showCount(run);
        });
}

void CompromiseDialog::showCount(const Result<BulkRun> &run)
{
    const std::optional<Error> error = run ? run->run.job.error : run.error();
    if (error)
        m_counted->setText(run ? error->message() : Texts::problem(*error));
    else if (run->run.end == JobRunEnd::Ended)
        m_counted->setText(
            tr("%n session(s) would be logged out", nullptr, int(run->run.job.counts.value(u"requested"_s))));
}

CompromiseOrder CompromiseDialog::order() const
{
    CompromiseOrder order;
    order.key = m_use.key.id;
    order.rotates = m_use.key.purpose == "envelope"_L1 && m_rotate->isChecked();
    order.revokes = m_revoke->isChecked();
    if (m_who->currentData().toInt() == BeganBefore)
        order.before = m_before->dateTime().toMSecsSinceEpoch();
    order.reason = m_reason->reason();
    order.ticket = m_ticket->text().trimmed();
    order.by = personHere();
    return order;
}

QString CompromiseDialog::line() const
{
    return order().line(console().address());
}

QString CompromiseDialog::problem() const
{
    if (!m_revoke->isChecked())
        return {};
    const QByteArray ticket = m_ticket->text().trimmed().toUtf8();
    if (ticket.isEmpty())
        return tr("Name the ticket first");
    if (ticket.size() > MaximumTicketBytes)
        return tr("The ticket's name is too long");
    return m_reason->problem(ticket.size() + 3);
}

} // namespace Axess
