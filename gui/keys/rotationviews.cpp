// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "keys/rotationviews.h"

#include "app/person.h"
#include "keys/keytexts.h"
#include "widgets/chip.h"
#include "widgets/findinglist.h"

#include <QtCore/qlocale.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qcheckbox.h>
#include <QtWidgets/qcombobox.h>
#include <QtWidgets/qformlayout.h>
#include <QtWidgets/qgridlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qlineedit.h>
#include <QtWidgets/qprogressbar.h>
#include <QtWidgets/qradiobutton.h>
#include <QtWidgets/qspinbox.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaximumReasonBytes = 256; // Of a job.

constexpr std::array Phases {RotationPhase::Stage,  RotationPhase::Settle, RotationPhase::Activate,
                             RotationPhase::Reseal, RotationPhase::Drain,  RotationPhase::Verify,
                             RotationPhase::Retire};

QLabel *plain(QWidget *parent, const QString &name = {})
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

void enlarge(QLabel *label)
{
    QFont large = label->font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    large.setBold(true);
    label->setFont(large);
}

// Which phases a rotation has at all.
bool has(const RotationProgress &progress, RotationPhase phase)
{
    if (progress.isLazy)
        return phase <= RotationPhase::Activate;
    return progress.purpose == "envelope"_L1
        || (phase != RotationPhase::Reseal && phase != RotationPhase::Verify);
}

} // namespace

RotationPlan::RotationPlan(const KeySight &sight, const QString &storeName, bool production, QWidget *parent)
    : QWidget(parent)
    , m_sight(sight)
    , m_purpose(new QComboBox(this))
    , m_whole(new QRadioButton(tr("&Everything anew: seal, verify, retire the old key"), this))
    , m_lazy(new QRadioButton(tr("As sessions are &saved: nothing is read, nothing retired"), this))
    , m_rate(new QSpinBox(this))
    , m_left(new QCheckBox(tr("&Leave the work to applications and workers"), this))
    , m_reason(new QLineEdit(this))
    , m_findings(new FindingList(this))
    , m_trial(plain(this, u"rotationTrial"_s))
    , m_typedLabel(plain(this))
    , m_typed(new QLineEdit(this))
{
    layOut(storeName, production);
    connect(m_purpose, &QComboBox::currentIndexChanged, this, &RotationPlan::changed);
    connect(m_whole, &QRadioButton::toggled, this, &RotationPlan::changed);
    connect(m_rate, &QSpinBox::valueChanged, this, &RotationPlan::changed);
    connect(m_left, &QCheckBox::toggled, this, &RotationPlan::changed);
    connect(m_reason, &QLineEdit::textChanged, this, &RotationPlan::changed);
    connect(m_typed, &QLineEdit::textChanged, this, &RotationPlan::changed);
}

void RotationPlan::layOut(const QString &storeName, bool production)
{
    QLabel *heading = plain(this);
    heading->setText(tr("Replace a key while everything runs"));
    enlarge(heading);
    m_purpose->setObjectName(u"rotationPurpose"_s);
    m_purpose->setAccessibleName(tr("Which key"));
    m_purpose->addItem(tr("The sessions' key"), u"envelope"_s);
    m_purpose->addItem(tr("The cookies' key"), u"cookie"_s);
    m_whole->setObjectName(u"rotationWhole"_s);
    m_whole->setChecked(true);
    m_lazy->setObjectName(u"rotationLazy"_s);
    m_rate->setObjectName(u"rotationRate"_s);
    m_rate->setAccessibleName(tr("Sessions a second, at most"));
    m_rate->setRange(0, 1'000'000);
    m_rate->setSingleStep(500);
    m_rate->setSpecialValueText(tr("as fast as it goes"));
    m_left->setObjectName(u"rotationLeft"_s);
    m_reason->setObjectName(u"rotationReason"_s);
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setPlaceholderText(tr("Kept with the job, such as: quarterly"));
    m_findings->setObjectName(u"rotationFindings"_s);
    m_typedName = production ? storeName : QString();
    m_typed->setObjectName(u"rotationTyped"_s);
    m_typedLabel->setText(tr("This is a production store. Type %1 to rotate").arg(storeName));
    m_typed->setAccessibleName(m_typedLabel->text());
    m_typed->setPlaceholderText(storeName);
    m_typed->setVisible(production);
    m_typedLabel->setVisible(production);
    QList<FindingList::Line> lines;
    for (const QString &sentence : preflight())
        lines.append({Tone::Attention, sentence, {}});
    lines.append({Tone::Info,
                  m_sight.report.isCounted
                      ? tr("%n session(s) stand in the store.", nullptr, int(m_sight.report.sessions))
                      : tr("There are too many sessions to count them in time."),
                  tr("Nobody is logged out, and nobody's save is refused.")});
    m_findings->show(lines);
    auto *way = new QVBoxLayout;
    way->addWidget(m_whole);
    way->addWidget(m_lazy);
    auto *form = new QFormLayout;
    form->setSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("&Which"), m_purpose);
    form->addRow(tr("How"), way);
    form->addRow(tr("Sessions a se&cond, at most"), m_rate);
    form->addRow(QString(), m_left);
    form->addRow(tr("&Reason"), m_reason);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(heading);
    column->addLayout(form);
    column->addWidget(m_findings);
    column->addWidget(m_trial);
    column->addWidget(m_typedLabel);
    column->addWidget(m_typed);
    column->addStretch();
}

QList<QString> RotationPlan::preflight() const
{
    QList<QString> sentences;
    if (m_sight.instances.isEmpty())
        sentences.append(tr("No application tells that it uses this store: whether all know the new key "
                            "before it is used, only you can say."));
    else if (m_sight.informed() < m_sight.instances.size())
        sentences.append(tr("%n instance(s) do not tell which keys they know.", nullptr,
                            int(m_sight.instances.size() - m_sight.informed())));
    for (const JobInfo &job : m_sight.rotations) {
        if (!job.hasEnded())
            sentences.append(tr("%1 stands in the store, begun by %2. To rotate that key shows it and "
                                "begins no other; what is chosen here does not count then.")
                                 .arg(KeyTexts::rotationTitle(job), job.request.by));
    }
    if (m_sight.report.rootKeys.size() > 1)
        sentences.append(tr("A change of the root key is under way. Finishing it first is clearer."));
    if (m_sight.report.unsealed > 0)
        sentences.append(tr("%n session(s) name no key. Nobody accepts them, and this does not touch them.",
                            nullptr, int(m_sight.report.unsealed)));
    for (const KeyUse &use : m_sight.report.keys) {
        if (use.key.state == "staged"_L1)
            sentences.append(tr("Key %1 for %2 stands staged: it is taken instead of a new one.")
                                 .arg(Texts::keyId(use.key.id), KeyTexts::purpose(use.key.purpose)));
    }
    return sentences;
}

RotationOrder RotationPlan::order() const
{
    RotationOrder order;
    order.purpose = m_purpose->currentData().toString();
    order.isLazy = m_lazy->isChecked();
    order.isLeft = m_left->isChecked();
    order.rate = m_rate->value();
    order.reason = m_reason->text().trimmed();
    order.by = personHere();
    return order;
}

QString RotationPlan::problem() const
{
    if (m_reason->text().trimmed().toUtf8().size() > MaximumReasonBytes)
        return tr("The reason is too long");
    return m_typed->text().trimmed() == m_typedName ? QString() : m_typedLabel->text();
}

void RotationPlan::tellTrial(const QString &text)
{
    m_trial->setText(text);
}

RotationView::RotationView(QWidget *parent)
    : QWidget(parent)
    , m_title(plain(this, u"rotationTitle"_s))
    , m_state(plain(this, u"rotationState"_s))
    , m_bar(new QProgressBar(this))
    , m_instances(plain(this, u"rotationInstances"_s))
    , m_result(plain(this, u"rotationResult"_s))
{
    enlarge(m_title);
    m_bar->setObjectName(u"rotationBar"_s);
    m_bar->setAccessibleName(tr("How much is done"));
    m_result->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(2, 1);
    for (const RotationPhase phase : Phases) {
        const Line line {new Chip(this), plain(this, u"rotationPhase%1"_s.arg(int(phase))), plain(this)};
        line.name->setWordWrap(false);
        line.name->setText(KeyTexts::phase(phase));
        line.sentence->setText(KeyTexts::phaseSentence(phase));
        line.sentence->setForegroundRole(QPalette::PlaceholderText);
        const int row = int(m_phases.size());
        grid->addWidget(line.chip, row, 0, Qt::AlignLeft | Qt::AlignVCenter);
        grid->addWidget(line.name, row, 1);
        grid->addWidget(line.sentence, row, 2);
        m_phases.append(line);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(m_title);
    column->addWidget(m_state);
    column->addLayout(grid);
    column->addWidget(m_bar);
    column->addWidget(m_instances);
    column->addWidget(m_result);
    column->addStretch();
}

void RotationView::show(const StoreJob &job, const QString &notice)
{
    const JobInfo &info = job.job();
    m_title->setText(job.title());
    QStringList parts {job.stateText(), job.problemText()};
    if (job.standsInStore())
        parts.append(tr("job %1, begun by %2").arg(info.id, info.request.by));
    parts.append(notice);
    parts.removeAll(QString());
    m_state->setText(parts.join(u" · "_s));
    showPhases(info);
    m_bar->setRange(0, info.total > 0 ? 1000 : 0);
    m_bar->setValue(info.total > 0 ? int(std::min<qint64>(1000, 1000 * info.done / info.total)) : 0);
    m_bar->setVisible(info.state == JobState::Running);
    if (job.hasEnded())
        m_instances->clear(); // Nobody is asked any more.
    m_result->setText(job.resultText());
}

void RotationView::showPhases(const JobInfo &job)
{
    const auto progress = RotationProgress::of(job);
    // A trial only reads; one that found damage ends before the old key is retired.
    const bool isTrial = job.request.mode == JobMode::DryRun;
    const bool isDone = job.state == JobState::Done;
    for (qsizetype at = 0; at < m_phases.size(); ++at) {
        const RotationPhase phase = Phases[size_t(at)];
        const bool isShown = progress && (isTrial ? phase == RotationPhase::Verify : has(*progress, phase));
        for (QWidget *part :
             {static_cast<QWidget *>(m_phases.at(at).chip), static_cast<QWidget *>(m_phases.at(at).name),
              static_cast<QWidget *>(m_phases.at(at).sentence)})
            part->setVisible(isShown);
        if (!isShown)
            continue;
        if (isTrial ? isDone : phase < progress->phase || (isDone && phase == progress->phase))
            m_phases.at(at).chip->set(tr("done"), Tone::Good, u"ok"_s);
        else if (phase > progress->phase && job.hasEnded())
            m_phases.at(at).chip->set(tr("not done"), Tone::Attention, u"warning"_s);
        else if (phase > progress->phase && !isTrial)
            m_phases.at(at).chip->set(tr("to come"), Tone::Neutral);
        else if (job.hasEnded())
            m_phases.at(at).chip->set(tr("ended here"), Tone::Attention, u"warning"_s);
        else
            m_phases.at(at).chip->set(tr("now"), Tone::Info, u"pulse"_s);
    }
}

void RotationView::showInstances(const QList<InstanceInfo> &instances, quint32 key)
{
    if (key == 0 || instances.isEmpty()) {
        m_instances->setText(instances.isEmpty() ? tr("No application tells that it uses this store.")
                                                 : QString());
        return;
    }
    QStringList lines;
    for (const InstanceInfo &instance : instances) {
        const QString name = KeyTexts::instance(instance);
        lines.append(instance.keysKnown.isEmpty() ? tr("%1 does not tell which keys it knows").arg(name)
                         : instance.keysKnown.contains(key) ? tr("%1 knows the key").arg(name)
                                                            : tr("%1 does not know the key yet").arg(name));
    }
    m_instances->setText(tr("Key %1").arg(Texts::keyId(key)) + u'\n' + lines.join(u'\n'));
}

} // namespace Axess
