#!/usr/bin/env bash
# Compiles the benchmark of reports and runs it; src/bench/README.md says what it measures.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$PWD/target/bench
rm -rf "$out"
mkdir -p "$out/classes"
# What Maven says is no figure.
mvn -q -B -ntp -f src/bench/reports/pom.xml dependency:build-classpath -Dmdep.outputFile="$out/classpath" >&2
libraries=$(cat "$out/classpath")
javac -Xlint:all -Werror --release 17 -d "$out/classes" -cp "$libraries" src/bench/reports/*.java
# One thread and hardly any garbage: a collector with threads of its own would take CPU from the service.
exec java -Xmx1g -XX:+UseSerialGC -cp "$out/classes:$libraries" reports.Reports "$@"
