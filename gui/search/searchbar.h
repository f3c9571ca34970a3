// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "search/searchtexts.h"

#include <QtWidgets/qwidget.h>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace Axess {

class Chip;
class Pause;
class SearchBuilder;
class SearchEdit;
class SearchMenu;

/// What is searched for: as text, as choices, and what it will cost before it runs.
///
/// What the store has an index for runs after a short pause in typing; a scan only when it is asked for.
class SearchBar : public QWidget
{
    Q_OBJECT

public:
    /// Takes the pause over.
    explicit SearchBar(Pause *pause, QWidget *parent = nullptr);

    const ParsedSearch &parsed() const;
    const SessionSearch &search() const; ///< As far as the text could be read.
    QString text() const;
    void setText(const QString &text); ///< Runs nothing.
    void run(); ///< Now, whatever it costs; tells what is wrong instead if the text means nothing.
    void setTenants(const TenantPage &tenants);
    void setEstimate(const std::optional<StoreEstimate> &estimate);
    bool ranByHand() const { return m_ranByHand; } ///< What ran last was asked for, not only typed.
    void setReading(bool reading);
    void focusSearch();
    void save(); ///< Asks for the name of a view.
    QString complaint() const; ///< What is wrong with the text, as it is shown; empty = nothing.

Q_SIGNALS:
    void runWanted();
    void stopWanted();
    void estimateWanted(); ///< A scan is being typed and nothing is known of the store's size.
    void searchChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeRows();
    void connectAll();
    void textRead();
    void tellProblems();
    void tellCost();
    void runIfCheap();
    void runByHand();
    void emitRun();
    void buttonClicked();

    Pause *m_pause;
    SearchEdit *m_edit;
    QPushButton *m_button;
    SearchMenu *m_menu;
    SearchBuilder *m_builder;
    Chip *m_cost;
    QLabel *m_complaint;
    QHBoxLayout *m_choices = nullptr;
    QHBoxLayout *m_below = nullptr; ///< The cost stands here where there is no room beside the choices.
    std::optional<StoreEstimate> m_estimate;
    SessionSearch m_ran; ///< The search that ran last.
    bool m_ranByHand = false;
    bool m_reading = false;
};

} // namespace Axess
