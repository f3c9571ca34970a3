// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "keys/keysmodel.h"
#include "keys/keywork.h"
#include "pages/page.h"

class QLabel;
class QStackedWidget;
class QStandardItemModel;
class QToolButton;

namespace Axess {

class ListTable;
class MessageStrip;
class Panel;
class StatePanel;

/// What can be done to keys from the page.
enum class KeyAct : quint8 { Rotate, Add, Activate, Retire, Compromise, Verify, ChangeRootKey };

/// The ring of keys: which there are, what rests on each, and which instance knows which.
class KeysPage : public Page
{
    Q_OBJECT

public:
    explicit KeysPage(Console &console, QWidget *parent = nullptr);

    void refresh() override;
    bool isSettled() const override { return !m_isAsking; }
    void setActionsEnabled(bool enabled); ///< While the store does not answer nothing can be changed.
    void select(quint32 key);
    const std::optional<KeySight> &sight() const { return m_sight; }
    KeysModel &model() { return *m_model; }

Q_SIGNALS:
    /// `use` is the chosen key, where the act is about one.
    void actWanted(Axess::KeyAct act, const std::optional<Axess::KeyUse> &use);
    void rotationWanted(const Axess::JobInfo &unfinished); ///< To be gone on with.

private:
    struct Tool
    {
        QToolButton *button;
        KeyAct act;
        GatedAct gated;
    };

    QLayout *toolRow();
    Panel *instancesPanel();
    void take(const Result<KeySight> &sight);
    void fill();
    void fillInstances();
    void tellRotation();
    void refuse(const QString &title, const QString &sentence, const QString &detail = {});
    void judge();
    bool suits(KeyAct act, const std::optional<KeyUse> &use) const;
    std::optional<KeyUse> current() const;
    bool isOpen() const;

    KeysModel *m_model;
    QStandardItemModel *m_instances;
    QList<Tool> m_tools;
    MessageStrip *m_strip;
    QStackedWidget *m_stack;
    StatePanel *m_state;
    ListTable *m_table;
    ListTable *m_instanceTable;
    QLabel *m_noInstance;
    QLabel *m_footer;
    std::optional<KeySight> m_sight;
    bool m_isAsking = false;
    bool m_isWished = false; ///< Once more, after what is asked now.
    bool m_actionsEnabled = true;
};

} // namespace Axess
