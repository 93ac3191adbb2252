# Installs and starts Spark for tests and measurements. Source it: it starts nothing by itself. Java 17 is there.
SPARK_VERSION=${SPARK_VERSION:-4.1.4}
SPARK_CACHE=${SPARK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/breachstats/spark-$SPARK_VERSION}
SPARK_WORK=$(mktemp -d)
SPARK_PIDS=()
# When the time is up, in seconds of the clock. With MINUTES that is no failure; without, two hours are a hang.
export SPARK_UNTIL=${SPARK_UNTIL:-$(($(date +%s) + ${MINUTES:-120} * 60))}
export SPARK_LOCAL_IP=127.0.0.1 SPARK_LOCAL_DIRS=$SPARK_WORK/local SPARK_LOG_DIR=$SPARK_WORK

# spark_left prints the seconds that are left, at least one.
spark_left() {
  local left=$((SPARK_UNTIL - $(date +%s)))
  echo $((left > 1 ? left : 1))
}

# spark_over ends the script because the time is up.
spark_over() {
  if [ -z "${MINUTES:-}" ]; then
    echo "test-spark: ended, it took longer than two hours"
    exit 1
  fi
  echo "test-spark: ended after $MINUTES minutes, in $1: this machine is too slow for the rest; no difference was found until then"
  exit 0
}

# spark_install fetches Spark from the Python registry into the cache, once; its status is 1 where the registry refuses,
# and 124 where the time is up.
spark_install() {
  if [ ! -e "$SPARK_CACHE/bin/spark-submit" ]; then
    rm -rf "$SPARK_CACHE.new"
    mkdir -p "$(dirname "$SPARK_CACHE")"
    "${PYTHON:-python3}" -m venv "$SPARK_CACHE.new" || return 1
    timeout "$(spark_left)" "$SPARK_CACHE.new/bin/python" -m pip install --quiet --disable-pip-version-check "pyspark==$SPARK_VERSION" || return $?
    rm -rf "$SPARK_CACHE" && mv "$SPARK_CACHE.new" "$SPARK_CACHE" || return 1
  fi
  SPARK_HOME=$(echo "$SPARK_CACHE"/lib/python*/site-packages/pyspark)
  export SPARK_HOME
}

# spark_port prints a port of loopback that is free.
spark_port() {
  "${PYTHON:-python3}" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# spark_wait PORT PID waits until something answers on a port of loopback; its status is 1 where the process ended
# before, and 124 where the time is up.
spark_wait() {
  while [ "$(spark_left)" -gt 1 ]; do
    if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return 0; fi
    kill -0 "$2" 2>/dev/null || return 1
    sleep 1
  done
  return 124
}

# spark_start NAME PORT COMMAND… runs a part of Spark until the script ends, and waits for its port. It has a group of
# processes of its own, with all that it starts.
spark_start() {
  local name=$1 port=$2
  shift 2
  mkdir -p "$SPARK_WORK/$name"
  (cd "$SPARK_WORK/$name" && exec setsid "$@") >"$SPARK_WORK/$name.log" 2>&1 &
  local pid=$! status=0
  SPARK_PIDS+=("$pid")
  spark_wait "$port" "$pid" || status=$?
  if [ "$status" -eq 124 ]; then spark_over "the start of Spark's $name"; fi
  if [ "$status" -ne 0 ]; then
    echo "$name did not start:" && tail -20 "$SPARK_WORK/$name.log"
    return 1
  fi
}

# spark_compile PACKAGE… compiles tests, so that the minutes of spark_test are Spark's.
spark_compile() {
  for package in "$@"; do
    "${GO:-go}" test -c -ldflags=-w -o "$SPARK_WORK/${package//\//-}.test" "./$package"
  done
}

# spark_test PACKAGE TESTS runs tests of a package that is compiled, in the time that is left. It prints what failed and
# what each test took. A test that failed ends the script with status 1.
spark_test() {
  local package=$1 status
  set +e
  (cd "$package" && exec timeout --kill-after=10 "$(spark_left)" "$SPARK_WORK/${package//\//-}.test" -test.v -test.timeout 0 -test.run "$2") 2>&1 |
    tee "$SPARK_WORK/tests.log" | grep --line-buffered -vE '^ *=== |: imported '
  status=${PIPESTATUS[0]}
  set -e
  if [ "$status" -ne 0 ] && grep -qE '^ *--- FAIL|: cluster and DuckDB differ$' "$SPARK_WORK/tests.log"; then
    echo "test-spark: failed, in $package"
    exit 1
  fi
  case $status in
  0) ;;
  124 | 137) spark_over "the tests of $package" ;;
  *)
    echo "test-spark: failed, the tests of $package ended with status $status"
    exit 1
    ;;
  esac
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
    --conf spark.sql.broadcastTimeout=36000 --conf spark.network.timeout=1200s \
    --conf spark.sql.constraintPropagation.enabled=false --conf spark.broadcast.compress=false --conf spark.shuffle.compress=false \
    --conf spark.sql.ui.retainedExecutions=10 --conf spark.ui.retainedJobs=50 --conf spark.ui.retainedStages=50 --conf spark.ui.retainedTasks=1000 \
    --driver-java-options "${SPARK_JAVA:--XX:TieredStopAtLevel=1 -XX:+UseParallelGC -XX:+ExitOnOutOfMemoryError}" "$@" spark-internal
  SPARK_REMOTE=sc://127.0.0.1:$port
}

# spark_stop ends what was started, by the ids of its groups of processes, and removes its files.
spark_stop() {
  for pid in "${SPARK_PIDS[@]}"; do kill -- "-$pid" 2>/dev/null || true; done
  for pid in "${SPARK_PIDS[@]}"; do
    for _ in $(seq 20); do
      kill -0 -- "-$pid" 2>/dev/null || break
      sleep 1
    done
    kill -KILL -- "-$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$SPARK_WORK"
  SPARK_PIDS=()
}
