// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/screenshots.h"

#include "app/storewindow.h"
#include "live/livechart.h"
#include "live/livepage.h"

namespace Axess {

using namespace Qt::StringLiterals;

namespace {

// With these a line is seen; more is more beautiful, but nobody waits for it.
constexpr qsizetype enoughMoments = 4;
constexpr int longestWait = 200;

} // namespace

void Screenshots::planLive(const QString &theme)
{
    const auto settled = [this] { return m_window.isSettled(); };
    then(settled, [this] { m_window.showPage(LivePageNumber); });
    then(
        [this] {
            return m_window.isSettled()
                && (m_window.live().sampler().history().size() >= enoughMoments
                    || ++m_liveLooks > longestWait);
        },
        [this] { m_window.live().crosshair().clear(); });
    shot(u"live-"_s + theme);
    then(settled, [this] { m_window.live().enlarge(m_window.live().charts().at(5)->kind()); });
    shot(u"live-table-"_s + theme);
    then(settled, [this] { m_window.live().showAll(); });
}

} // namespace Axess
