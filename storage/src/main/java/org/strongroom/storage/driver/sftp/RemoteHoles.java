package org.strongroom.storage.driver.sftp;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.sftp.wire.DataMap;
import org.strongroom.storage.driver.sftp.wire.SftpAttributes;
import org.strongroom.storage.driver.sftp.wire.SftpHandle;

/**
 * Finds the holes of a file on a server. SFTP cannot ask for them, so the account's shell does,
 * with perl or python3, or by GNU tar, whose header of a sparse file tells where its data lies:
 * without any of them, or without a shell, the file is read whole. What reads images compares their
 * digests, so a map that is wrong shows.
 */
final class RemoteHoles {
  /** Smaller files are read sooner than a process has started. */
  static final long WORTH = 16 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_PIECES = 50_000;
  private static final int LARGEST_HEADER = 2 << 20;

  /** SEEK_DATA is 3 and SEEK_HOLE 4; ENXIO, 6, says that no data follows. */
  private static final String SCRIPT =
      """
      M=%d; export F M
      if command -v perl >/dev/null 2>&1; then
        exec perl -e 'use Fcntl; sysopen(F, $ENV{F}, O_RDONLY) or exit 1; my ($h, $n) = (0, 0);
          while (1) { my $d = sysseek(F, $h, 3); if (!defined $d) { exit 1 if $!+0 != 6; last }
            $h = sysseek(F, $d + 0, 4); exit 1 if !defined $h || ++$n > $ENV{M};
            printf "%%d %%d\\n", $d, $h } my @s = stat F; print "end $s[7] $s[9]\\n"'
      elif command -v python3 >/dev/null 2>&1; then
        exec python3 -c 'if True:
          import os
          f, h, n = os.open(os.environ["F"], os.O_RDONLY), 0, 0
          while n <= int(os.environ["M"]):
            try: d = os.lseek(f, h, 3)
            except OSError as e:
              if e.errno == 6:
                s = os.fstat(f)
                print("end", s.st_size, int(s.st_mtime))
              break
            h = os.lseek(f, d, 4); n += 1
            print(d, h)'
      elif tar --version 2>/dev/null | grep GNU >/dev/null; then
        s=$(stat -c 'end %%s %%Y' "$F") || exit 0
        m=$(tar --format=posix --sparse-version=0.1 --hole-detection=seek -cSf - "$F" 2>/dev/null |
          head -c %d | grep -a -m 1 'GNU[.]sparse[.]map=') || exit 0
        echo "${m##*=}" | tr , '\\n' | while read -r d && read -r n; do
          [ "$n" = 0 ] || echo "$d $((d + n))"
        done
        echo "$s"
      fi
      """
          .formatted(MOST_PIECES, LARGEST_HEADER);

  /**
   * What the shell tells of a file.
   *
   * @param size in bytes when its data was looked at, or -1
   * @param modified seconds since 1970, or -1
   */
  private record Told(DataMap data, long size, long modified) {
    static final Told NOTHING = new Told(DataMap.all(), -1, -1);
  }

  private RemoteHoles() {}

  /** The data of a file; all of it if that cannot be found out. */
  static DataMap of(RemoteShell shell, String path) {
    return told(shell, path).data();
  }

  /**
   * The same of a file that is open: the shell goes by its name, which may be another file's by
   * now, or in the shell's eyes.
   */
  static DataMap of(RemoteShell shell, String path, SftpHandle open) throws IOException {
    Told told = told(shell, path);
    SftpAttributes now = open.attributes();
    boolean same = told.size() == now.size() && told.modified() == now.modified();
    return same ? told.data() : DataMap.all();
  }

  private static Told told(RemoteShell shell, String path) {
    try {
      return parsed(shell.run(script(path), PATIENCE));
    } catch (StorageException e) {
      return Told.NOTHING;
    }
  }

  static String script(String path) {
    return "F=" + RemoteShell.quote(path) + "\n" + SCRIPT;
  }

  /** The data that the script has told of. */
  static DataMap data(List<String> lines) {
    return parsed(lines).data();
  }

  private static Told parsed(List<String> lines) {
    List<DataMap.Piece> pieces = new ArrayList<>();
    long last = 0;
    for (String line : lines) {
      if (line.matches("end \\d{1,18} \\d{1,18}")) {
        String[] words = line.split(" ", -1);
        return new Told(DataMap.of(pieces), Long.parseLong(words[1]), Long.parseLong(words[2]));
      }
      if (!line.matches("\\d{1,18} \\d{1,18}")) {
        break;
      }
      int space = line.indexOf(' ');
      var piece =
          new DataMap.Piece(
              Long.parseLong(line.substring(0, space)), Long.parseLong(line.substring(space + 1)));
      if (piece.start() < last || piece.end() <= piece.start()) {
        break;
      }
      last = piece.end();
      pieces.add(piece);
    }
    return Told.NOTHING;
  }
}
