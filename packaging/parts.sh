# What packages are made of; sourced by package.sh.
# shellcheck shell=sh

# What jdeps finds, and what is loaded by name: elliptic curves, file systems in jars.
runtime_modules=java.base,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http
runtime_modules=$runtime_modules,java.security.jgss,java.sql,java.xml,jdk.crypto.ec,jdk.management
runtime_modules=$runtime_modules,jdk.net,jdk.unsupported,jdk.zipfs

# 1.2.3 of a release; before it, each commit's package is older than the next one's: 1.2.3~20261129081500.17a2ea5d3c1f.
package_version() { # DECLARED SECONDS COMMIT
  case "$1" in
    *-SNAPSHOT) echo "${1%-SNAPSHOT}~$(date -u -d "@$2" +%Y%m%d%H%M%S).$3" ;;
    *) echo "$1" ;;
  esac
}

# Has a function leave out what it likes of a jar's files, in the directory where it is called.
repack() { # JAR FUNCTION ARGUMENT…
  jar=$1
  shift
  unpacked=$(mktemp -d)
  (
    cd "$unpacked"
    "$JAVA_HOME/bin/jar" --extract --file "$jar"
    "$@"
    find . -type f ! -path ./META-INF/MANIFEST.MF | sed 's|^\./||' | sort >"$unpacked.list"
    "$JAVA_HOME/bin/jar" --create --file "$jar" --manifest META-INF/MANIFEST.MF \
      --date "$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ)" "@$unpacked.list"
  )
  rm -rf "$unpacked" "$unpacked.list"
}

# The native libraries of other machines.
other_machines() { # DIRECTORY KEPT
  find "$1" -type f | grep -v "^$2/" | grep -E '\.(so|dll|jnilib|dylib|a)$' | xargs -r rm
}

# A signature, which has Java verify each class at each start and keeps them all out of its caches, and the entry as a
# provider of security, for which Java loads hundreds of classes whenever anybody asks for one that is not there.
signature() {
  rm -f META-INF/*.SF META-INF/*.RSA META-INF/*.DSA META-INF/*.EC META-INF/services/java.security.Provider
  sed -i '/^[[:space:]]*$/q' META-INF/MANIFEST.MF
}

# The tree of the archive: bin, lib, docs, runtime.
lay_out() { # SOURCE TREE VERSION DECLARED
  mkdir -p "$2/bin" "$2/lib" "$2/docs"
  cp "$1"/server/target/lib/*.jar "$1/server/target/strongroom-server-$4.jar" "$2/lib"
  cp "$1"/cli/target/lib/*.jar "$1/cli/target/strongroom-cli-$4.jar" "$2/lib"
  (cd "$1/server/target" && ls lib/*.jar "strongroom-server-$4.jar") | sed 's|^\(.*/\)*|lib/|' >"$2/lib/server.jars"
  (cd "$1/cli/target" && ls lib/*.jar "strongroom-cli-$4.jar") | sed 's|^\(.*/\)*|lib/|' >"$2/lib/tool.jars"
  case "$(uname -m)" in
    x86_64) sqlite=x86_64 zstd=amd64 ;;
    *) sqlite=$(uname -m) zstd=$(uname -m) ;;
  esac
  for jar in "$2"/lib/sqlite-jdbc-*.jar; do repack "$jar" other_machines org/sqlite/native "org/sqlite/native/Linux/$sqlite"; done
  mkdir "$2/lib/native"
  for jar in "$2"/lib/sqlite-jdbc-*.jar; do
    (cd "$2/lib/native" && "$JAVA_HOME/bin/jar" --extract --file "$jar" "org/sqlite/native/Linux/$sqlite/libsqlitejdbc.so")
  done
  install -m 644 "$2/lib/native/org/sqlite/native/Linux/$sqlite/libsqlitejdbc.so" "$2/lib/native/libsqlitejdbc.so"
  rm -r "$2/lib/native/org"
  for jar in "$2"/lib/zstd-jni-*.jar; do repack "$jar" other_machines . "./linux/$zstd"; done
  for jar in "$2"/lib/bcprov-*.jar; do repack "$jar" signature; done
  for jar in "$2"/lib/picocli-*.jar; do "$JAVA_HOME/bin/java" "$1/packaging/StackMaps.java" "$jar"; done
  install -m 755 "$1/packaging/strongroom" "$1/packaging/strongroom-restore" "$2/bin"
  install -m 644 "$1/packaging/start.sh" "$2/lib"
  cp -r "$1"/docs/*.md "$1/docs/examples" "$2/docs"
  cp "$1/README.md" "$1/CHANGELOG.md" "$1/LICENSE" "$2"
  lay_out_share "$2"
  echo "$3" >"$2/VERSION"
}

# The pages of the manual, the completion scripts and the help, as the tool itself writes them.
lay_out_share() { # TREE
  for where in man/man1 bash-completion/completions zsh/vendor-completions fish/vendor_completions.d; do
    mkdir -p "$1/share/$where"
  done
  tool="$1/runtime/bin/java -XX:TieredStopAtLevel=1 -cp $1/lib/* org.strongroom.cli.Main"
  (
    set -f
    # shellcheck disable=SC2086 # a program with its options
    $tool man-pages "$1/share/man/man1"
    # shellcheck disable=SC2086
    $tool completion bash >"$1/share/bash-completion/completions/strongroom"
    # shellcheck disable=SC2086
    $tool completion zsh >"$1/share/zsh/vendor-completions/_strongroom"
    # shellcheck disable=SC2086
    $tool --help >"$1/lib/help.txt"
    # shellcheck disable=SC2086
    $tool completion fish >"$1/share/fish/vendor_completions.d/strongroom.fish"
  )
  gzip -n -9 "$1"/share/man/man1/*.1
}

# One order, one date, one owner: the same bytes from the same tree.
pack() { # TREE ARCHIVE
  tar -c -C "$(dirname "$1")" --sort=name --format=gnu --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 \
    --numeric-owner --mode=u+rwX,go+rX,go-w "$(basename "$1")" | gzip -n -9 >"$2.part"
  mv "$2.part" "$2"
}

# The Debian package: the same tree in /usr/lib/strongroom, with unit, configuration and scripts.
lay_out_deb() { # SOURCE TREE ROOT VERSION ARCHITECTURE
  mkdir -p "$3/DEBIAN" "$3/usr/lib" "$3/usr/bin" "$3/usr/lib/systemd/system" "$3/usr/share/doc/strongroom" "$3/etc/strongroom"
  cp -r "$2" "$3/usr/lib/strongroom"
  mv "$3/usr/lib/strongroom/docs" "$3/usr/share/doc/strongroom/docs"
  mv "$3/usr/lib/strongroom/LICENSE" "$3/usr/share/doc/strongroom/copyright"
  mv "$3/usr/lib/strongroom/README.md" "$3/usr/lib/strongroom/CHANGELOG.md" "$3/usr/share/doc/strongroom"
  # Where man and the shells look by themselves.
  if [ -d "$3/usr/lib/strongroom/share" ]; then
    cp -r "$3/usr/lib/strongroom/share/." "$3/usr/share"
    rm -r "$3/usr/lib/strongroom/share"
  fi
  ln -s ../lib/strongroom/bin/strongroom "$3/usr/bin/strongroom"
  install -m 644 "$1/packaging/deb/strongroom.service" "$3/usr/lib/systemd/system/strongroom.service"
  install -m 644 "$1/packaging/deb/configuration.properties" "$3/etc/strongroom/strongroom.properties"
  install -m 644 "$1/packaging/deb/environment" "$3/etc/strongroom/environment"
  printf '/etc/strongroom/strongroom.properties\n/etc/strongroom/environment\n' >"$3/DEBIAN/conffiles"
  for script in preinst postinst prerm postrm; do
    install -m 755 "$1/packaging/deb/$script" "$3/DEBIAN/$script"
  done
  sed -e "s/@VERSION@/$4/" -e "s/@ARCHITECTURE@/$5/" -e "s/@SIZE@/$(du -sk "$3/usr" | cut -f 1)/" \
    "$1/packaging/deb/control.in" >"$3/DEBIAN/control"
  find "$3" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}
