#!/usr/bin/env bash
# What a build costs on Spark beside DuckDB on this machine: bench/spark/run.sh ROWS,ROWS,… writes bin/spark.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/spark/lib.sh
trap spark_stop EXIT
spark_install
ui=$(spark_port)
spark_connect 'local[2]' "${MEMORY:-2g}" --conf spark.ui.enabled=true --conf spark.ui.port="$ui" --conf spark.ui.retainedStages=20000 \
  --conf spark.sql.shuffle.partitions="${PARTITIONS:-4}"
mkdir -p bin
${GO:-go} run ./bench/spark -binary "${BINARY:-bin/breachstats}" -remote "$SPARK_REMOTE" -ui "http://127.0.0.1:$ui" -work "$SPARK_WORK/data" -rows "${1:-8000,80000,800000}"
