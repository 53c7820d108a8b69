package org.strongroom.server.backupnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.backupnode.Nodes.request;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.backupnode.DeregisterBackupNode;
import org.strongroom.api.backupnode.RegisterBackupNode;
import org.strongroom.api.inventory.BackupNodeInventory;
import org.strongroom.server.backupstorage.Cloud;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.testing.MisbehavingSshServer;
import org.strongroom.testing.OpenSshServer;

/**
 * Many registrations at once, on either database; nodes keep their files in node below the home.
 */
class ManyNodes {
  private static final int SERVERS = Integer.getInteger("strongroom.node.servers", 40);

  private final Cloud cloud;
  @TempDir private Path directory;

  ManyNodes(Cloud cloud) {
    this.cloud = cloud;
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void manyServersAtOnceAreRegisteredEachUnderANumber() throws Exception {
    List<MisbehavingSshServer> servers = new ArrayList<>();
    try {
      for (int i = 0; i < SERVERS; i++) {
        servers.add(
            MisbehavingSshServer.start(Files.createDirectory(directory.resolve("server" + i))));
      }
      List<String> jobs =
          servers.stream()
              .map(server -> cloud.submit(RegisterBackupNode.class, request(server)))
              .toList();
      List<BackupNodeInventory> registered =
          jobs.stream().map(job -> Nodes.node(cloud.await(job))).toList();
      assertThat(registered.stream().map(BackupNodeInventory::id))
          .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, SERVERS).boxed().toList());
      assertThat(
              registered.stream().map(BackupNodeInventory::uniqueId).map(Objects::requireNonNull))
          .doesNotHaveDuplicates();
      assertThat(registered).allMatch(node -> node.status().equals("Connected"));
      registered.stream()
          .map(node -> Map.of("id", node.id(), "uninstall", true))
          .map(request -> cloud.submit(DeregisterBackupNode.class, request))
          .toList()
          .forEach(job -> assertThat(cloud.await(job)).isInstanceOf(JobOutcome.Succeeded.class));
      for (int i = 0; i < SERVERS; i++) {
        assertThat(directory.resolve("server" + i)).isEmptyDirectory();
      }
    } finally {
      servers.forEach(MisbehavingSshServer::close);
    }
  }

  @Test
  void fromRegisteringToDeregistering() throws Exception {
    Nodes nodes = new Nodes(cloud);
    Path home = Files.createDirectory(directory.resolve("one"));
    try (MisbehavingSshServer server = MisbehavingSshServer.start(home)) {
      BackupNodeInventory node = nodes.register(request(server));
      assertThat(node.lastOpDate()).isNull();
      Map<String, Object> changes =
          Map.of(
              "displayName", "other",
              "password", MisbehavingSshServer.PASSWORD,
              "accessIp", "localhost",
              "cosDefault", "b");
      BackupNodeInventory updated = nodes.update(node.id(), changes);
      assertThat(updated.displayName()).isEqualTo("other");
      assertThat(updated.accessIp()).isEqualTo("localhost");
      assertThat(updated.lastOpDate()).isNotNull();
      assertThat(nodes.all()).containsExactly(updated);
      nodes.deregister(node.id(), false, true);
      assertThat(nodes.all()).isEmpty();
      assertThat(home).isEmptyDirectory();
    }
  }

  @Test
  void oneOfManyRegistrationsOfTheSameMachineWins() {
    try (OpenSshServer server = OpenSshServer.start()) {
      List<String> jobs =
          IntStream.range(0, 8)
              .mapToObj(i -> {
                Map<String, Object> request = request(server, server.confinedAccount());
                request.put("accessIp", i % 2 == 0 ? "localhost" : "127.0.0.1");
                return cloud.submit(RegisterBackupNode.class, request);
              })
              .toList();
      List<JobOutcome> outcomes = jobs.stream().map(cloud::await).toList();
      assertThat(outcomes).filteredOn(JobOutcome.Succeeded.class::isInstance).hasSize(1);
      assertThat(outcomes)
          .filteredOn(JobOutcome.Failed.class::isInstance)
          .extracting("error.code")
          .containsOnly("SYS.1011");
      assertThat(server.confinedAccount().localHome().resolve("node/.strongroom-storage"))
          .content()
          .contains(new Nodes(cloud).all().getFirst().uuid());
    }
  }
}
