// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/screenshots.h"

#include "app/storewindow.h"
#include "keys/keyflow.h"

#include <QtWidgets/qcheckbox.h>

#include <algorithm>

namespace Axess {

using namespace Qt::StringLiterals;

// Asked and taken back: no key is changed by a picture. Without the root key the page says so, and that is
// all.
void Screenshots::planKeys(const QString &theme)
{
    const auto settled = [this] { return m_window.isSettled(); };
    then(settled, [this] { m_window.showPage(KeysPageNumber); });
    shot(u"keys-"_s + theme);
    const auto ask = [this](KeyAct act) {
        return [this, act] {
            const auto &sight = m_window.keys().sight();
            if (!sight)
                return;
            const auto active = std::ranges::find_if(sight->report.keys, [](const KeyUse &use) {
                return use.key.purpose == "envelope"_L1 && use.key.state == "active"_L1;
            });
            if (active == sight->report.keys.end())
                return;
            m_window.keys().select(active->key.id);
            m_window.keyActs().ask(act, *sight, *active);
        };
    };
    then(settled, ask(KeyAct::Rotate));
    shotOf(u"rotation-"_s + theme, u"rotationWizard"_s);
    then(settled, [this, ask] {
        ask(KeyAct::Compromise)();
        if (auto *dialog = m_window.findChild<QWidget *>(u"compromiseDialog"_s))
            dialog->findChild<QCheckBox *>(u"compromiseRevoke"_s)->setChecked(true);
    });
    shotOf(u"compromise-"_s + theme, u"compromiseDialog"_s);
    then(settled, ask(KeyAct::ChangeRootKey));
    shotOf(u"root-key-"_s + theme, u"rootKeyDialog"_s);
}

} // namespace Axess
