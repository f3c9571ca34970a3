// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migration/targetstep.h"

#include "app/person.h"

#include <axess/storeurl.h>

#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qformlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qradiobutton.h>
#include <QtWidgets/qspinbox.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaximumReasonBytes = 256; // Of a job.

QLabel *hint(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setIndent(26);
    return label;
}

} // namespace

TargetStep::TargetStep(const QList<StoreAddress> &known, QWidget *parent)
    : QWidget(parent)
    , m_known(known)
    , m_target(new QComboBox(this))
    , m_password(new QLineEdit(this))
    , m_environment(new QComboBox(this))
    , m_standstill(new QRadioButton(tr("Applications &stand still: they were stopped"), this))
    , m_live(new QRadioButton(tr("Applications &go on: they know both stores"), this))
    , m_rate(new QSpinBox(this))
    , m_reason(new QLineEdit(this))
{
    m_target->setObjectName(u"migrationTarget"_s);
    m_target->setAccessibleName(tr("Target"));
    m_target->setEditable(true);
    m_target->setInsertPolicy(QComboBox::NoInsert);
    for (const StoreAddress &address : known)
        m_target->addItem(address.url);
    m_target->setCurrentIndex(-1);
    m_target->lineEdit()->setPlaceholderText(tr("postgres://axess@db.example/shop or a new SQLite file"));
    m_password->setObjectName(u"migrationPassword"_s);
    m_password->setAccessibleName(tr("Password of the target"));
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setPlaceholderText(tr("If its account has one; it is not kept"));
    m_environment->setObjectName(u"migrationEnvironment"_s);
    m_environment->setAccessibleName(tr("Environment of the target"));
    for (const Environment each :
         {Environment::Unmarked, Environment::Development, Environment::Staging, Environment::Production})
        m_environment->addItem(EnvironmentTexts::label(each), int(each));
    m_standstill->setObjectName(u"migrationStandstill"_s);
    m_standstill->setChecked(true);
    m_live->setObjectName(u"migrationLive"_s);
    m_rate->setObjectName(u"migrationRate"_s);
    m_rate->setAccessibleName(tr("Sessions a second, at most"));
    m_rate->setRange(0, 1'000'000);
    m_rate->setSingleStep(500);
    m_rate->setSpecialValueText(tr("as fast as it goes"));
    m_reason->setObjectName(u"migrationReason"_s);
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setPlaceholderText(tr("Kept with the copy, such as: new database server"));
    layOut();
    connect(m_target, &QComboBox::editTextChanged, this, &TargetStep::followTarget);
    connect(m_environment, &QComboBox::activated, this, [this] {
        m_isMarkChosen = true;
        Q_EMIT changed();
    });
    connect(m_password, &QLineEdit::textChanged, this, &TargetStep::changed);
    connect(m_reason, &QLineEdit::textChanged, this, &TargetStep::changed);
    connect(m_standstill, &QRadioButton::toggled, this, [this](bool isStandstill) {
        m_rate->setEnabled(isStandstill);
        m_reason->setEnabled(isStandstill);
        Q_EMIT changed();
    });
}

void TargetStep::layOut()
{
    auto *way = new QVBoxLayout;
    way->setSpacing(4);
    way->addWidget(m_standstill);
    way->addWidget(hint(tr("Sessions are copied and compared; then the applications start on the target. "
                           "Simple, but nobody can be served meanwhile."),
                        this));
    way->addSpacing(4);
    way->addWidget(m_live);
    way->addWidget(hint(tr("Both stores are written, until the target leads. Writes are held for about two "
                           "seconds then. Each application needs AXESS_STANDBY_STORE and one more start."),
                        this));
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(10);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&Target (URL or file)"), m_target);
    form->addRow(QString(),
                 hint(tr("An empty database, never used by Axess before. What has begun there from "
                         "this source goes on."),
                      this));
    form->addRow(tr("&Password"), m_password);
    form->addRow(tr("&Environment"), m_environment);
    form->addRow(tr("Meanwhile"), way);
    form->addRow(tr("Sessions a se&cond, at most"), m_rate);
    form->addRow(tr("&Reason"), m_reason);
}

// The mark is the store's: that of another one must not stand beside what is typed.
void TargetStep::followTarget()
{
    const QString typed = target().url;
    const auto found = std::ranges::find(m_known, typed, &StoreAddress::url);
    if (found != m_known.end() && found->environment != Environment::Unmarked)
        m_environment->setCurrentIndex(m_environment->findData(int(found->environment)));
    else if (!m_isMarkChosen)
        m_environment->setCurrentIndex(0);
    Q_EMIT changed();
}

StoreAddress TargetStep::target() const
{
    StoreAddress address = StoreAddress::fromTyped(m_target->currentText(), {});
    address.environment = Environment(m_environment->currentData().toInt());
    return address;
}

void TargetStep::fill(MigrationOrder &order) const
{
    order.target = target();
    if (const auto url = StoreUrl::parse(order.target.url); url && !m_password->text().isEmpty())
        order.targetPassword = m_password->text();
    order.way = m_live->isChecked() ? MigrationWay::Live : MigrationWay::Standstill;
    order.rate = m_rate->value();
    order.reason = m_reason->text().trimmed();
    order.by = personHere();
}

QString TargetStep::problem() const
{
    if (m_target->currentText().trimmed().isEmpty())
        return tr("Name the store to which the sessions go");
    if (const auto url = StoreUrl::parse(target().url); !url)
        return url.error().message();
    if (m_reason->text().trimmed().toUtf8().size() > MaximumReasonBytes)
        return tr("The reason is too long");
    return {};
}

} // namespace Axess
