// SPDX-FileCopyrightText: 2026 The Axess authors
// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace {

using Input = std::vector<std::uint8_t>;

// A copy of exactly this size, so that a sanitizer sees the first byte read beyond it.
std::size_t run(const Input &input, std::size_t size)
{
    const Input exact(input.begin(), input.begin() + std::ptrdiff_t(size));
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
    return 1;
}

// The input, its beginnings, and each of its bytes changed: what a fuzzer tries first.
std::size_t replay(const std::filesystem::path &path)
{
    constexpr std::size_t neighbourhood = 1024;
    std::ifstream file(path, std::ios::binary);
    Input input((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    std::size_t runs = run(input, input.size());
    const std::size_t near = std::min(input.size(), neighbourhood);
    for (std::size_t i = 0; i < near; ++i) {
        runs += run(input, i);
        for (const int change : {0x01, 0x80, 0xff}) {
            input[i] ^= std::uint8_t(change);
            runs += run(input, input.size());
            input[i] ^= std::uint8_t(change);
        }
    }
    return runs;
}

} // namespace

/// Replays the files of the folders it is given; fails when there are none.
int main(int argc, char **argv)
{
    std::size_t files = 0;
    std::size_t runs = 0;
    for (int i = 1; i < argc; ++i) {
        for (const auto &entry : std::filesystem::directory_iterator(argv[i])) {
            if (!entry.is_regular_file() || entry.path().extension() == ".license")
                continue;
            ++files;
            runs += replay(entry.path());
        }
    }
    std::printf("%zu inputs of %zu files\n", runs, files);
    return files > 0 ? 0 : 1;
}
