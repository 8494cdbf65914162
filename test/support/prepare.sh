#!/usr/bin/env bash
# What the tests need besides npm's packages: installs Debian's packages where it can, else says which are missing.
set -euo pipefail
declare -A need=(
  [chromium]=/usr/bin/chromium
  [firefox-esr]=/usr/bin/firefox-esr
  [webkit2gtk-driver]=/usr/bin/WebKitWebDriver
  [xvfb]=/usr/bin/Xvfb
  [nginx]=/usr/sbin/nginx
  [openssl]=/usr/bin/openssl
  [exim4-daemon-light]=/usr/sbin/exim4
  [curl]=/usr/bin/curl
  [iproute2]=/usr/sbin/ip
  [strace]=/usr/bin/strace
  [faketime]=/usr/bin/faketime
  [systemd]=/usr/bin/systemd-analyze
  [python3-nacl]=/usr/lib/python3/dist-packages/nacl/__init__.py
  [fonts-noto-core]=/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf
  [fonts-noto-color-emoji]=/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf
)
missing=()
for package in "${!need[@]}"; do [ -e "${need[$package]}" ] || missing+=("$package"); done
[ ${#missing[@]} -eq 0 ] && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
  echo "installing: ${missing[*]}"
  apt-get update -qq >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
  echo "These Debian packages are missing; please install them: ${missing[*]}" >&2
  exit 1
fi
