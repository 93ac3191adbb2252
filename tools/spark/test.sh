#!/usr/bin/env bash
# The tests that need Spark, on a server of loopback with 3 GB. With LONG=1 also the comparisons that take long (one
# partition, the sample of six days, all real captures), builds that follow each other, and a cluster that loses a worker.
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
# The heap has 2 GB of the 3: the rest of the process is outside of it.
spark_connect 'local[2]' 2g
BREACHSTATS_SPARK=$SPARK_REMOTE $GO test -count=1 -timeout 20m -ldflags=-w ./pipeline/spark
long='^TestClusterEqualsDuckDB$/1_partition|^TestClusterEqualsDuckDB$/real_captures|^TestClusterKeeps'
skip=(-skip "$long")
if [ -n "${LONG:-}" ]; then skip=(); fi
BREACHSTATS_SPARK=$SPARK_REMOTE $GO test -count=1 -timeout 90m -ldflags=-w -run '^TestCluster' "${skip[@]}" ./pipeline ./cmd/breachstats
if [ -n "${LONG:-}" ]; then
  spark_stop
  SPARK_PIDS=() SPARK_WORK=$(mktemp -d)
  export SPARK_LOCAL_DIRS=$SPARK_WORK/local SPARK_LOG_DIR=$SPARK_WORK
  tools/spark/cluster.sh
fi
