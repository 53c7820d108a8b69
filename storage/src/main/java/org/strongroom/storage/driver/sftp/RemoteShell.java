package org.strongroom.storage.driver.sftp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.sftp.ssh.SshConnection;

/**
 * The shell that an account has on its server. Scripts go in by standard input, so that no path
 * shows in the server's process list and the kind of the login shell does not matter.
 *
 * @param hostName as {@code uname -n} says it, without the domain
 * @param tools programs found
 */
record RemoteShell(SshConnection connection, String hostName, Set<String> tools) {
  private static final String GREETING = "strongroom shell";
  private static final Duration PROBE = Duration.ofSeconds(5);

  private static final String PROBE_SCRIPT =
      """
      echo '%s'
      uname -n
      for tool in openssl md5sum sha1sum sha256sum sha512sum sync stat; do
        command -v $tool >/dev/null 2>&1 && echo $tool
      done
      """
          .formatted(GREETING);

  /**
   * Looks whether there is a shell; an account confined to SFTP has none.
   *
   * @throws StorageException UNREACHABLE or TIMED_OUT if that could not be found out
   */
  static Optional<RemoteShell> probe(SshConnection connection) throws StorageException {
    try {
      List<String> lines = run(connection, PROBE_SCRIPT, PROBE);
      if (lines.size() < 2 || !lines.getFirst().equals(GREETING)) {
        return Optional.empty();
      }
      String hostName = lines.get(1).split("\\.", 2)[0];
      return Optional.of(
          new RemoteShell(connection, hostName, new HashSet<>(lines.subList(2, lines.size()))));
    } catch (StorageException e) {
      if (e.reason() == Reason.UNREACHABLE || e.reason() == Reason.TIMED_OUT) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Runs a script to its end and answers what it printed. */
  List<String> run(String script, Duration timeout) throws StorageException {
    return run(connection, script, timeout);
  }

  private static List<String> run(SshConnection connection, String script, Duration timeout)
      throws StorageException {
    List<String> lines = new ArrayList<>();
    try (var process = start(connection, script, timeout)) {
      for (var line = process.nextLine(timeout);
          line.isPresent();
          line = process.nextLine(timeout)) {
        lines.add(line.get());
      }
    }
    return lines;
  }

  RemoteProcess start(String script, Duration timeout) throws StorageException {
    return start(connection, script, timeout);
  }

  private static RemoteProcess start(SshConnection connection, String script, Duration timeout)
      throws StorageException {
    var output = new LineQueue();
    var process =
        new RemoteProcess(connection, connection.exec("/bin/sh -s", output, timeout), output);
    try {
      process.input(script.getBytes(StandardCharsets.UTF_8), timeout);
      return process;
    } catch (IOException e) {
      process.close();
      throw new StorageException(
          Reason.FAILED, connection.address() + " does not run a script: " + e.getMessage(), e);
    }
  }

  /** One word of a script, whatever is in it. */
  static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
