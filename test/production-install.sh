#!/usr/bin/env bash
# What an operator does on a clean machine: install without the development tools, start, be told what is missing;
# then start with one platform set up and be ready.
set -euo pipefail
cd "$(dirname "$0")/.."

dir=$(mktemp -d)
trap 'kill "${bot:-}" 2>/dev/null || true; rm -rf "$dir"' EXIT
git archive HEAD | tar -x -C "$dir"
cd "$dir"
npm ci --omit=dev --silent

if npm start --silent >out.txt 2>&1; then
  echo 'started without any setting'
  exit 1
fi
grep -q 'npm run demo' out.txt
grep -q '缺少 PUBLIC_URL' out.txt

cat >.env <<'SETTINGS'
PORT=0
LOG_LEVEL=info
PUBLIC_URL=https://bot.example/prefix
LINK_SECRET=0123456789abcdef0123456789abcdef
DATA_KEY=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=
BUREAU_NAME=开发区科技局
BUREAU_TEL=0475-8000000
DINGTALK_CORP_ID=ding1
DINGTALK_CLIENT_ID=key
DINGTALK_CLIENT_SECRET=secret
DINGTALK_ROBOT_CODE=key
SETTINGS
node --max-old-space-size=512 --max-semi-space-size=8 --import tsx src/main.ts >out.txt 2>&1 &
bot=$!
port=
for _ in $(seq 1 100); do
  port=$(grep -o '"port":[0-9]*' out.txt | cut -d: -f2 || true)
  [ -n "$port" ] && break
  sleep 0.1
done
node -e "fetch('http://127.0.0.1:$port/readyz').then(async (r) => { console.log(r.status, await r.text()); process.exit(r.ok ? 0 : 1) })"
node -e "fetch('http://127.0.0.1:$port/prefix/h5/login').then(async (r) => process.exit((await r.text()).includes('钉钉登录') ? 0 : 1))"
kill -TERM "$bot"
wait "$bot"
echo 'production install: passed'
