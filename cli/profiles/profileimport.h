// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "cli/profiles/profile.h"

#include <axess/secretbytes.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qlist.h>
#include <QtCore/qstringlist.h>

namespace Axess {

/// A store's URL as somebody pasted it, parted into what a profile may hold and what it may not.
struct PastedUrl
{
    QString store; ///< Without password.
    SecretBytes password; ///< Empty = there was none.

    static Result<PastedUrl> parted(const QString &text);
};

/// What was brought from elsewhere, ready to be added.
struct ProfileImport
{
    QList<Profile> fresh; ///< With an id of their own where theirs is taken.
    qsizetype known = 0; ///< Those that stand here exactly so already.
    QStringList remarks; ///< What was changed on the way, a sentence each.

    /// From an exported bundle or a file with a store's URL. Where a bundle wants passwords and root keys
    /// from is not taken over, but for key files: whoever sends a file must not choose what is run here, nor
    /// which secret is sent to a host of theirs. InvalidArgument with a sentence for a file of
    /// another program, TooNew and Corrupt as in ProfileFormat.
    static Result<ProfileImport> read(const QByteArray &content, const QList<Profile> &standing,
                                      RandomSource &random);
};

} // namespace Axess
