// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/storeaddress.h"

#include <QtWidgets/qwidget.h>

class QComboBox;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace Axess {

/// The form that names a store: URL or file, with its root key file or without.
class StoreChooser : public QWidget
{
    Q_OBJECT

public:
    explicit StoreChooser(QWidget *parent = nullptr);

    void set(const StoreAddress &address);
    StoreAddress address() const;
    void setBusy(bool busy);

Q_SIGNALS:
    void openRequested(const Axess::StoreAddress &address);

private:
    QWidget *fileRow(QLineEdit *field, QPushButton *button);
    void makeEnvironments();
    void chooseStoreFile();
    void chooseKeyFile();
    void changed();
    void setEnvironment(Environment environment);
    void followStore();

    QLineEdit *m_store;
    QPushButton *m_chooseStore;
    QRadioButton *m_keyless;
    QRadioButton *m_withKey;
    QLineEdit *m_keyFile;
    QPushButton *m_chooseKey;
    QComboBox *m_environment;
    QPushButton *m_open;
    bool m_isMarkChosen = false; ///< By hand, for whatever store will be typed.
    bool m_busy = false;
};

} // namespace Axess
