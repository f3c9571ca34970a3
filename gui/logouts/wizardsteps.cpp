// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logouts/wizardsteps.h"

#include "app/timetexts.h"

#include <QtCore/qlocale.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qformlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qprogressbar.h>
#include <QtWidgets/qradiobutton.h>
#include <QtWidgets/qspinbox.h>

namespace Axess {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int UsualRate = 200;
constexpr int UsualCanary = 100;
constexpr qint64 MostCanary = 1'000'000;
constexpr qsizetype NamesShown = 5;

QString spanText(std::chrono::seconds time)
{
    return TimeTexts::duration(std::chrono::milliseconds(time).count());
}

// What a store holds is text, whatever it looks like.
QLabel *label(QWidget *parent, const QString &name = {})
{
    auto *made = new QLabel(parent);
    made->setObjectName(name);
    made->setTextFormat(Qt::PlainText);
    made->setWordWrap(true);
    return made;
}

QLabel *quiet(QWidget *parent, const QString &text)
{
    QLabel *made = label(parent);
    made->setText(text);
    made->setForegroundRole(QPalette::PlaceholderText);
    made->setContentsMargins(26, 0, 0, 0);
    return made;
}

QLabel *large(QWidget *parent, const QString &name)
{
    QLabel *made = label(parent, name);
    QFont font = made->font();
    font.setPointSizeF(font.pointSizeF() * 1.25);
    font.setBold(true);
    made->setFont(font);
    return made;
}

QVBoxLayout *columnOf(QWidget *step)
{
    auto *column = new QVBoxLayout(step);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    return column;
}

QString line(const QString &name, const QMap<QString, qint64> &counts, const QString &unknown)
{
    QStringList parts;
    for (const ClientCount &each : LogOutSet::largest(counts, NamesShown))
        parts.append(u"%1: %2"_s.arg(each.client.isEmpty() ? unknown : each.client)
                         .arg(QLocale().toString(each.sessions)));
    if (counts.size() > NamesShown)
        parts.append(CountStep::tr("and %n more", nullptr, int(counts.size() - NamesShown)));
    return name + u"\n"_s + parts.join(u" · "_s);
}

} // namespace

ScopeStep::ScopeStep(const LogOutTarget &target, const QString &title, bool hasKey, QWidget *parent)
    : QWidget(parent)
    , m_oneByOne(new QRadioButton(tr("Those who are &counted next, one by one"), this))
    , m_epoch(new QRadioButton(tr("&Everybody of it, in one write"), this))
    , m_idle(new QComboBox(this))
{
    m_oneByOne->setObjectName(u"wayOneByOne"_s);
    m_epoch->setObjectName(u"wayEpoch"_s);
    m_oneByOne->setChecked(true);
    QLabel *who = large(this, u"wizardWho"_s);
    who->setText(title);
    QVBoxLayout *column = columnOf(this);
    column->addWidget(who);
    column->addWidget(m_oneByOne);
    column->addWidget(quiet(this,
                            tr("Works without the root key. Can be paused, and undone for 15 minutes. "
                               "Who signs in meanwhile stays.")));
    column->addWidget(m_epoch);
    QLabel *about = quiet(this, {});
    column->addWidget(about);
    about->setText(hasKey ? tr("Ends all that began before it is sent, however many. Cannot be undone.")
                          : tr("Needs the root key, which this window does not have."));
    m_epoch->setEnabled(target.canBeByEpoch() && hasKey);
    m_epoch->setVisible(target.canBeByEpoch());
    about->setVisible(target.canBeByEpoch());
    auto *form = new QFormLayout;
    form->setContentsMargins(0, 8, 0, 0);
    if (target.scope != LogOutScope::Chosen && target.plan.search().seen.kind == SearchTime::Kind::Any)
        addIdle(form);
    m_idle->setVisible(form->rowCount() > 0);
    column->addLayout(form);
    column->addStretch();
    connect(m_epoch, &QRadioButton::toggled, m_idle, [this](bool byEpoch) { m_idle->setEnabled(!byEpoch); });
}

void ScopeStep::addIdle(QFormLayout *form)
{
    m_idle->setObjectName(u"idleFor"_s);
    m_idle->setAccessibleName(tr("Of these"));
    m_idle->addItem(tr("all"), 0);
    for (const std::chrono::seconds idle : {std::chrono::seconds(15min), std::chrono::seconds(1h),
                                            std::chrono::seconds(24h), std::chrono::seconds(7 * 24h)})
        m_idle->addItem(tr("only who was not seen for %1").arg(spanText(idle)), qint64(idle.count()));
    form->addRow(tr("&Of these"), m_idle);
}

LogOutWay ScopeStep::way() const
{
    return m_epoch->isChecked() ? LogOutWay::Epoch : LogOutWay::OneByOne;
}

std::chrono::seconds ScopeStep::idleFor() const
{
    return m_idle->isEnabled() ? std::chrono::seconds(m_idle->currentData().toLongLong()) : 0s;
}

CountStep::CountStep(QWidget *parent)
    : QWidget(parent)
    , m_headline(large(this, u"countHeadline"_s))
    , m_sentence(label(this, u"countSentence"_s))
    , m_busy(new QProgressBar(this))
    , m_facts(label(this, u"countFacts"_s))
{
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setAccessibleName(tr("Counting"));
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QVBoxLayout *column = columnOf(this);
    column->addWidget(m_headline);
    column->addWidget(m_busy);
    column->addWidget(m_sentence);
    column->addWidget(m_facts);
    column->addStretch();
}

void CountStep::showCounting(qint64 counted)
{
    m_headline->setText(tr("Counting: %1 so far").arg(QLocale().toString(counted)));
    m_sentence->setText(tr("Nobody is logged out by this."));
    m_facts->clear();
    m_busy->show();
}

void CountStep::showSet(const LogOutSet &set, LogOutWay way)
{
    m_busy->hide();
    m_headline->setText(tr("%n live session(s)", nullptr, int(set.ids.size())));
    QStringList sentences;
    if (!set.isWhole && set.ids.size() >= LogOutSet::Most)
        sentences.append(tr("There are more than a million: end them in one write, or choose fewer."));
    else if (!set.isWhole)
        sentences.append(tr("Counting was stopped: these are not all."));
    else if (way == LogOutWay::OneByOne)
        sentences.append(
            tr("Exactly these will be logged out. Whoever signs in from now on is not among them."));
    else
        sentences.append(
            tr("So many there are now. Whoever signs in until it is sent is logged out as well."));
    if (set.ended > 0)
        sentences.append(tr("%n more had ended already.", nullptr, int(set.ended)));
    if (!set.epochsKnown)
        sentences.append(tr("Without the root key some of these may have ended already."));
    m_sentence->setText(sentences.join(u' '));
    QStringList facts;
    if (!set.ids.isEmpty())
        facts = {line(tr("Clients"), set.clients, tr("unknown")),
                 line(tr("Tenants"), set.tenants, tr("none")), line(tr("Levels"), set.levels, {})};
    m_facts->setText(facts.join(u"\n\n"_s));
}

void CountStep::showProblem(const QString &sentence)
{
    m_busy->hide();
    m_headline->setText(tr("Not counted"));
    m_sentence->setText(sentence);
    m_facts->clear();
}

QString CountStep::headline() const
{
    return m_headline->text();
}

OptionsStep::OptionsStep(QWidget *parent)
    : QWidget(parent)
    , m_does(label(this, u"wizardDoes"_s))
    , m_doesNot(label(this, u"wizardDoesNot"_s))
    , m_choices(new QWidget(this))
    , m_rate(new QSpinBox(m_choices))
    , m_canary(new QSpinBox(m_choices))
    , m_estimate(label(m_choices, u"wizardEstimate"_s))
{
    m_rate->setObjectName(u"wizardRate"_s);
    m_rate->setAccessibleName(tr("Sessions a second, at most"));
    m_rate->setRange(1, 100'000);
    m_rate->setValue(UsualRate);
    m_canary->setObjectName(u"wizardCanary"_s);
    m_canary->setAccessibleName(tr("So many first, then wait"));
    m_canary->setRange(0, int(MostCanary));
    m_canary->setValue(UsualCanary);
    m_canary->setSpecialValueText(tr("no pause"));
    auto *form = new QFormLayout(m_choices);
    form->setContentsMargins(0, 6, 0, 0);
    form->addRow(tr("&Sessions a second, at most"), m_rate);
    form->addRow(tr("So many &first, then wait"), m_canary);
    form->addRow(tr("Order"), new QLabel(tr("the oldest first"), m_choices));
    form->addRow(tr("Takes"), m_estimate);
    QLabel *heading = large(this, {});
    heading->setText(tr("What this does"));
    QLabel *other = large(this, {});
    other->setText(tr("What this does not do"));
    QVBoxLayout *column = columnOf(this);
    column->addWidget(heading);
    column->addWidget(m_does);
    column->addWidget(other);
    column->addWidget(m_doesNot);
    column->addWidget(m_choices);
    column->addStretch();
    connect(m_rate, &QSpinBox::valueChanged, this, &OptionsStep::estimate);
}

void OptionsStep::show(LogOutWay way, qint64 sessions, bool standsInStore)
{
    const bool isOther = std::exchange(m_sessions, sessions) != sessions;
    const bool isOneByOne = way == LogOutWay::OneByOne;
    m_choices->setVisible(isOneByOne);
    m_does->setText(!isOneByOne ? tr("Everything that began before ends everywhere in one write.")
                        : standsInStore
                        ? tr("Each session ends at once for whoever uses it, and is read again as proof. The "
                             "work stands as a job in the store: if this program ends, others go on with it.")
                        : tr("Each session ends at once for whoever uses it, and is read again as proof. "
                             "Without the root key the work is done by this window: if it closes, what has "
                             "not ended stays."));
    m_doesNot->setText(tr("Nobody is kept from signing in again. Applications may honour what they have just "
                          "read for up to a second. What was copied out of a session before stays copied."));
    // All but one of them would be no trial.
    m_canary->setMaximum(int(std::clamp<qint64>(sessions - 1, 1, MostCanary)));
    if (isOther)
        m_canary->setValue(sessions > UsualCanary ? UsualCanary : 0);
    else if (m_canary->value() >= sessions)
        m_canary->setValue(0);
    estimate();
}

void OptionsStep::estimate()
{
    const std::chrono::seconds takes((m_sessions + m_rate->value() - 1) / m_rate->value());
    m_estimate->setText(tr("about %1").arg(spanText(std::max(takes, 1s))));
}

int OptionsStep::rate() const
{
    return m_rate->value();
}

int OptionsStep::canary() const
{
    return m_canary->value() < m_sessions ? m_canary->value() : 0;
}

} // namespace Axess
