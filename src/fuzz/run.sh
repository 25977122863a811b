#!/usr/bin/env bash
# Sends readers what nobody would think of: src/fuzz/run.sh [target…] [--seconds=600]
# One after the other, every target unless some are named. README says what becomes of findings.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=600
targets=()
for argument in "$@"; do
  case "$argument" in
    --seconds=*) seconds=${argument#*=} ;;
    *) targets+=("$argument") ;;
  esac
done
if [ ${#targets[@]} = 0 ]; then
  mapfile -t targets < <(ls src/fuzz/corpus)
fi
mvn -q -B -ntp process-test-classes -Pfuzz -DskipTests >&2
out=target/fuzz
findings=0
for target in "${targets[@]}"; do
  corpus=$out/corpus/$target
  found=$out/findings/$target
  mkdir -p "$corpus" "$found"
  cat src/fuzz/words/json "src/fuzz/words/$target" > "$out/$target.words" 2> /dev/null || true
  # The first folder is written to, the others are only read. One core: a fuzzer hardly waits.
  java -cp "$out/jazzer/*:target/test-classes:target/classes:$(cat $out/classpath)" \
    -Xmx1500m -Xss2m -XX:+UseSerialGC \
    com.code_intelligence.jazzer.Jazzer --target_class=dev.hindsight.Fuzzing "--target_args=$target" \
    '--instrumentation_includes=dev.hindsight.**' '--custom_hook_includes=dev.hindsight.**' \
    --keep_going=20 "--reproducer_path=$out" \
    "-artifact_prefix=$found/" "-max_total_time=$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=4000 \
    -use_value_profile=1 -print_final_stats=1 "-dict=$out/$target.words" \
    "$corpus" "src/fuzz/corpus/$target" > "$out/$target.log" 2>&1 || true
  rm -f "$out"/Crash_*.java
  count=$(find "$found" -type f | wc -l)
  findings=$((findings + count))
  printf '%s: %s executions, %s edges, %s findings%s\n' "$target" \
    "$(sed -n 's/^stat::number_of_executed_units: *//p' "$out/$target.log" | tail -1)" \
    "$(grep -ao 'cov: [0-9]*' "$out/$target.log" | tail -1 | cut -c6-)" \
    "$count" "$([ "$count" = 0 ] || echo " in $found, told in $out/$target.log")"
done
[ "$findings" = 0 ]
