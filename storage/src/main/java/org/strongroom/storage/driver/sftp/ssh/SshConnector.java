package org.strongroom.storage.driver.sftp.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.strongroom.storage.driver.HostKey;
import org.strongroom.storage.driver.HostKeyChangedException;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StorageException.Reason;

/** Makes SSH connections. */
public final class SshConnector {
  /** In this order, so that a server with several keys always shows the same one. */
  private static final List<String> HOST_KEYS =
      List.of(
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "rsa-sha2-512",
          "rsa-sha2-256");

  private static final String PARAMETERS_END = "-----END EC PARAMETERS-----";

  /** What reads a connection waits for nearly all of the time: a node watches thousands. */
  private static final ThreadFactory READERS = Thread.ofVirtual().name("ssh-", 0).factory();

  private static final int KEEP_ALIVE_MILLIS = 15_000;
  private static final int KEEP_ALIVES_LOST = 2;

  private SshConnector() {}

  /**
   * Connects, checks the host key, and only then logs in.
   *
   * @param timeout bounds all of it
   * @throws StorageException UNREACHABLE, TIMED_OUT, CREDENTIALS_REJECTED or HOST_KEY_CHANGED
   */
  public static SshConnection connect(SshLogin login, Duration timeout) throws StorageException {
    List<List<String>> orders = hostKeyOrders(login.hostKey());
    try {
      return connect(login, timeout, orders.getFirst());
    } catch (StorageException e) {
      if (e.reason() != Reason.HOST_KEY_CHANGED || orders.size() == 1) {
        throw e;
      }
      return connectByOtherKey(login, timeout, orders.subList(1, orders.size()), e);
    }
  }

  private static SshConnection connectByOtherKey(
      SshLogin login, Duration timeout, List<List<String>> orders, StorageException first)
      throws StorageException {
    for (List<String> order : orders) {
      try {
        return connect(login, timeout, order);
      } catch (StorageException e) {
        if (e.reason() != Reason.HOST_KEY_CHANGED) {
          throw e;
        }
      }
    }
    throw first;
  }

  /**
   * A fingerprint does not tell the algorithm of its key, so each is asked for in turn; a pinned
   * key's own algorithm comes first.
   */
  private static List<List<String>> hostKeyOrders(ExpectedHostKey expected) {
    return switch (expected) {
      case ExpectedHostKey.TrustOnFirstUse _ -> List.of(HOST_KEYS);
      case ExpectedHostKey.Pinned(HostKey key) -> {
        String family = key.algorithm().equals("ssh-rsa") ? "rsa-" : key.algorithm();
        List<String> order = new ArrayList<>(HOST_KEYS);
        order.sort(java.util.Comparator.comparing(name -> !name.startsWith(family)));
        yield List.of(order);
      }
      case ExpectedHostKey.Fingerprint _ ->
          List.of(HOST_KEYS, HOST_KEYS.subList(1, HOST_KEYS.size()), HOST_KEYS.subList(4, 6));
    };
  }

  private static SshConnection connect(SshLogin login, Duration timeout, List<String> hostKeys)
      throws StorageException {
    var socket = new CuttableSocket(timeout);
    var check = new HostKeyCheck(login.hostKey());
    try (var guard = new Guard(timeout, socket::cut)) {
      try {
        Session session = session(login, hostKeys);
        session.setSocketFactory(socket);
        session.setHostKeyRepository(check);
        session.connect(Math.toIntExact(timeout.toMillis()));
        session.setTimeout(0);
        session.setServerAliveInterval(KEEP_ALIVE_MILLIS);
        session.setServerAliveCountMax(KEEP_ALIVES_LOST);
        return new SshConnection(session, socket, check.shown().orElseThrow(), login.address());
      } catch (JSchException e) {
        socket.cut();
        throw explain(login, e, check, guard.fired(), hostKeys);
      }
    }
  }

  private static Session session(SshLogin login, List<String> hostKeys) throws JSchException {
    var jsch = new JSch();
    Session session = jsch.getSession(login.username(), login.host(), login.port());
    String methods =
        switch (login.credential()) {
          case SshCredential.Password(String password) -> {
            session.setPassword(password.getBytes(StandardCharsets.UTF_8));
            yield "password,keyboard-interactive";
          }
          case SshCredential.PrivateKey(String text, var passphrase) -> {
            addIdentity(jsch, text, passphrase.orElse(""));
            yield "publickey";
          }
        };
    session.setConfig("PreferredAuthentications", methods);
    session.setConfig("StrictHostKeyChecking", "yes");
    session.setConfig("prefer_known_host_key_types", "no");
    session.setConfig("server_host_key", String.join(",", hostKeys));
    SshAlgorithms.set(session);
    session.setConfig("MaxAuthTries", "1");
    session.setDaemonThread(true);
    session.setThreadFactory(READERS);
    return session;
  }

  /**
   * Takes the key out of a text.
   *
   * @param text may have parameters of the curve before the key, as openssl writes them
   */
  private static void addIdentity(JSch jsch, String text, String passphrase) throws JSchException {
    int begin = Math.max(0, text.indexOf(PARAMETERS_END));
    String key = begin == 0 ? text : text.substring(begin + PARAMETERS_END.length()).stripLeading();
    // Without a public key, not with an empty one: the library would read that for ECDSA in PEM.
    jsch.addIdentity(
        "key",
        key.getBytes(StandardCharsets.UTF_8),
        null,
        passphrase.getBytes(StandardCharsets.UTF_8));
  }

  private static StorageException explain(
      SshLogin login,
      JSchException e,
      HostKeyCheck check,
      boolean timedOut,
      List<String> hostKeys) {
    String text = String.valueOf(e.getMessage());
    if (check.refused()) {
      HostKey shown = check.shown().orElseThrow();
      String message =
          "%s shows the host key %s instead of %s; no credential was sent"
              .formatted(login.address(), shown.sha256(), login.hostKey().describe());
      return new HostKeyChangedException(message, shown, e);
    }
    if (timedOut || isTimeout(e)) {
      return new StorageException(Reason.TIMED_OUT, login.address() + " did not answer in time", e);
    }
    if (text.startsWith("Algorithm negotiation fail")
        && text.contains("server_host_key")
        && !(login.hostKey() instanceof ExpectedHostKey.TrustOnFirstUse)) {
      return new StorageException(
          Reason.HOST_KEY_CHANGED,
          "%s has no host key of %s, expected was %s; no credential was sent"
              .formatted(login.address(), hostKeys, login.hostKey().describe()),
          e);
    }
    if (text.contains("invalid privatekey")) {
      return new StorageException(
          Reason.CREDENTIALS_REJECTED,
          "the private key for %s cannot be read: 'ssh-keygen -p -f FILE' writes it anew in OpenSSH's format"
              .formatted(login.address()),
          e);
    }
    if (text.startsWith("Auth ") || text.startsWith("USERAUTH") || text.contains("privatekey")) {
      return new StorageException(
          Reason.CREDENTIALS_REJECTED,
          login.address() + " refuses this user name or credential",
          e);
    }
    return new StorageException(
        Reason.UNREACHABLE, "cannot connect to " + login.address() + ": " + rootMessage(e), e);
  }

  private static boolean isTimeout(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof java.net.SocketTimeoutException) {
        return true;
      }
    }
    return String.valueOf(e.getMessage()).contains("timeout");
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage());
    return root instanceof java.net.UnknownHostException ? "unknown host " + message : message;
  }
}
