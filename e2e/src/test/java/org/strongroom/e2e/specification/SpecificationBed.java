package org.strongroom.e2e.specification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.strongroom.e2e.bed.PowerVcClient;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestNode;
import org.strongroom.e2e.bed.UsualPort;
import org.strongroom.e2e.bed.VolumeApi;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.ForeignOva;
import org.strongroom.e2e.material.Programs;
import org.strongroom.testing.OpenSshServer;
import tools.jackson.databind.JsonNode;

/**
 * What the requests of "Backup node registration" need: a server, an sshd on its usual port, and
 * two clients.
 */
final class SpecificationBed implements AutoCloseable {
  private static final byte[] DISK = new byte[65_536];

  private final TestBed bed;
  private final OpenSshServer sshd = UsualPort.start();
  private final PowerVcClient plain;
  private final OpenStackClient keystoneauth;

  /** What sends the requests. */
  enum Client {
    PLAIN_HTTP,
    KEYSTONEAUTH
  }

  SpecificationBed(Path directory) {
    bed = TestBed.start(directory);
    bed.configure("backupStorage", "ping.interval", "1");
    plain = PowerVcClient.admin(bed.server());
    keystoneauth = OpenStackClient.admin(bed.server());
  }

  VolumeApi api(Client client) {
    return client == Client.PLAIN_HTTP ? plain : keystoneauth;
  }

  /** The other face. */
  ZStackClient zstack() {
    return bed.admin();
  }

  OpenSshServer sshd() {
    return sshd;
  }

  /** Deregisters all nodes, and deletes what lies on them. */
  void cleanUp() throws IOException {
    TestNode.deregisterAll(plain);
    Path left = sshd.shellAccount().localHome().resolve("strongroom");
    if (Files.exists(left)) {
      try (Stream<Path> files = Files.walk(left)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  TestNode register(Client client, String displayName, Map<String, ?> more) {
    return TestNode.register(api(client), sshd, displayName, more);
  }

  JsonNode show(TestNode node) {
    return plain.call("GET", node.path()).answered(200).get("backup_node");
  }

  void awaitHealth(TestNode node, String value) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() ->
            assertThat(show(node).at("/health_status/health_value").asString()).isEqualTo(value));
  }

  /** Puts an OVA onto a node by hand. */
  static void ova(TestNode node, String name) {
    ForeignOva.of(DISK).pack(node.storage().local().resolve(name));
  }

  static String hostName() {
    return Programs.run("hostname", "-s").strip();
  }

  /** MD5 of the server's host key, as ssh-keygen tells it. */
  static String fingerprint(OpenSshServer server) {
    String line =
        Programs.run(
            "sh",
            "-c",
            "ssh-keyscan -t ed25519 %s 2>/dev/null | ssh-keygen -l -E md5 -f -"
                .formatted(server.host()));
    return line.split(" ")[1].substring("MD5:".length());
  }

  @Override
  public void close() {
    keystoneauth.close();
    sshd.close();
    bed.close();
  }
}
