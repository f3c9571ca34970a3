# SPDX-FileCopyrightText: 2026 The Axess authors
# SPDX-License-Identifier: Apache-2.0
#
# The worker of axess-worker as far as it goes without systemd as process 1: the unit is verified by systemd itself, and its
# command runs with the user, the credential and the rights that the unit gives it.

prove_worker() {
    local unit=/usr/lib/systemd/system/axess-worker.service command credentials=/run/credentials/axess-worker worker state='' said
    apt_in_root install --no-install-recommends systemd
    said=$(as_root SYSTEMD_UNIT_PATH=/usr/lib/systemd/system: systemd-analyze verify --man=no "$unit" 2>&1) || fail "the unit: $said"
    ! grep -q 'axess-worker.service' <<<"$said" || fail "systemd says of the unit: $said"

    command=$(sed -n 's/^ExecStart=//p' "$root$unit")
    as_root install -d -o 65534 -m 0700 "$credentials"
    as_root install -o 65534 -m 0400 /try/axess/postgres.key "$credentials/axess-root-key"
    ctl postgres job submit verify-index >/dev/null
    # What the unit takes away, as far as a command can give it up.
    # shellcheck disable=SC2086
    enter_bare_root CREDENTIALS_DIRECTORY="$credentials" AXESS_STORE="${stores[postgres]}" setpriv --reuid 65534 --regid 65534 \
        --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all sh -c 'umask 077; ulimit -c 0; exec "$@"' worker $command \
        >"$work/worker.log" 2>&1 &
    worker=$!
    for ((i = 0; i < 120; ++i)); do
        kill -0 "$worker" 2>/dev/null || { cat "$work/worker.log"; fail 'the worker ended by itself'; }
        state=$(ctl postgres job list --json)
        ! grep -q '"state": "done"' <<<"$state" || break
        sleep 1
    done
    kill -TERM "$worker"
    wait "$worker" || { cat "$work/worker.log"; fail "the worker did not end well when it was told to"; }
    # As the service manager does.
    as_root rm -r -- "$credentials"
    grep -q '"state": "done"' <<<"$state" || fail "the worker did not work off its job: $state"
}
