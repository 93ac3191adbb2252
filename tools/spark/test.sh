#!/usr/bin/env bash
# The tests that need Spark, on a server of loopback with 3 GB, and a cluster that loses a worker. With LONG=1 also the
# comparisons that take long (one partition, the sample of six days, all real captures, five calls of every macro), and
# builds that follow each other. With MINUTES=N it ends after so many minutes, and says so: how fast a machine is decides
# nothing, but a difference that was found until then is a failure.
# Skipped, saying so, where Java or the registry of Python packages is out of reach.
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! command -v java >/dev/null 2>&1; then
  echo "test-spark: skipped, there is no java (Spark wants version 17)"
  exit 0
fi
. tools/spark/lib.sh
trap spark_stop EXIT
trap 'exit 1' INT TERM HUP
installed=0
spark_install || installed=$?
if [ "$installed" -eq 124 ]; then spark_over "the installation of pyspark"; fi
if [ "$installed" -ne 0 ]; then
  echo "test-spark: skipped, pyspark $SPARK_VERSION cannot be installed here"
  exit 0
fi
spark_compile pipeline/spark pipeline cmd/breachstats
# The heap has 2.3 GB of the 3: the rest of the process is outside of it.
spark_connect 'local[2]' 2300m
export BREACHSTATS_SPARK=$SPARK_REMOTE
if [ -n "${LONG:-}" ]; then
  same='^TestCluster'
else
  same='^TestClusterEqualsDuckDB$/^values.*_7_'
  export BREACHSTATS_SPARK_CALLS=1
fi
spark_test pipeline/spark .
spark_test pipeline "$same"
spark_test cmd/breachstats '^TestClusterDocs'
spark_stop
tools/spark/cluster.sh
