// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "migration/stepview.h"

#include "migration/migrationjob.h"

#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qprogressbar.h>

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

constexpr int Parts = 1000;

QLabel *plain(QWidget *parent, const QString &name)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->hide();
    return label;
}

void say(QLabel *label, const QString &text)
{
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

} // namespace

StepView::StepView(QWidget *parent)
    : QWidget(parent)
    , m_title(plain(this, u"migrationTitle"_s))
    , m_state(plain(this, u"migrationState"_s))
    , m_bar(new QProgressBar(this))
    , m_pace(plain(this, u"migrationPace"_s))
    , m_result(plain(this, u"migrationResult"_s))
    , m_problem(plain(this, u"migrationProblem"_s))
    , m_afterwards(plain(this, u"migrationAfterwards"_s))
{
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_bar->setObjectName(u"migrationBar"_s);
    m_bar->setAccessibleName(tr("How much is done"));
    m_bar->hide();
    m_pace->setForegroundRole(QPalette::PlaceholderText);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    for (QWidget *part :
         {static_cast<QWidget *>(m_title), static_cast<QWidget *>(m_state), static_cast<QWidget *>(m_bar),
          static_cast<QWidget *>(m_pace), static_cast<QWidget *>(m_result), static_cast<QWidget *>(m_problem),
          static_cast<QWidget *>(m_afterwards)})
        column->addWidget(part);
}

void StepView::show(const MigrationJob *job)
{
    if (!job) {
        for (QLabel *label : {m_title, m_state, m_pace, m_result, m_problem})
            say(label, {});
        m_bar->hide();
        return;
    }
    say(m_title, job->title());
    say(m_state, job->stateText());
    const double fraction = job->fraction();
    m_bar->setRange(0, fraction < 0 ? 0 : Parts);
    m_bar->setValue(fraction < 0 ? 0 : int(Parts * fraction));
    m_bar->setVisible(!job->hasEnded());
    QStringList pace {job->progressText(), job->rateText()};
    if (const QString left = job->timeLeftText(); !left.isEmpty())
        pace.append(tr("about %1 left").arg(left));
    pace.removeAll(QString());
    say(m_pace, pace.join(u" · "_s));
    say(m_result, job->resultText());
    say(m_problem, job->problemText());
}

void StepView::setAfterwards(const QStringList &lines)
{
    say(m_afterwards, lines.join(u'\n'));
}

} // namespace Axess
