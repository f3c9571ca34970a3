// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include "promiseindex.h"

#include <cstdio>

// promises ROOT: prints docs/promises.md, as ./dev docs keeps it.
int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    const QByteArray page = PromiseIndex(TreeReader(QString::fromLocal8Bit(argv[1]))).page().toUtf8();
    return std::fwrite(page.constData(), 1, size_t(page.size()), stdout) == size_t(page.size()) ? 0 : 1;
}
