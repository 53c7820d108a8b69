#!/bin/sh
# `./strongroom package [DIRECTORY]`: the archive and the Debian package of the last commit, in target/package.
# Everything is made from the commit and dated by it, so that two runs with the same JDK give the same bytes.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
output=${1:-"$here/target/package"}
. "$here/packaging/parts.sh"

for program in git mvn tar gzip; do
  command -v "$program" >/dev/null || { echo "strongroom: package needs $program" >&2 && exit 2; }
done
git -C "$here" rev-parse HEAD >/dev/null
[ -z "$(git -C "$here" status --porcelain --untracked-files=no)" ] ||
  echo "strongroom: what is not committed is not in the package" >&2

umask 022
LC_ALL=C.UTF-8 TZ=UTC
SOURCE_DATE_EPOCH=$(git -C "$here" log -1 --format=%ct)
export LC_ALL TZ SOURCE_DATE_EPOCH
mkdir -p "$output"
work=$(mktemp -d "$output/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# From the commit alone, beside the clone: no left-over class gets in, and a server of the clone runs on.
source="$work/source"
mkdir "$source"
git -C "$here" archive HEAD | tar -x -C "$source"
declared=$(sed -n 's|^  <version>\(.*\)</version>$|\1|p' "$source/pom.xml" | head -n 1)
commit=$(git -C "$here" rev-parse --short=12 HEAD)
version=$(package_version "$declared" "$SOURCE_DATE_EPOCH" "$commit")
machine=$(dpkg --print-architecture 2>/dev/null || uname -m)

echo "strongroom: package $version for $machine: building" >&2
if ! (cd "$source" && mvn -B -ntp -q -Pquick -pl server,cli -am -Dmaven.test.skip=true \
  "-Dbuild.version=$declared+$commit" package) >"$output/build.log" 2>&1; then
  tail -n 40 "$output/build.log" >&2
  echo "strongroom: the build failed; the whole log is in $output/build.log" >&2
  exit 2
fi

echo "strongroom: taking the Java runtime" >&2
tree="$work/strongroom-$version"
mkdir -p "$tree"
"$JAVA_HOME/bin/jlink" --add-modules "$runtime_modules" --strip-debug --no-header-files --no-man-pages \
  --compress zip-0 --output "$tree/runtime"
lay_out "$source" "$tree" "$version" "$declared"

archive="$output/strongroom-$version-linux-$machine.tar.gz"
echo "strongroom: packing" >&2
pack "$tree" "$archive"
if command -v dpkg-deb >/dev/null; then
  deb="$output/strongroom_${version}_$machine.deb"
  lay_out_deb "$source" "$tree" "$work/deb" "$version" "$machine"
  dpkg-deb --root-owner-group -Zgzip --build "$work/deb" "$deb" >/dev/null
else
  echo "strongroom: no dpkg-deb here, so no Debian package" >&2
fi
cp "$source/packaging/Containerfile" "$output/Containerfile"
(cd "$output" && sha256sum "strongroom-$version-linux-$machine.tar.gz" \
  $(ls "strongroom_${version}_$machine.deb" 2>/dev/null)) | tee "$output/SHA256SUMS"
