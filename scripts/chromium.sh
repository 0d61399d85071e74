#!/bin/sh
# Get Debian's Chromium for the browser tests, where we may; the tests go on without it.
set -u

if command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests."
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends \
        chromium fonts-dejavu-core; } >/dev/null 2>&1
fi
if ! command -v chromium >/dev/null; then
    echo "!!! There is no Chromium: the browser tests will be SKIPPED." >&2
fi
exit 0
