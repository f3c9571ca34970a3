// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

// A program that only carries the precompiled headers which the test programs share.
int main()
{
    return 0;
}
