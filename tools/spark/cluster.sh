#!/usr/bin/env bash
# A standalone master and two workers, each a process of this machine: one worker is killed in the middle of a
# build, which must end right all the same.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tools/spark/lib.sh
trap spark_stop EXIT
trap 'exit 1' INT TERM HUP
spark_install
spark_compile pipeline
master=$(spark_port)
class=$SPARK_HOME/bin/spark-class
spark_start master "$master" "$class" org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$master" --webui-port "$(spark_port)"
for worker in one two; do
  port=$(spark_port)
  spark_start "worker-$worker" "$port" "$class" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --port "$port" \
    --webui-port "$(spark_port)" --cores 1 --memory 1g --work-dir "$SPARK_WORK/work-$worker" "spark://127.0.0.1:$master"
done
killed=${SPARK_PIDS[-1]}
spark_connect "spark://127.0.0.1:$master" 1g --conf spark.executor.memory=800m --conf spark.executor.cores=1
BREACHSTATS_SPARK=$SPARK_REMOTE BREACHSTATS_SPARK_WORKER=$killed spark_test pipeline '^TestWorkerThatDies'
