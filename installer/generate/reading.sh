# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# Reads what a program of Axess prints for --help, whose lists have a name in the third column, two spaces or
# more, and a text that goes on in indented lines.

# read_help COMMAND <HELP: lines of fields between tabs: `summary TEXT`, `usage WORDS`, and in the order of the help
# `option COMMAND NAMES VALUE TEXT` and `argument COMMAND NAME TEXT`.
read_help() {
    awk -v command="$1" '
        function flush() {
            if (name == "") return
            value = ""
            if (kind == "option" && match(name, / <[^>]*>$/)) {
                value = substr(name, RSTART + 2, RLENGTH - 3)
                name = substr(name, 1, RSTART - 1)
            }
            if (kind == "option") print kind "\t" command "\t" name "\t" value "\t" text
            else print kind "\t" command "\t" name "\t" text
            name = ""
        }
        /^Usage: / { sub(/^.*\[options\] ?/, ""); print "usage\t" $0; next }
        /^Options:$/ { flush(); kind = "option"; next }
        /^Arguments:$/ { flush(); kind = "argument"; next }
        kind == "" { if ($0 != "") print "summary\t" $0; next }
        /^  [^ ]/ {
            flush()
            line = substr($0, 3)
            text = ""
            if (match(line, /   */)) { text = substr(line, RSTART + RLENGTH); line = substr(line, 1, RSTART - 1) }
            name = line
            next
        }
        /^   / { sub(/^ */, ""); text = text == "" ? $0 : text " " $0 }
        END { flush() }'
}

# roff <TEXT: as the formatter of manual pages reads it; `words` in backquotes become bold.
roff() {
    sed -E -e 's/\\/\\e/g' -e 's/-/\\-/g' -e "s/^([.'])/\\\\\&\1/" -e 's/`([^`]*)`/\\fB\1\\fR/g'
}

# roff_options <TAB-SEPARATED: names, value and text of options, one a line.
roff_options() {
    local names value text
    while IFS=$'\t' read -r names value text; do
        printf '.TP\n'
        if [[ $value == '-' ]]; then
            printf '\\fB%s\\fR\n' "$(roff <<<"$names")"
        else
            printf '\\fB%s\\fR \\fI%s\\fR\n' "$(roff <<<"$names")" "$(roff <<<"$value")"
        fi
        roff <<<"$text"
    done
}

# fill TEMPLATE VERSION: the template without its comments' licence, its version filled in, and each line `@NAME@`
# replaced by what the function part_NAME prints.
fill() {
    local line
    while IFS= read -r line; do
        if [[ $line =~ ^@([a-z_]+)@$ ]]; then
            "part_${BASH_REMATCH[1]}"
        else
            printf '%s\n' "${line//@VERSION@/$2}"
        fi
    done <"$1"
}
