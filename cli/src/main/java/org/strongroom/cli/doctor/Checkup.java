package org.strongroom.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.strongroom.api.account.GetCallerIdentity;
import org.strongroom.api.managementnode.GetCurrentTime;
import org.strongroom.api.managementnode.GetVersion;
import org.strongroom.cli.client.CallFailedException;
import org.strongroom.cli.client.Server;
import org.strongroom.cli.terminal.Surroundings;
import tools.jackson.databind.JsonNode;

/** Looks at this machine and at the way to the server, and has the server looked at. */
public final class Checkup {
  private static final Duration CLOCK = Duration.ofSeconds(5);

  private final Server server;
  private final Questions questions;
  private final boolean loggedIn;
  private final String toolVersion;
  private final Surroundings surroundings;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param loggedIn whether there is a session
   * @param toolVersion version of this program
   */
  public Checkup(
      Server server,
      Questions questions,
      boolean loggedIn,
      String toolVersion,
      Surroundings surroundings) {
    this.server = server;
    this.questions = questions;
    this.loggedIn = loggedIn;
    this.toolVersion = toolVersion;
    this.surroundings = surroundings;
  }

  /** Everything that was found, in the order of looking. */
  public List<Finding> run() throws InterruptedException {
    files();
    if (!reached()) {
      return findings;
    }
    address();
    clock();
    if (account()) {
      new ServerCheckup(questions, findings).run();
    } else {
      findings.add(Finding.skipped("server", "only administrators are told how the server is"));
    }
    return findings;
  }

  private void files() {
    Path directory = surroundings.configuration();
    List<String> open = new ArrayList<>();
    for (String name : List.of("sessions.json", "contexts.json", "history")) {
      Path file = directory.resolve(name);
      if (Files.exists(file) && isForOthers(file)) {
        open.add(file.toString());
      }
    }
    findings.add(
        open.isEmpty()
            ? Finding.ok("files", "sessions are for their owner alone")
            : Finding.problem(
                "files",
                "others can read " + String.join(", ", open),
                "log out, which ends the sessions, and chmod 600 " + String.join(" ", open)));
  }

  private static boolean isForOthers(Path file) {
    try {
      Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
      return allowed.contains(PosixFilePermission.GROUP_READ)
          || allowed.contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException e) {
      return true; // better to be looked at
    }
  }

  private boolean reached() throws InterruptedException {
    try {
      Instant began = surroundings.clock().instant();
      String version = questions.ask(GetVersion.class, Map.of()).path("version").asString("");
      long millis = Duration.between(began, surroundings.clock().instant()).toMillis();
      findings.add(Finding.ok("connection", "%s answers in %d ms".formatted(root(), millis)));
      version(version);
      return true;
    } catch (CallFailedException e) {
      findings.add(
          Finding.problem(
              "connection",
              e.error().path("details").asString(""),
              "see that the server runs (systemctl status strongroom) and that the address is"
                  + " right: --url, --context"));
      return false;
    }
  }

  private void version(String version) {
    String own = toolVersion.replaceFirst("\\+.*", "");
    findings.add(
        own.equals(version) || own.startsWith("(")
            ? Finding.ok("version", "the server is " + version)
            : Finding.warning(
                "version",
                "the server is %s, this tool %s".formatted(version, own),
                "use the tool of the server's version: it knows the same operations"));
  }

  private void address() {
    boolean isHere = root().matches("(?i)http://(localhost|127\\.[0-9.]+|\\[::1])(:.*)?");
    findings.add(
        isHere || root().regionMatches(true, 0, "https:", 0, 6)
            ? Finding.ok("transport", root())
            : Finding.warning(
                "transport",
                "passwords and sessions go to %s in the clear".formatted(root()),
                "give the server a certificate (tls.certificate, tls.key) and use https"));
  }

  private String root() {
    return server.address().root();
  }

  private void clock() throws InterruptedException {
    Instant before = surroundings.clock().instant();
    JsonNode told = questions.ask(GetCurrentTime.class, Map.of()).path("currentTime");
    Instant after = surroundings.clock().instant();
    Instant there = Instant.ofEpochMilli(told.path("MillionSeconds").asLong(0));
    Duration off =
        there.isBefore(before)
            ? Duration.between(there, before)
            : there.isAfter(after) ? Duration.between(after, there) : Duration.ZERO;
    findings.add(
        off.compareTo(CLOCK) <= 0
            ? Finding.ok("clock", "server and this machine agree")
            : Finding.warning(
                "clock",
                "the clocks of server and this machine are %d s apart".formatted(off.toSeconds()),
                "see that both keep time (timedatectl): certificates and sessions end by it"));
  }

  /** Whether it is an administrator's. */
  private boolean account() throws InterruptedException {
    if (!loggedIn) {
      findings.add(
          Finding.warning(
              "session",
              "not logged in",
              "log in: strongroom LogInByAccount accountName=admin password=?"));
      return false;
    }
    try {
      JsonNode who = questions.ask(GetCallerIdentity.class, Map.of()).path("inventory");
      String type = who.path("type").asString("");
      findings.add(
          Finding.ok("session", "%s (%s)".formatted(who.path("accountName").asString(""), type)));
      return type.equals("SystemAdmin");
    } catch (CallFailedException e) {
      findings.add(
          Finding.problem(
              "session",
              e.error().path("details").asString(""),
              "log in: strongroom LogInByAccount accountName=admin password=?"));
      return false;
    }
  }
}
