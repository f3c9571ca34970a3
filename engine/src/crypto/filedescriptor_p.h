// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtCore/qtclasshelpermacros.h>

#include <utility>

#include <unistd.h>

namespace Axess {

/// A descriptor that is closed when it goes out of scope.
class FileDescriptor
{
public:
    explicit FileDescriptor(int descriptor = -1)
        : m_descriptor(descriptor)
    { }
    ~FileDescriptor() { close(); }
    Q_DISABLE_COPY_MOVE(FileDescriptor)

    int value() const { return m_descriptor; }
    bool isOpen() const { return m_descriptor >= 0; }
    void close()
    {
        if (const int descriptor = std::exchange(m_descriptor, -1); descriptor >= 0)
            ::close(descriptor);
    }

private:
    int m_descriptor;
};

} // namespace Axess
