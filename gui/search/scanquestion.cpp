// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "search/scanquestion.h"

#include <QtCore/qlocale.h>

namespace Axess {

using namespace Qt::StringLiterals;

ScanQuestion::ScanQuestion(QWidget *parent)
    : MessageStrip(parent)
{
    setObjectName(u"scanQuestion"_s);
    keepOpen();
    connect(this, &MessageStrip::actionTriggered, this, &ScanQuestion::allow);
    connect(this, &MessageStrip::refused, this, &ScanQuestion::takeBack);
}

bool ScanQuestion::mayRun(const SessionSearch &search)
{
    if (search.cost() != SearchCost::Scan || search == m_allowed) {
        takeBack();
        return true;
    }
    m_asked = search;
    tell();
    return false;
}

void ScanQuestion::takeBack()
{
    m_asked.reset();
    hide();
}

void ScanQuestion::allow()
{
    m_allowed = std::exchange(m_asked, std::nullopt);
    hide();
    if (m_allowed)
        Q_EMIT allowed();
}

void ScanQuestion::setEstimate(const std::optional<StoreEstimate> &estimate)
{
    m_estimate = estimate;
    if (isAsking())
        tell();
}

void ScanQuestion::tell()
{
    const QString rows = m_estimate ? QLocale().toString(m_estimate->sessions) : QString();
    const QString question = !m_estimate ? tr("Scan all sessions of this production store?")
        : m_estimate->exact              ? tr("Scan about %1 sessions of this production store?").arg(rows)
                            : tr("Scan more than %1 sessions of this production store?").arg(rows);
    show(question + u' '
             + tr("It has no index for this search; they are looked at one by one, in steps of %1.")
                   .arg(QLocale().toString(SearchPlan::StepRows)),
         Tone::Attention);
    offer(tr("Run"), tr("Not now"));
}

} // namespace Axess
