#!/bin/sh
# Prints the ten slowest test classes of a run of the tests, from the reports that Maven's test plugins write:
#   slowest-classes.sh FOLDER SINCE
# Reports in the folder that were written before SINCE (a time that date reads) are those of a former run.
# It is a script since the build's own Java may be older than the one for which the tests are compiled.
set -eu
[ -d "$1" ] || exit 0
find "$1" -name 'TEST-*.xml' -newermt "$2" -exec grep -h -o '<testsuite [^>]*' {} + |
  sed -n 's/.* name="\([^"]*\)".* time="\([0-9.,]*\)".*/\2 \1/p' |
  tr -d ',' |
  LC_ALL=C sort -k 1,1 -r -n |
  LC_ALL=C awk '
    NR <= 10 { line[NR] = sprintf("%8.1f s  %s", $1, $2) }
    { all += $1 }
    END {
      if (NR > 0) {
        printf "The slowest of %d test classes, which took %.0f s together:\n", NR, all
        for (i = 1; i <= NR && i <= 10; i++) print line[i]
      }
    }'
