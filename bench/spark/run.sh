#!/usr/bin/env bash
# What a build costs on Spark beside DuckDB on this machine: bench/spark/run.sh ROWS,ROWS,… writes bin/spark.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/spark/lib.sh
trap spark_stop EXIT
spark_install
ui=$(spark_port)
# Unlike for tests, Java and Spark compile what they run, as a server of yours does.
SPARK_JAVA=-XX:+UseParallelGC
spark_connect 'local[2]' "${MEMORY:-8g}" --conf spark.ui.enabled=true --conf spark.ui.port="$ui" --conf spark.ui.retainedStages=20000 --conf spark.ui.retainedTasks=200000 \
  --conf spark.sql.shuffle.partitions="${PARTITIONS:-8}" --conf spark.sql.codegen.wholeStage=true --conf spark.sql.codegen.factoryMode=FALLBACK \
  --conf spark.sql.constraintPropagation.enabled=true --conf spark.broadcast.compress=true --conf spark.shuffle.compress=true
mkdir -p bin
${GO:-go} run ./bench/spark -binary "${BINARY:-bin/breachstats}" -remote "$SPARK_REMOTE" -ui "http://127.0.0.1:$ui" -work "$SPARK_WORK/data" -rows "${1:-8000,80000,800000}" -limit "${LIMIT:-40m}"
