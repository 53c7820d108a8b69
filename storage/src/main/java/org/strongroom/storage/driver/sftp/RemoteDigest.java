package org.strongroom.storage.driver.sftp;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.driver.StorageException;

/**
 * Hashes a file on its server. {@code openssl} comes first: the {@code sha256sum} of Debian is five
 * times slower.
 */
final class RemoteDigest {
  private static final Pattern POSITION = Pattern.compile("at (\\d{1,18})");

  /** Bytes a second of the slowest disk that a tool without a position is waited for. */
  private static final long SLOWEST = 1 << 20;

  private final RemoteShell shell;
  private final SftpTimeouts timeouts;
  private final SignOfLife sign;

  /** Fails if the server does not answer. */
  interface SignOfLife {
    Object ask() throws StorageException;
  }

  /**
   * @param sign asked when the tool is silent: a server without {@code sleep} or {@code /proc} says
   *     nothing before the end, hours later for a large file
   */
  RemoteDigest(RemoteShell shell, SftpTimeouts timeouts, SignOfLife sign) {
    this.shell = shell;
    this.timeouts = timeouts;
    this.sign = sign;
  }

  /**
   * The digest in hexadecimal; empty if the server has no tool for it or the tool fails.
   *
   * @throws StorageException TIMED_OUT if the tool gets nowhere for as long as a sync may take
   */
  Optional<String> of(String path, long size, DigestAlgorithm algorithm, LongConsumer progress)
      throws StorageException {
    Optional<String> tool = tool(algorithm);
    if (tool.isEmpty()) {
      return Optional.empty();
    }
    Pattern digest = Pattern.compile("([0-9a-f]{" + hexDigits(algorithm) + "})\\b.*");
    String found = "";
    boolean complete = false;
    var advance = new Advance(size);
    try (var process = shell.start(script(tool.get(), path), timeouts.operation())) {
      for (var line = nextLine(process, advance);
          line.isPresent();
          line = nextLine(process, advance)) {
        var position = POSITION.matcher(line.get());
        var result = digest.matcher(line.get());
        if (position.matches()) {
          long at = Long.parseLong(position.group(1));
          advance.to(at);
          progress.accept(at);
        } else if (result.matches()) {
          found = result.group(1);
        }
        complete |= line.get().equals("ended 0");
      }
    }
    return complete && !found.isEmpty() ? Optional.of(found) : Optional.empty();
  }

  /**
   * The same of several files by one process, whose paths lead to them; those are left out that the
   * tool cannot read.
   *
   * @param bytes of all together
   */
  Map<String, String> ofAll(Set<String> paths, long bytes, DigestAlgorithm algorithm)
      throws StorageException {
    Optional<String> tool = tool(algorithm);
    if (tool.isEmpty() || paths.isEmpty()) {
      return Map.of();
    }
    var script = new StringBuilder(tool.get());
    for (String path : paths) {
      script.append(' ').append(RemoteShell.quote(argument(path)));
    }
    Pattern digest = Pattern.compile("([0-9a-f]{" + hexDigits(algorithm) + "}) [ *](.*)");
    var read = new HashMap<String, String>();
    var advance = new Advance(bytes);
    try (var process = shell.start(script.append('\n').toString(), timeouts.operation())) {
      for (var line = nextLine(process, advance);
          line.isPresent();
          line = nextLine(process, advance)) {
        var result = digest.matcher(line.get());
        if (result.matches()) {
          read.put(result.group(2), result.group(1));
        }
      }
    }
    var found = new HashMap<String, String>();
    for (String path : paths) {
      String is = read.get(argument(path));
      if (is != null) {
        found.put(path, is);
      }
    }
    return found;
  }

  /** As a tool takes it for nothing else than a path. */
  private static String argument(String path) {
    return path.startsWith("/") ? path : "./" + path;
  }

  private Optional<String> nextLine(RemoteProcess process, Advance advance)
      throws StorageException {
    while (true) {
      advance.check();
      try {
        return process.nextLine(timeouts.operation());
      } catch (StorageException e) {
        if (e.reason() != StorageException.Reason.TIMED_OUT) {
          throw e;
        }
        sign.ask();
      }
    }
  }

  /**
   * The tool reads the file as its standard input, whose position Linux shows: that is the
   * progress, and the sign that the server is alive. When nobody listens any more the tool is
   * stopped.
   */
  private static String script(String tool, String path) {
    return """
    %s < %s & tool=$!
    (
      trap '' PIPE
      while sleep 1 </dev/null >/dev/null 2>&1; do
        position=$(sed -n 's/^pos:[^0-9]*//p' /proc/$tool/fdinfo/0 2>/dev/null)
        echo "at $position" 2>/dev/null || { kill $tool; exit; }
      done
    ) & watcher=$!
    wait $tool
    status=$?
    kill $watcher 2>/dev/null
    echo "ended $status"
    """
        .formatted(tool, RemoteShell.quote(path));
  }

  /** Bounds the time without progress: the shell of a tool that hangs at a dead disk talks on. */
  private final class Advance {
    private long end;
    private long position = -1;

    Advance(long size) {
      end = System.nanoTime() + TimeUnit.SECONDS.toNanos(size / SLOWEST);
      end += timeouts.sync().toNanos();
    }

    void to(long reached) {
      if (reached > position) {
        position = reached;
        end = System.nanoTime() + timeouts.sync().toNanos();
      }
    }

    void check() throws StorageException {
      if (System.nanoTime() - end > 0) {
        throw new StorageException(
            StorageException.Reason.TIMED_OUT,
            "%s reads nothing more for its digest since %d s"
                .formatted(shell.connection().address(), timeouts.sync().toSeconds()));
      }
    }
  }

  private Optional<String> tool(DigestAlgorithm algorithm) {
    if (shell.tools().contains("openssl")) {
      return Optional.of("openssl dgst -r -" + algorithm.toolName());
    }
    String sum = algorithm.toolName() + "sum";
    return shell.tools().contains(sum) ? Optional.of(sum) : Optional.empty();
  }

  private static int hexDigits(DigestAlgorithm algorithm) {
    return switch (algorithm) {
      case MD5 -> 32;
      case SHA1 -> 40;
      case SHA256 -> 64;
      case SHA384 -> 96;
      case SHA512 -> 128;
    };
  }
}
