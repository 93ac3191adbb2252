#!/usr/bin/env bash
# The tests that need Spark, on a server of loopback with 3 GB, and a cluster that loses a worker. With LONG=1 also the
# comparisons that take long (one partition, the sample of six days, all real captures, five calls of every macro), and
# builds that follow each other.
# Skipped, saying so, where Java or the registry of Python packages is out of reach.
set -euo pipefail
cd "$(dirname "$0")/../.."
GO=${GO:-go}
if ! command -v java >/dev/null 2>&1; then
  echo "test-spark: skipped, there is no java (Spark wants version 17)"
  exit 0
fi
. tools/spark/lib.sh
trap spark_stop EXIT
if ! spark_install; then
  echo "test-spark: skipped, pyspark $SPARK_VERSION cannot be installed here"
  exit 0
fi
# The heap has 2.3 GB of the 3: the rest of the process is outside of it.
spark_connect 'local[2]' 2300m
export BREACHSTATS_SPARK=$SPARK_REMOTE
# run MINUTES TESTS PACKAGE: what failed, and what each test took.
run() { "$GO" test -count=1 -timeout "$1m" -ldflags=-w -v -run "$2" "$3" | grep -vE '^ *=== |: imported '; }
if [ -n "${LONG:-}" ]; then
  minutes=120 same='^TestCluster'
else
  minutes=10 same='^TestClusterEqualsDuckDB$/^values.*_7_'
  export BREACHSTATS_SPARK_CALLS=1
fi
run "$minutes" . ./pipeline/spark
run "$minutes" "$same" ./pipeline
run "$minutes" '^TestClusterDocs' ./cmd/breachstats
spark_stop
tools/spark/cluster.sh
