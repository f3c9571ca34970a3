// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <axess/configuredkey.h>

using namespace Qt::StringLiterals;

namespace Axess {

Result<RootKey> configuredRootKey(const Configuration &configuration)
{
    const QString &text = configuration.rootKeyText();
    switch (configuration.rootKeyPlace()) {
    case RootKeyPlace::None:
        break;
    case RootKeyPlace::File:
        return RootKey::fromFile(text);
    case RootKeyPlace::Variable:
        return RootKey::fromEnvironment(text);
    case RootKeyPlace::Command: {
        QStringList words = QProcess::splitCommand(text);
        if (words.isEmpty() || words.constFirst().isEmpty())
            return std::unexpected(
                Error(ErrorCode::InvalidArgument,
                      u"The root key's command of %1 names no program"_s.arg(configuration.rootKeyOrigin())));
        const QString program = words.takeFirst();
        return RootKey::fromCommand(program, words);
    }
    }
    return RootKey::none();
}

} // namespace Axess
