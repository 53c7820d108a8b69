package org.strongroom.server.backupstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.strongroom.server.backupstorage.Cloud.parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.api.ApiError;
import org.strongroom.api.OperationModel;
import org.strongroom.api.backupstorage.AddSftpBackupStorage;
import org.strongroom.api.backupstorage.TestSftpBackupStorage;
import org.strongroom.api.backupstorage.TestSftpBackupStorage.Reply;
import org.strongroom.server.call.Calls;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.job.JobOutcome;
import org.strongroom.testing.OpenSshServer;
import org.strongroom.testing.SshAccount;

/** A server is tried before it is added, and is afterwards as it was before. */
final class TestSftpTest {
  private static OpenSshServer server;

  private final Cloud cloud = Cloud.onSqlite();

  @BeforeAll
  static void startServer() {
    server = OpenSshServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private static Map<String, Object> request(SshAccount account, String url) {
    return parameters(
        "hostname", server.host(),
        "sshPort", server.port(),
        "username", account.username(),
        "password", account.password(),
        "url", url,
        "megabytes", 2);
  }

  private Reply test(Map<String, ?> request) {
    return (Reply) cloud.succeed(TestSftpBackupStorage.class, request);
  }

  @Test
  void itIsMeasuredAndLeftAsItWas() throws IOException {
    SshAccount account = server.shellAccount();
    var scratch = account.newScratch();

    Reply found = test(request(account, scratch.remote()));

    assertThat(found.hostKeyFingerprint()).isEqualTo(server.hostKeyFingerprint());
    assertThat(found.loggedIn()).isTrue();
    assertThat(found.directoryExists()).isTrue();
    assertThat(found.totalCapacity()).isPositive();
    assertThat(found.availableCapacity()).isPositive();
    assertThat(found.shell()).isTrue();
    assertThat(found.tools()).contains("sync");
    assertThat(found.sftpExtensions()).contains("statvfs@openssh.com");
    assertThat(found.syncedBy()).isEqualTo("fsync@openssh.com");
    assertThat(found.latencyMillis()).isPositive();
    assertThat(found.writtenBytes()).isEqualTo(2 << 20);
    assertThat(found.writeBytesPerSecond()).isPositive();
    assertThat(found.readBytesPerSecond()).isPositive();
    assertThat(found.problems()).isEmpty();
    assertThat(names(scratch.local())).isEmpty();
  }

  @Test
  void whatAStorageWouldMakeIsNotMade() throws IOException {
    SshAccount account = server.confinedAccount();
    var scratch = account.newScratch();

    Reply found = test(request(account, scratch.remote() + "/not/there/yet"));

    assertThat(found.directoryExists()).isFalse();
    assertThat(found.shell()).isFalse();
    assertThat(found.hostName()).isNull();
    assertThat(found.problems()).isEmpty();
    assertThat(names(scratch.local())).isEmpty();
  }

  @Test
  void withoutAPasswordOnlyTheHostKeyIsShown() {
    Map<String, Object> request = parameters("hostname", server.host(), "sshPort", server.port());

    Reply found = test(request);

    assertThat(found.hostKeyFingerprint()).isEqualTo(server.hostKeyFingerprint());
    assertThat(found.loggedIn()).isFalse();
    assertThat(found.directory()).isNull();
    assertThat(server.log()).doesNotContain("for strongroom from");
  }

  @Test
  void aServerWithAnotherHostKeyIsSentNothing() {
    SshAccount account = server.shellAccount();
    Map<String, Object> request = request(account, account.newScratch().remote());
    request.put("hostKeyFingerprint", "SHA256:" + "B".repeat(43));
    request.put("password", "wrong and never sent");

    ApiError error = cloud.fail(TestSftpBackupStorage.class, request);

    assertThat(error.code()).isEqualTo("BS.1500");
    assertThat(error.details())
        .contains(server.hostKeyFingerprint(), "SHA256:" + "B".repeat(43), "nothing was sent");
  }

  @Test
  void aRefusedLogInTellsTheHostKeyAllTheSame() {
    Map<String, Object> request =
        request(server.shellAccount(), server.shellAccount().newScratch().remote());
    request.put("password", "wrong");

    ApiError error = cloud.fail(TestSftpBackupStorage.class, request);

    assertThat(error.code()).isEqualTo("BS.1500");
    assertThat(error.details()).contains(server.hostKeyFingerprint()).doesNotContain("wrong");
  }

  @Test
  void aDirectoryThatIsTakenIsToldWithTheRest() {
    SshAccount account = server.shellAccount();
    var scratch = account.newScratch();
    Map<String, Object> add = request(account, scratch.remote());
    add.remove("megabytes");
    add.put("name", "taken");
    cloud.storage(AddSftpBackupStorage.class, add);

    Reply found = test(request(account, scratch.remote()));

    assertThat(found.writtenBytes()).isPositive();
    assertThat(found.problems())
        .hasSize(2)
        .anyMatch(problem -> problem.contains("belongs to the backup storage"))
        .anyMatch(problem -> problem.contains("'taken'"));
  }

  @Test
  void whatARunThatWasCutOffHasLeftIsRemoved() throws IOException {
    SshAccount account = server.shellAccount();
    var scratch = account.newScratch();
    String job = Uuid.random();
    for (String left : List.of(".strongroom-test-" + job, "." + job + "-1.part")) {
      Path file = Files.writeString(scratch.local().resolve(left), "left");
      account.own(file);
    }

    submit(job, request(account, scratch.remote()));

    assertThat(cloud.await(job)).isInstanceOf(JobOutcome.Succeeded.class);
    assertThat(names(scratch.local())).isEmpty();
  }

  @Test
  void whoCancelsItLeavesNothing() throws IOException {
    SshAccount account = server.shellAccount();
    var scratch = account.newScratch();
    Map<String, Object> request = new LinkedHashMap<>(request(account, scratch.remote()));
    request.put("megabytes", 1024);
    String job = Uuid.random();

    submit(job, request);
    await().until(() -> names(scratch.local()).stream().anyMatch(n -> n.endsWith(".part")));
    cloud.database.write(transaction -> {
      cloud.jobs().cancel(job, transaction);
      return true;
    });

    assertThat(cloud.await(job)).isInstanceOf(JobOutcome.Failed.class);
    assertThat(names(scratch.local())).isEmpty();
  }

  private void submit(String job, Map<String, Object> request) {
    cloud
        .calls()
        .submit(
            OperationModel.of(TestSftpBackupStorage.class),
            request,
            Optional.of(Caller.SYSTEM),
            new Calls.Submission(job, "test"));
  }

  @ParameterizedTest
  @CsvSource({
    "hostname, 'a b', hostname",
    "hostKeyFingerprint, SHA256:short, fingerprint",
    "url, relative/path, url",
    "privateKey, key, not both",
    "username, '', username"
  })
  void whatCannotBeMeantIsRefused(String parameter, String value, String told) {
    Map<String, Object> request = request(server.shellAccount(), "/tmp");
    request.put(parameter, value);

    ApiError error = cloud.fail(TestSftpBackupStorage.class, request);

    assertThat(error.code()).isEqualTo("SYS.1007");
    assertThat(error.details()).contains(told);
  }

  @Test
  void itIsForAdministrators() {
    String job =
        cloud.submit(
            TestSftpBackupStorage.class,
            request(server.shellAccount(), "/tmp"),
            new Caller(Uuid.random(), "alice", false));

    assertThat(cloud.await(job))
        .isInstanceOfSatisfying(
            JobOutcome.Failed.class,
            failed -> assertThat(failed.error().code()).isEqualTo("ID.1002"));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
