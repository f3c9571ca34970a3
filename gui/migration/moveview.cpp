// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migration/moveview.h"

#include "migration/migrationtexts.h"
#include "widgets/chip.h"
#include "widgets/findinglist.h"

#include <QtCore/qlocale.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qgridlayout.h>
#include <QtWidgets/qlabel.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

// Which of the four lines of a move is under way.
int lineOf(MigrationPhase phase)
{
    switch (phase) {
    case MigrationPhase::NotBegun:
        return 0;
    case MigrationPhase::SourceLeads:
        return 1;
    case MigrationPhase::HandingOver:
    case MigrationPhase::HandingBack:
        return 2;
    case MigrationPhase::TargetLeads:
        return 3;
    case MigrationPhase::Moved:
        break;
    }
    return 4;
}

QLabel *plain(QWidget *parent, const QString &name)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

} // namespace

MoveView::MoveView(QWidget *parent)
    : QWidget(parent)
    , m_heading(plain(this, u"moveHeading"_s))
    , m_stale(plain(this, u"moveStale"_s))
    , m_checks(new FindingList(this))
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.2);
    large.setBold(true);
    m_heading->setFont(large);
    m_stale->hide();
    m_checks->setObjectName(u"moveChecks"_s);
    const QString names[] {tr("1. Everybody knows the target"), tr("2. Both stores are written"),
                           tr("3. The target leads"), tr("4. The source is left")};
    auto *row = new QGridLayout;
    row->setHorizontalSpacing(12);
    row->setVerticalSpacing(6);
    row->setColumnStretch(1, 1);
    for (const QString &name : names) {
        const Line line {new Chip(this), plain(this, {})};
        line.name->setText(name);
        const int at = int(m_phases.size());
        row->addWidget(line.chip, at, 0, Qt::AlignLeft | Qt::AlignVCenter);
        row->addWidget(line.name, at, 1);
        m_phases.append(line);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addWidget(m_heading);
    column->addWidget(m_stale);
    column->addLayout(row);
    column->addWidget(m_checks);
    showPhases(MigrationPhase::NotBegun);
}

void MoveView::showPhases(MigrationPhase phase)
{
    const int now = lineOf(phase);
    for (int at = 0; at < int(m_phases.size()); ++at) {
        Chip *chip = m_phases.at(at).chip;
        if (at < now)
            chip->set(tr("done"), Tone::Good, u"ok"_s);
        else if (at == now)
            chip->set(tr("now"), Tone::Info, u"pulse"_s);
        else
            chip->set(tr("to come"), Tone::Neutral);
    }
}

void MoveView::show(const MigrationOrder &order, const LiveMigrationState &state)
{
    m_stale->hide();
    const QStringList afterwards = MigrationTexts::afterwards(order, state.phase);
    m_heading->setText(afterwards.constFirst());
    showPhases(state.phase);
    QList<FindingList::Line> lines;
    for (const QString &sentence : afterwards.mid(1))
        lines.append({Tone::Info, sentence, {}});
    const bool isUnderWay
        = state.phase == MigrationPhase::SourceLeads || state.phase == MigrationPhase::TargetLeads;
    for (const QString &name : state.unprepared)
        lines.append({Tone::Attention, tr("%1 does not know the other store.").arg(name),
                      tr("It needs AXESS_STANDBY_STORE, with its password, and to be started again.")});
    const qsizetype ready = state.instances.size() - state.unprepared.size();
    if (ready > 0)
        lines.append({Tone::Good, tr("%n instance(s) know both stores.", nullptr, int(ready)), {}});
    if (state.instances.isEmpty() && state.phase != MigrationPhase::Moved)
        lines.append({Tone::Info, tr("No application tells that it uses these stores."), {}});
    if (isUnderWay)
        lines.append(state.isCompared
                         ? FindingList::Line {Tone::Good, tr("All of both stores was compared."), {}}
                         : FindingList::Line {
                               Tone::Attention, tr("Not all was compared since this store came to lead."),
                               tr("Compare does it; handing over does, too, and takes longer.")});
    if (state.dirtyBuckets > 0)
        lines.append({Tone::Attention,
                      tr("In %1 of 256 parts the other store missed a write.").arg(state.dirtyBuckets),
                      tr("They are compared again before anything is handed over.")});
    for (const QString &job : state.jobs)
        lines.append({Tone::Attention, tr("A job has not ended: %1.").arg(job),
                      tr("Nothing is handed over before. End it, or wait for it.")});
    if (state.unreadable > 0)
        lines.append({Tone::Attention,
                      tr("%1 sessions can be read by nobody: %2.")
                          .arg(QLocale().toString(state.unreadable), state.unreadableIds.join(u", "_s)),
                      tr("They stay in the store where they are.")});
    m_checks->show(lines);
}

void MoveView::showProblem(const Error &error)
{
    m_stale->setText(
        tr("How it stands could not be seen. %1 %2").arg(MigrationTexts::refusal(error), error.message()));
    m_stale->show();
}

bool MoveView::belongs(MigrationStep step, MigrationPhase phase)
{
    const bool isHeld = phase == MigrationPhase::HandingOver || phase == MigrationPhase::HandingBack;
    switch (step) {
    case MigrationStep::Plan:
        return phase == MigrationPhase::NotBegun;
    case MigrationStep::Run:
        return phase == MigrationPhase::NotBegun || phase == MigrationPhase::SourceLeads;
    case MigrationStep::Verify:
        return phase == MigrationPhase::SourceLeads || phase == MigrationPhase::TargetLeads;
    case MigrationStep::CutOver:
        return phase == MigrationPhase::SourceLeads || isHeld;
    case MigrationStep::RollBack:
        return phase == MigrationPhase::TargetLeads || isHeld;
    case MigrationStep::Finish:
        return phase == MigrationPhase::TargetLeads;
    case MigrationStep::Cancel:
        break;
    }
    return phase == MigrationPhase::SourceLeads;
}

QString MoveView::obstacle(MigrationStep step, const LiveMigrationState &state)
{
    if (!belongs(step, state.phase))
        return tr("That does not come next.");
    if (step == MigrationStep::Run && !state.unprepared.isEmpty())
        return tr("Not everybody knows the other store yet: %1.").arg(state.unprepared.join(u", "_s));
    // A hand-over that is under way may always be finished or undone.
    if (step != MigrationStep::CutOver || state.phase != MigrationPhase::SourceLeads)
        return {};
    if (!state.isCompared)
        return tr("Bring over and compare all sessions first.");
    if (!state.unprepared.isEmpty())
        return tr("Not everybody knows the other store yet: %1.").arg(state.unprepared.join(u", "_s));
    return state.jobs.isEmpty() ? QString() : tr("A job has not ended: %1.").arg(state.jobs.constFirst());
}

} // namespace Axess
