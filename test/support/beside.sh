#!/usr/bin/env bash
# Runs commands beside each other; prints what each said, one after the other; fails if one of them failed.
set -uo pipefail
said=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$said"' EXIT
running=()
for command; do
  bash -c "$command" >"$said/${#running[@]}" 2>&1 &
  running+=($!)
done
failed=()
for i in "${!running[@]}"; do
  wait "${running[i]}" || failed+=("${@:i+1:1}")
  cat "$said/$i"
done
for command in "${failed[@]}"; do echo "failed: $command" >&2; done
[ ${#failed[@]} -eq 0 ]
