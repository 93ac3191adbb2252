# Installs and starts Spark for tests and measurements. Source it: it starts nothing by itself. Java 17 is there.
SPARK_VERSION=${SPARK_VERSION:-4.1.4}
SPARK_CACHE=${SPARK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/breachstats/spark-$SPARK_VERSION}
SPARK_WORK=$(mktemp -d)
SPARK_PIDS=()
export SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_DIRS=$SPARK_WORK/local SPARK_LOG_DIR=$SPARK_WORK

# spark_install fetches Spark from the Python registry into the cache, once; its status is 1 where the registry refuses.
spark_install() {
  if [ ! -e "$SPARK_CACHE/bin/spark-submit" ]; then
    rm -rf "$SPARK_CACHE.new"
    mkdir -p "$(dirname "$SPARK_CACHE")"
    "${PYTHON:-python3}" -m venv "$SPARK_CACHE.new" || return 1
    "$SPARK_CACHE.new/bin/python" -m pip install --quiet --disable-pip-version-check "pyspark==$SPARK_VERSION" || return 1
    rm -rf "$SPARK_CACHE" && mv "$SPARK_CACHE.new" "$SPARK_CACHE" || return 1
  fi
  SPARK_HOME=$(echo "$SPARK_CACHE"/lib/python*/site-packages/pyspark)
  export SPARK_HOME
}

# spark_port prints a port of loopback that is free.
spark_port() {
  "${PYTHON:-python3}" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# spark_wait PORT PID waits until something answers on a port of loopback.
spark_wait() {
  for _ in $(seq 180); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return 0; fi
    kill -0 "$2" 2>/dev/null || return 1
    sleep 1
  done
  return 1
}

# spark_start NAME PORT COMMAND… runs a part of Spark until the script ends, and waits for its port.
spark_start() {
  local name=$1 port=$2
  shift 2
  mkdir -p "$SPARK_WORK/$name"
  (cd "$SPARK_WORK/$name" && exec "$@") >"$SPARK_WORK/$name.log" 2>&1 &
  local pid=$!
  SPARK_PIDS+=("$pid")
  if ! spark_wait "$port" "$pid"; then
    echo "$name did not start:" && tail -20 "$SPARK_WORK/$name.log"
    return 1
  fi
}

# spark_connect MASTER MEMORY [OPTION…] starts a Spark Connect server and sets SPARK_REMOTE.
spark_connect() {
  local port master=$1 memory=$2
  shift 2
  port=$(spark_port)
  spark_start connect "$port" "$SPARK_HOME/bin/spark-submit" --class org.apache.spark.sql.connect.service.SparkConnectServer \
    --master "$master" --driver-memory "$memory" --conf spark.driver.host=127.0.0.1 --conf spark.ui.enabled=false \
    --conf spark.connect.grpc.binding.address=127.0.0.1 --conf spark.connect.grpc.binding.port="$port" \
    --conf spark.sql.warehouse.dir="$SPARK_WORK/warehouse" --conf spark.sql.codegen.wholeStage=false \
    --conf spark.sql.codegen.factoryMode=NO_CODEGEN --conf spark.log.level=WARN --conf spark.sql.maxPlanStringLength=1000 \
    --conf spark.sql.constraintPropagation.enabled=false --conf spark.broadcast.compress=false --conf spark.shuffle.compress=false \
    --conf spark.sql.ui.retainedExecutions=10 --conf spark.ui.retainedJobs=50 --conf spark.ui.retainedStages=50 --conf spark.ui.retainedTasks=1000 \
    --driver-java-options "${SPARK_JAVA:--XX:TieredStopAtLevel=1 -XX:+UseParallelGC -XX:+ExitOnOutOfMemoryError}" "$@" spark-internal
  SPARK_REMOTE=sc://127.0.0.1:$port
}

# spark_stop ends what was started, by its process ids.
spark_stop() {
  for pid in "${SPARK_PIDS[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${SPARK_PIDS[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$SPARK_WORK"
  SPARK_PIDS=()
}
