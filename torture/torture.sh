#!/bin/sh
# Tortures a program in parts, each for as long as make torture has time, and prints how many cases
# were tried and survived. After an interruption it continues with the parts that are not done.
# Faults that an earlier run survived are not tried again, so several runs reach them all.
#
# usage: torture.sh PROGRAM, with GO, SEED, FUZZTIME, FUZZED, MUTANTS, HISTORIES, PORTALS, REBUILDS
# and FAULTS (a time for writes and one for reads) in the environment
set -eu
program=$1
: "${GO:=go}" "${SEED:=1}" "${FUZZTIME:=30s}" "${MUTANTS:=10000}" "${HISTORIES:=30}" "${PORTALS:=2000}" "${REBUILDS:=100}" "${FAULTS:=2m}"
notes=$(dirname "$program")/torture/$(sha256sum "$program" | cut -c1-12)-$SEED
mkdir -p "$notes"
# The faults are about the content of a disk, not its speed, so a disk in memory is enough.
if [ -z "${TMPDIR:-}" ] && [ -d /dev/shm ] && [ -w /dev/shm ]; then TMPDIR=/dev/shm; export TMPDIR; fi
begun=$(date +%s)

# part NAME COMMAND...: runs a command and reads from its output what was tried
part() {
    name=$1; shift
    if [ -e "$notes/$name.done" ]; then return; fi
    rm -f "$notes/$name.failed"
    echo "$name: $*"
    if "$@" >"$notes/$name.log" 2>&1; then mv "$notes/$name.log" "$notes/$name.done"; else
        mv "$notes/$name.log" "$notes/$name.failed"
        cat "$notes/$name.failed"
    fi
}

# Each of these two needs one processor.
part mutants $GO test ./pipeline -run '^TestMutants$' -mutants "$MUTANTS" -mutants-seed "$SEED" -timeout 2h -count 1 -v &
mutants=$!
for package in $FUZZED; do
    for target in $($GO test -list '^Fuzz' "$package" | grep '^Fuzz'); do
        part "$target" $GO test "$package" -run '^$' -fuzz "^$target\$" -fuzztime "$FUZZTIME" -fuzzminimizetime 1s -parallel 1
    done
done
wait $mutants
part histories $GO test ./pipeline -run '^TestHistoryOfRandomEdits$' -histories "$HISTORIES" -timeout 1h -count 1 -v
part portal $GO test ./pipeline -run '^TestFetchRandomFaults$' -fetch-faults "$PORTALS" -fetch-seed "$SEED" -timeout 1h -count 1 -v
part strangers $GO test ./cmd/breachstats -run '^TestD8' -timeout 30m -count 1 -v
part readers env BREACHSTATS_REBUILDS="$REBUILDS" $GO test ./cmd/breachstats -run '^TestReadersWhileItIsRebuilt$' -timeout 60m -count 1 -v
for test in TestD1KilledAtRandomMoments TestD9InterruptedAtRandomMoments TestD9TerminatedAtRandomMoments TestD2Disks TestD3FilesAndFoldersInTheWay TestD5FlippedBits TestD5DamagedDatabases; do
    part "$test" $GO test ./torture -run "^$test\$" -binary "$program" -all -seed "$SEED" -timeout 2h -count 1 -v
done
for test in TestEveryReadFailsOnce TestEveryWriteFailsOnce; do
    part "$test" $GO test ./torture -run "^$test\$" -binary "$program" -for "$FAULTS" -seed "$SEED" \
        -state "$notes/$test.survived" -timeout 2h -count 1 -v
done

# count FILE: the numbers tried and survived, and a note
count() {
    case $1 in
    Fuzz*) sed -n 's/.*execs: \([0-9]*\) .*/\1/p' "$notes/$1.done" | tail -n 1 | sed 's/.*/&\t&\tinputs/' ;;
    mutants) sed -n 's/.*tried \([0-9]*\) of seed.*: \(refused [0-9]*, accepted and agreed [0-9]*\);.*/\1\t\1\t\2/p' "$notes/$1.done" | tail -n 1 ;;
    histories) sed -n 's/.*followed \([0-9]*\) histories, \(.*\)/\1\t\1\t\2/p' "$notes/$1.done" ;;
    portal) sed -n 's/.*tried \([0-9]*\) faults of the portal .*: \(captured.*\)/\1\t\1\t\2/p' "$notes/$1.done" ;;
    strangers) grep -c '^ *--- PASS: .*/' "$notes/$1.done" | sed 's/.*/&\t&\tquestions/' ;;
    readers) sed -n 's/.*: \([0-9]*\) rebuilds, \([0-9]*\) answers.*/\2\t\2\tanswers through \1 rebuilds/p' "$notes/$1.done" ;;
    *) sed -n 's/.*TRIED \([0-9]*\) SURVIVED \([0-9]*\) \(.*\)/\1\t\2\t\3/p' "$notes/$1.done" |
        awk -F '\t' '{ tried += $1; survived += $2; note = note (note ? "; " : "") $3 } END { print tried "\t" survived "\t" note }' ;;
    esac
}

for test in TestEveryReadFailsOnce TestEveryWriteFailsOnce; do
    if [ -e "$notes/$test.done" ]; then sed -n '/survived\/tried\/possible/,/: [0-9]* states/p' "$notes/$test.done" | grep -v _test.go:; fi
done
printf '%-34s %10s %10s  %s\n' part tried survived ''
for done in "$notes"/*.done; do
    name=$(basename "$done" .done)
    count "$name" | awk -F '\t' -v name="$name" '{ printf "%-34s %10d %10d  %s\n", name, $1, $2, $3 }'
done
echo "seed $SEED, $((($(date +%s) - begun) / 60)) minutes; the next run with this seed goes on with the rest of the faults"
if ls "$notes"/*.failed >/dev/null 2>&1; then
    echo "not survived, and tried again by the next run:" "$notes"/*.failed
    exit 1
fi
rm -f "$notes"/*.done
