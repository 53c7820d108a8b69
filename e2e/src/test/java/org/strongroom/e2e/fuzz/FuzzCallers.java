package org.strongroom.e2e.fuzz;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.strongroom.e2e.bed.Canaries;
import org.strongroom.e2e.bed.PowerVcClient;
import org.strongroom.e2e.bed.ServerProcess;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.ZStackClient;

/**
 * Those in whose names requests are made: sessions and tokens that count, and others that do not.
 */
final class FuzzCallers {
  private static final String PASSWORD = "fuzz-Password-of-ann1";
  private static final String GARBAGE = "00000000000000000000000000000000";

  private final TestBed bed;
  private final Canaries canaries;
  private int accounts;
  private volatile Credentials now;

  /**
   * What is valid at present.
   *
   * @param dead a session that was ended
   * @param spare a session that may be ended
   * @param project the administrators'
   */
  private record Credentials(
      String admin,
      String account,
      String dead,
      String spare,
      String adminToken,
      String readerToken,
      String otherToken,
      String unscoped,
      String project) {}

  FuzzCallers(TestBed bed, Canaries canaries) {
    this.bed = bed;
    this.canaries = canaries;
    canaries.hatch("admin's password", ServerProcess.PASSWORD);
    canaries.hatch("account's password", PASSWORD);
    canaries.hatch("digest of it", ZStackClient.sha512(PASSWORD));
    renew();
  }

  /**
   * Logs in again, to an account of a new name: what is fuzzed may end sessions and take rights.
   */
  synchronized void renew() {
    ServerProcess server = bed.server();
    bed.logInAgain();
    ZStackClient admin = bed.admin();
    String name = FuzzTargets.KEPT + accounts++;
    String account =
        TestBed.uuid(
            admin.post(
                "/accounts", Map.of("name", name, "password", ZStackClient.sha512(PASSWORD))));
    PowerVcClient administrator = PowerVcClient.admin(server);
    String other = TestBed.uuid(admin.post("/projects", Map.of("name", name)));
    for (String[] assigned :
        List.of(new String[] {administrator.project(), "reader"}, new String[] {other, "admin"})) {
      admin.post(
          "/role-assignments",
          Map.of("accountUuid", account, "projectUuid", assigned[0], "role", assigned[1]));
    }
    ZStackClient ended = ZStackClient.logIn(server.url(), name, PASSWORD);
    ended.send("DELETE", "/accounts/sessions/" + ended.session());
    now =
        new Credentials(
            ZStackClient.admin(server).session(),
            ZStackClient.logIn(server.url(), name, PASSWORD).session(),
            ended.session(),
            ZStackClient.logIn(server.url(), name, PASSWORD).session(),
            administrator.token(),
            PowerVcClient.logIn(server.url(), name, PASSWORD, "admin").token(),
            PowerVcClient.logIn(server.url(), name, PASSWORD, name).token(),
            PowerVcClient.authenticate(server.url(), name, PASSWORD, Map.of())
                .header("X-Subject-Token"),
            administrator.project());
    for (String secret :
        List.of(now.admin, now.account, now.adminToken, now.readerToken, now.otherToken)) {
      canaries.hatch("session or token " + secret, secret);
    }
  }

  /** Whether those who should be let in still are. */
  boolean areValid() {
    ZStackClient account = bed.admin().withSession(now.account);
    return bed.admin().send("GET", "/zones?limit=1").status() == 200
        && account.send("GET", "/zones?limit=1").status() == 200
        && bed.admin().withSession(now.admin).send("GET", "/zones?limit=1").status() == 200
        && new PowerVcClient(bed.server().url(), now.adminToken, now.project)
                .call("GET", "/backup-nodes")
                .status()
            == 200
        && new PowerVcClient(bed.server().url(), now.readerToken, now.project)
                .call("GET", "/backup-nodes")
                .status()
            == 200;
  }

  /** Who calls. */
  enum Caller {
    NOBODY,
    ADMIN,
    ACCOUNT,
    DEAD,
    GARBAGE
  }

  /** Mostly somebody who is let in. */
  static Caller any(Random random) {
    return switch (random.nextInt(20)) {
      case 0 -> Caller.NOBODY;
      case 1 -> Caller.DEAD;
      case 2 -> Caller.GARBAGE;
      case 3, 4, 5, 6 -> Caller.ACCOUNT;
      default -> Caller.ADMIN;
    };
  }

  /** The session of a caller; empty for none. */
  String session(Caller caller, Random random) {
    Credentials valid = now;
    return switch (caller) {
      case NOBODY -> "";
      case ADMIN -> valid.admin;
      case ACCOUNT -> valid.account;
      case DEAD -> valid.dead;
      case GARBAGE -> random.nextBoolean() ? GARBAGE : valid.adminToken;
    };
  }

  /** The token of a caller; empty for none. */
  String token(Caller caller, Random random) {
    Credentials valid = now;
    return switch (caller) {
      case NOBODY -> "";
      case ADMIN -> valid.adminToken;
      case ACCOUNT -> random.nextInt(3) == 0 ? valid.otherToken : valid.readerToken;
      case DEAD -> valid.unscoped;
      case GARBAGE -> random.nextBoolean() ? "garbage" : valid.admin;
    };
  }

  /** A session that calls may name, and end. */
  String named(Random random) {
    return random.nextBoolean() ? now.spare : now.dead;
  }

  String project() {
    return now.project;
  }
}
