# How server and tool start, from a clone and from a package alike; both launchers source this.
# They set home (what the lists of jars are relative to), java, lists and caches (directories).
# shellcheck shell=sh disable=SC2154

# The JVM takes the encoding of file names from the locale.
LC_ALL=C.UTF-8
export LC_ALL

# Linked classes lie where they were linked for, if there is room: moving them takes as long as a third of the start.
in_place="-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0"

# The heap may grow to this, and STRONGROOM_JAVA_OPTIONS=-Xmx2g overrides it. What an idle server does not need goes back.
server_options="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow $in_place
  -XX:+UseSerialGC -Xms16m -Xmx1g -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20
  -XX:TrimNativeHeapInterval=30000 -XX:+ExitOnOutOfMemoryError"
# Fewer pools of memory, which each keep what was once needed.
MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}
export MALLOC_ARENA_MAX
# A command calls no method by reflection often enough to be worth a class that is made for it.
tool_options="--enable-native-access=ALL-UNNAMED -XX:+UseSerialGC $in_place -Djdk.reflect.useNativeAccessorOnly=true"

# The jars of a list, one a line, as a class path.
class_path() {
  path=""
  while IFS= read -r jar; do
    path="$path${path:+:}$home/$jar"
  done <"$lists/$1.jars"
  echo "$path"
}

# Classes loaded and linked ahead of time; without the cache everything works, only slower.
find_cache() {
  if [ -f "$caches/$1.aot" ]; then
    echo "$caches/$1.aot"
  fi
}

# SQLite's library: a package has it as a file; else each start unpacks one from its jar into /tmp.
native_options() {
  if [ -f "$lists/native/libsqlitejdbc.so" ]; then
    echo "-Dorg.sqlite.lib.path=$lists/native"
  fi
}

start_server() {
  path=$(class_path server)
  cache=$(find_cache server)
  native=$(native_options)
  # shellcheck disable=SC2086 # options are several words
  exec "$java" $server_options ${native:+"$native"} ${cache:+"-XX:AOTCache=$cache" -Xlog:aot=off -Xlog:cds=off} \
    ${STRONGROOM_JAVA_OPTIONS:-} -cp "$path" org.strongroom.server.Main "$@"
}

start_tool() {
  # As the tool itself said when it was built: to say it again, no Java has to start.
  case "$#${1:-}" in
    1--help | 1-h) [ ! -f "$lists/help.txt" ] || exec cat "$lists/help.txt" ;;
  esac
  path=$(class_path tool)
  cache=$(find_cache tool)
  # Hashing an image is three times as fast with the compiler that short commands do without.
  compiler=-XX:TieredStopAtLevel=1
  for word in "$@"; do
    case "$word" in upload | download | shell) compiler="" ;; esac
  done
  # shellcheck disable=SC2086 # options are several words
  exec "$java" $tool_options ${cache:+"-XX:AOTCache=$cache" -Xlog:aot=off -Xlog:cds=off} \
    $compiler ${STRONGROOM_JAVA_OPTIONS:-} -cp "$path" org.strongroom.cli.Main "$@"
}

# Java takes the cache, whole: whoever makes one may have been cut off, and one that is refused costs each start more.
takes_cache() {
  # shellcheck disable=SC2086 # options are several words
  [ -s "$2" ] && case "$1" in
    server) "$java" $server_options "-XX:AOTCache=$2" -XX:AOTMode=on -cp "$(class_path server)" -version ;;
    *) "$java" $tool_options "-XX:AOTCache=$2" -XX:AOTMode=on -cp "$(class_path tool)" -version ;;
  esac >/dev/null 2>&1
}

# From what call_learner recorded of answers; without it help, and a call that is refused, which goes through less.
train_tool() {
  recorded="$caches/tool.recorded"
  if [ -s "$recorded" ]; then
    # shellcheck disable=SC2086 # options are several words
    "$java" -XX:AOTMode=create "-XX:AOTConfiguration=$recorded" "-XX:AOTCache=$1" $tool_options \
      -cp "$(class_path tool)" || true
  fi
  rm -f "$recorded"
  [ ! -s "$1" ] || return 0
  # shellcheck disable=SC2086 # options are several words
  printf 'help\nhelp image add\nzone list name=a -o json\n' |
    STRONGROOM_URL=http://127.0.0.1:9 STRONGROOM_SESSION=none "$java" "-XX:AOTCacheOutput=$1" $tool_options \
      -cp "$(class_path tool)" org.strongroom.cli.Main shell || [ -f "$1" ]
}

# A command for the server that train_server has started.
call() {
  # shellcheck disable=SC2086 # options are several words
  env -i PATH="$PATH" LC_ALL="$LC_ALL" HOME="$ground" \
    STRONGROOM_PASSWORD="$password" STRONGROOM_URL="$(sed -n 's/.*is ready at \([^ ]*\) .*/\1/p' "$ground/out")" \
    "$java" $recording $tool_options -cp "$(class_path tool)" org.strongroom.cli.Main "$@"
}

# The first answers need classes of their own, at the server and in the tool, whose are recorded for train_tool.
call_learner() {
  recording=""
  call LogInByAccount accountName=admin
  recording="-XX:AOTMode=record -XX:AOTConfiguration=$caches/tool.recorded"
  printf '%s\n' help 'help image add' 'zone list name=a -o json' 'backup-storage list zone.name~=%' \
    'image list -o table' 'image show none' 'job list -o yaml' | call shell
}

# A server that starts over an empty directory, answers a few calls, and is stopped. Others on this machine reach it
# meanwhile, and its administrator may read and write what this user may: its password is random, and in no arguments.
# It ends with whoever started it, or after a quarter of an hour; what a kill left on disk goes with the next one.
# With an empty name it leaves no cache of its own, but what the tool's is made from.
train_server() {
  trained="$1"
  rm -rf "$caches"/ground.* "$caches/tool.recorded"
  ground=$(mktemp -d "$caches/ground.XXXXXX")
  password="Only-1-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  limit=""
  if command -v timeout >/dev/null; then
    limit="timeout -k 300 900" # the cache is made at the end, which takes its time on a busy machine
  fi
  if setpriv --pdeathsig TERM true 2>/dev/null; then
    limit="setpriv --pdeathsig TERM $limit" # it ends with this shell, whatever ends that
  fi
  native=$(native_options)
  # shellcheck disable=SC2086 # options are several words
  (
    cd "$ground"
    exec $limit env -i PATH="$PATH" LC_ALL="$LC_ALL" STRONGROOM_HTTP_PORT=0 \
      STRONGROOM_HTTP_HOST=127.0.0.1 STRONGROOM_DATA_DIR="$ground/data" \
      STRONGROOM_ADMIN_PASSWORD="$password" "$java" ${trained:+"-XX:AOTCacheOutput=$trained"} $server_options \
      ${native:+"$native"} -cp "$(class_path server)" org.strongroom.server.Main serve
  ) >"$ground/out" &
  learner=$!
  waited=0
  until grep -q 'is ready at' "$ground/out" || ! kill -0 "$learner" 2>/dev/null || [ "$waited" -ge 600 ]; do
    sleep 0.2
    waited=$((waited + 1))
  done
  grep -q 'is ready at' "$ground/out" || waited=-1
  [ "$waited" -lt 0 ] || call_learner || true
  kill "$learner" 2>/dev/null || true
  wait "$learner" || true
  rm -rf "$ground"
  [ "$waited" -ge 0 ] || rm -f "$trained"
  [ -z "$trained" ] || [ -f "$trained" ]
}
