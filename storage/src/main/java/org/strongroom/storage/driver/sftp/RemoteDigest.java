package org.strongroom.storage.driver.sftp;

import java.time.Duration;
import java.util.Optional;
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

  private final RemoteShell shell;
  private final Duration timeout;

  RemoteDigest(RemoteShell shell, Duration timeout) {
    this.shell = shell;
    this.timeout = timeout;
  }

  /** The digest in hexadecimal; empty if the server has no tool for it or the tool fails. */
  Optional<String> of(String path, DigestAlgorithm algorithm, LongConsumer progress)
      throws StorageException {
    Optional<String> tool = tool(algorithm);
    if (tool.isEmpty()) {
      return Optional.empty();
    }
    Pattern digest = Pattern.compile("([0-9a-f]{" + hexDigits(algorithm) + "})\\b.*");
    String found = "";
    boolean complete = false;
    try (var process = shell.start(script(tool.get(), path), timeout)) {
      for (var line = process.nextLine(timeout);
          line.isPresent();
          line = process.nextLine(timeout)) {
        var position = POSITION.matcher(line.get());
        var result = digest.matcher(line.get());
        if (position.matches()) {
          progress.accept(Long.parseLong(position.group(1)));
        } else if (result.matches()) {
          found = result.group(1);
        }
        complete |= line.get().equals("ended 0");
      }
    }
    return complete && !found.isEmpty() ? Optional.of(found) : Optional.empty();
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
      case SHA512 -> 128;
    };
  }
}
