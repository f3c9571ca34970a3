# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# Which libraries a bundle needs, and where they are.

# Belongs together in one version, and is only used where the machine's own is older.
libc_names=(ld-linux-x86-64.so.2 libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libresolv.so.2 libutil.so.1
    libanl.so.1 libnss_dns.so.2 libnss_files.so.2 libnss_compat.so.2 libmvec.so.1)

# lines FILE: without comments and empty lines.
lines() { sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' -- "$1"; }

needed() { readelf -d -- "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]$/\1/p'; }

# own_places FILE: where a file itself says that its libraries are.
own_places() { readelf -d -- "$1" | sed -n 's/.*(R\(UN\)\?PATH).*\[\(.*\)\]$/\2/p' | tr ':' '\n' | grep '^/' || true; }

is_elf() { [[ $(head -c 4 -- "$1" | tail -c 3) == ELF ]]; }

is_of_libc() {
    local name
    for name in "${libc_names[@]}"; do [[ $1 != "$name" ]] || return 0; done
    return 1
}

# library_of NAME FOLDER…: the file of a SONAME, in the folders or where this system's loader looks.
library_of() {
    local name=$1 folder
    shift
    for folder in "$@"; do
        [[ ! -e $folder/$name ]] || { printf '%s\n' "$folder/$name"; return; }
    done
    ldconfig -p | awk -v name="$name" '$1 == name && /x86-64/ && !found { found = $NF } END { print found }'
}

# bring_libraries BUNDLE HOST_LIBRARIES BUILD_FOLDER: into lib what anything in the bundle needs, and what that needs, but nothing
# that the list leaves to the machine.
bring_libraries() {
    local bundle=$1 build=$3 file name from
    local -A seen=()
    local -a waiting=() places=()
    while IFS= read -r name; do seen[$name]=host; done < <(lines "$2")
    mapfile -t waiting < <(find "$bundle" -type f \( -path '*/libexec/*' -o -name '*.so*' \) | LC_ALL=C sort)
    while ((${#waiting[@]})); do
        file=${waiting[0]}
        waiting=("${waiting[@]:1}")
        is_elf "$file" || continue
        while IFS= read -r name; do
            [[ -z ${seen[$name]:-} ]] || continue
            ! is_of_libc "$name" || continue
            seen[$name]=bundle
            mapfile -t places < <(own_places "$file")
            from=$(library_of "$name" "$build" "${places[@]}")
            [[ -n $from ]] || fail 1 "${file#"$bundle"/} needs $name, which this system does not have; install its package."
            install -m 0644 -- "$(readlink -f -- "$from")" "$bundle/lib/$name"
            printf '%s\n' "$(readlink -f -- "$from")" >>"$bundle.origins"
            waiting+=("$bundle/lib/$name")
        done < <(needed "$file")
    done
}

# bring_libc BUNDLE: the loader and libc for machines whose own is older.
bring_libc() {
    local name from
    mkdir -p -- "$1/lib/libc"
    for name in "${libc_names[@]}"; do
        from=$(library_of "$name")
        [[ -n $from ]] || fail 1 "This system's libc has no $name."
        install -m 0755 -- "$(readlink -f -- "$from")" "$1/lib/libc/$name"
        printf '%s\n' "$(readlink -f -- "$from")" >>"$1.origins"
    done
}

# point_inside BUNDLE: each file finds the bundle's libraries from where it lies, before those that LD_LIBRARY_PATH names.
point_inside() {
    local file
    while IFS= read -r file; do
        is_elf "$file" || continue
        patchelf --force-rpath --set-rpath "\$ORIGIN/$(realpath -m --relative-to="${file%/*}" "$1/lib")" "$file"
    done < <(find "$1/libexec" "$1/lib" "$1/plugins" -type f ! -path '*/lib/libc/*')
}
