# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# The notices of what a bundle brings from others.

# notices ORIGINS: which Debian packages the files come from, and what those say of authors and licences.
notices() {
    local file package version notice
    local -A packages=()
    while IFS= read -r file; do
        # Debian 13 knows files of /usr by the place that they had before /lib became a part of it, too.
        package=$(dpkg-query -S "$file" 2>/dev/null | head -n 1 | cut -d: -f1)
        [[ -n $package ]] || package=$(dpkg-query -S "${file#/usr}" 2>/dev/null | head -n 1 | cut -d: -f1)
        [[ -n $package ]] || fail 1 "$file belongs to no package, so nobody knows its licence."
        packages[$package]=1
    done < <(LC_ALL=C sort -u -- "$1")
    printf 'Axess Console brings these programs and libraries of others, as Debian distributes them.\n'
    printf 'Their sources are in the archive of Debian, under the names and versions given here.\n'
    while IFS= read -r package; do
        version=$(dpkg-query -W -f '${source:Package} ${source:Version}' "$package")
        notice=/usr/share/doc/$package/copyright
        [[ -s $notice ]] || fail 1 "There is no $notice, which says under which licence $package is."
        printf '\n%s\n%s, from %s\n%s\n' "$rule" "$package" "$version" "$rule"
        cat -- "$notice"
    done < <(printf '%s\n' "${!packages[@]}" | LC_ALL=C sort)
}
rule=------------------------------------------------------------------------
