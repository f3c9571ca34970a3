// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "postgresoptions.h"

namespace Axess {

/// Why a server could not be connected to.
///
/// libpq gives a failed connection's code away only to who asked for it before, which Qt's driver does not;
/// so the connection is tried once more, by libpq alone.
class PostgresDiagnosis
{
public:
    PostgresDiagnosis(const PostgresOptions &options, const Deadline &deadline);

    /// The failure with its code and what to change; as it is if the second attempt succeeds.
    Error explain(const Error &failure) const;

private:
    /// What libpq says, in English and with the server's code; nothing if it connected.
    std::optional<QString> saidByLibrary() const;

    const PostgresOptions &m_options;
    const Deadline &m_deadline;
};

} // namespace Axess
