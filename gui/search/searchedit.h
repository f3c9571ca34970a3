// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <axess/sessionsearch.h>

#include <QtWidgets/qlineedit.h>

class QStringListModel;

namespace Axess {

/// The line that a search is typed into: completes fields and values, underlines what means nothing.
class SearchEdit : public QLineEdit
{
    Q_OBJECT

public:
    explicit SearchEdit(QWidget *parent = nullptr);

    const ParsedSearch &parsed() const { return m_parsed; }
    void setTenants(const QStringList &tenants); ///< Offered behind `tenant:`.
    /// Problems to show; what is still being typed at the end is none yet, unless it is run.
    QList<SearchProblem> problems() const;
    void judgeAll(); ///< Also what is being typed.
    bool isChoosing() const; ///< Enter means an entry of the list of completions.
    /// What may stand in place of the word at the text's end.
    QStringList completions(const QString &text) const;

Q_SIGNALS:
    void searchChanged(); ///< Another text was read.
    void stopWanted();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void read();
    void underline();

    ParsedSearch m_parsed;
    QStringList m_tenants;
    QStringListModel *m_offered;
    bool m_judgesAll = false;
    bool m_underlining = false;
};

} // namespace Axess
