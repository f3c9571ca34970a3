// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/sessionstore.h>

#include <QtCore/qtemporarydir.h>

#include <cstdio>

using namespace Axess;
using namespace Qt::StringLiterals;

// A program without a QCoreApplication is told so, where QtSql would crash. 0 = it was.
int main()
{
    const QTemporaryDir folder;
    const auto store = SessionStore::open(u"sqlite:"_s + folder.filePath(u"shop.db"_s), RootKey::none());
    if (store) {
        std::puts("The store opened");
        return 1;
    }
    std::puts(qUtf8Printable(store.error().message()));
    return store.error().code() == ErrorCode::InvalidArgument
            && store.error().message().contains(u"QCoreApplication"_s)
        ? 0
        : 1;
}
