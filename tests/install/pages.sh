# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0

# pages.sh AXESSCTL AXESS_CONSOLE MADE: whether manual pages and completion, which stand in the folder MADE, name every
# command and every option that the programs themselves name, and nothing else. Reads the help in its own way.
set -euo pipefail

axessctl=$1 console=$2 made=$3
failures=0
complain() {
    printf 'FAIL  %s\n' "$1"
    failures=$((failures + 1))
}

# The long options of a help text.
options_of() { grep -oP '^  (-\w, )?\K--[a-z-]+' <<<"$1" | sort -u; }

# plain FILE: a manual page without its markup.
plain() { sed -e 's/\\fB//g; s/\\fI//g; s/\\fR//g; s/\\-/-/g; s/\\&//g' -- "$1"; }

commands=$("$axessctl" --help | sed -n '/^Commands:$/,/^$/p' | grep -oP '^  \K\S+( \S+)?(?=  )')
[[ $(wc -l <<<"$commands") -ge 40 ]] || complain "axessctl --help lists fewer than 40 commands"
page=$(plain "$made/cli/axessctl.1")

# section COMMAND: what the manual page says of a command.
section() {
    awk -v command="$1" '
        /^\.S[HS]/ { inside = 0 }
        /^\.SS "/ { text = $0; sub(/^\.SS "/, "", text); sub(/"$/, "", text)
                    inside = text == command || index(text, command " ") == 1 && text !~ "^" command " [a-z]" }
        inside' <<<"$page"
}

# What bash offers behind the words of a line, the last of which is begun.
offered() {
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    _axessctl
    printf '%s\n' "${COMPREPLY[@]}" | sort -u
}
# shellcheck disable=SC1091
source "$made/cli/axessctl"

globals=$(sed -n '/^\.SH OPTIONS$/,/^\.SH/p' <<<"$page")
known=''
while IFS= read -r command; do
    # shellcheck disable=SC2206
    words=($command)
    help=$("$axessctl" "${words[@]}" --help)
    options=$(options_of "$help")
    known+=$options$'\n'
    text=$(section "$command")
    [[ -n $text ]] || complain "axessctl(1) does not name \"$command\""
    while IFS= read -r option; do
        grep -qE -- "^(-., )?$option( |\$)" <<<"$text"$'\n'"$globals" || complain "axessctl(1) does not name $option of \"$command\""
    done <<<"$options"
    [[ $(offered axessctl "${words[@]}" --) == "$options" ]] ||
        complain "bash offers other options of \"$command\": $(offered axessctl "${words[@]}" -- | tr '\n' ' ')"
    grep -qF "'$command:" "$made/cli/_axessctl" || complain "zsh does not offer \"$command\""
    arm=$(sed -n "/^        '$command')\$/,/;;/p" "$made/cli/_axessctl")
    [[ $(grep -oP "^ +'\K--[a-z-]+" <<<"$arm" | sort -u) == "$options" ]] || complain "zsh offers other options of \"$command\""
done <<<"$commands"

# And nothing that there is not.
[[ $(grep -c '^\.SS ' <<<"$page") -eq $(wc -l <<<"$commands") ]] || complain 'axessctl(1) names commands that there are not'
while IFS= read -r option; do
    grep -qxF -- "$option" <<<"$known" || complain "axessctl(1) names $option, which no command takes"
done < <(grep -oP '^(-., )?\K--[a-z-]+' <<<"$page")

[[ $(offered axessctl '') == "$(cut -d' ' -f1 <<<"$commands" | sort -u)" ]] || complain "bash offers other first words"
[[ $(offered axessctl --store sqlite:a.db session '') == "$(sed -n 's/^session //p' <<<"$commands" | sort -u)" ]] ||
    complain "bash offers other words behind session"
[[ $(offered axessctl session l) == list ]] || complain "bash does not complete session l"
cd -- "$made"
[[ $(offered axessctl --root-key-file = axess.p) == axess.pc ]] || complain "bash does not complete files"

page=$(plain "$made/console/axess-console.1")
options=$(options_of "$("$console" --help)")
[[ $(grep -oP '^(-., )?\K--[a-z-]+' <<<"$page" | sort -u) == "$options" ]] || complain "axess-console(1) names other options"
if command -v zsh >/dev/null; then
    zsh -n "$made/cli/_axessctl" || complain "zsh does not read its completion"
fi
((failures == 0))
