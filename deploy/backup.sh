#!/usr/bin/env bash
# Back up an installation: database first, files after it, so that every file a row names is in the backup.
# Usage: backup.sh "postgresql://sen@host/sen" /var/lib/sen /backup/sen
set -euo pipefail
umask 077

database=$1
data=$2
target=$3/$(date -u +%Y%m%dT%H%M%SZ)

mkdir -p "$target"
pg_dump --format=custom --file="$target/database.dump" "$database"
tar --create --gzip --file="$target/data.tar.gz" --exclude=./postgres --exclude=./socket --exclude=./static --directory="$data" .

# A backup that cannot be read is none.
pg_restore --list "$target/database.dump" >/dev/null
tar --list --gzip --file="$target/data.tar.gz" >/dev/null
(cd "$target" && sha256sum database.dump data.tar.gz >SHA256SUMS)
echo "$target"
