package org.strongroom.storage.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.storage.driver.StorageAssertions.assertFails;

import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.driver.StorageException.Reason;
import org.strongroom.storage.driver.sftp.SftpDriver;
import org.strongroom.storage.driver.sftp.SftpEndpoint;
import org.strongroom.storage.driver.sftp.ssh.ExpectedHostKey;
import org.strongroom.storage.driver.sftp.ssh.SshCredential;
import org.strongroom.testing.CuttingProxy;
import org.strongroom.testing.OpenSshServer;

/** What an SFTP storage promises about its connection. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SftpDriverTest {
  private static final String WRITE_ID = "00112233445566778899aabbccddeeff";
  private static final Duration PING = Duration.ofSeconds(5);
  private static final ExpectedHostKey ANY = new ExpectedHostKey.TrustOnFirstUse();

  private OpenSshServer server;
  private SftpLocation location;

  @BeforeEach
  void start() {
    server = OpenSshServer.start();
    location = SftpLocation.of(server, server.shellAccount());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private SftpDriver driver(SshCredential credential, ExpectedHostKey key) {
    return driver(server.host(), credential, key);
  }

  private SftpDriver driver(String host, SshCredential credential, ExpectedHostKey key) {
    var endpoint =
        new SftpEndpoint(
            host, server.port(), location.account().username(), credential, location.remote(), key);
    return new SftpDriver(endpoint, SftpLocation.SHORT);
  }

  private SshCredential password() {
    return new SshCredential.Password(location.account().password());
  }

  // On the wire

  @Test
  void zerosGoOverTheWireNeitherWay() throws Exception {
    StoragePath file = StoragePath.of("sparse");
    long length = 512L << 20;
    byte[] piece = new byte[1 << 20];
    byte[] data = new byte[1 << 20];
    new Random(1).nextBytes(data);
    try (var line = CuttingProxy.to(URI.create("ssh://" + server.host() + ":" + server.port()));
        var driver = through(line)) {
      driver.connect();
      long before = line.forwarded();
      try (AtomicWrite write = driver.create(file, WRITE_ID, length)) {
        for (long at = 0; at < length; at += piece.length) {
          write.write(at % (128 << 20) == 0 ? data : piece, 0, piece.length);
        }
        write.commit();
      }
      long written = line.forwarded();
      assertThat(written - before).isBetween(4L << 20, 44L << 17); // a tenth more than the data
      assertThat(StorageAssertions.allocated(location.local().resolve("sparse")))
          .isLessThan(44L << 17);
      long came = 0;
      try (InputStream in = driver.read(file, 0)) {
        for (byte[] some = in.readNBytes(1 << 20); some.length > 0; some = in.readNBytes(1 << 20)) {
          assertThat(some).isEqualTo(came % (128 << 20) == 0 ? data : piece);
          came += some.length;
        }
      }
      assertThat(came).isEqualTo(length);
      assertThat(line.forwarded() - written).isBetween(4L << 20, 44L << 17);
    }
  }

  private SftpDriver through(CuttingProxy line) {
    return new SftpDriver(
        new SftpEndpoint(
            "127.0.0.1",
            line.endpoint().getPort(),
            location.account().username(),
            password(),
            location.remote(),
            ANY),
        SftpLocation.SHORT);
  }

  // Getting in

  @Test
  void tellsWhoTheServerIs() throws Exception {
    try (var driver = location.newDriver()) {
      StorageFacts facts = driver.connect();
      assertThat(facts.hostKey().orElseThrow().sha256()).isEqualTo(server.hostKeyFingerprint());
      assertThat(facts.hostName())
          .contains(InetAddress.getLocalHost().getHostName().split("\\.")[0]);
      assertThat(facts.tools()).contains("openssl", "sha256sum", "sync", "stat");
      assertThat(facts.rootPath()).isEqualTo(location.remote());
    }
  }

  @Test
  void findsNoShellBehindAConfinedAccount() throws Exception {
    SftpLocation confined = SftpLocation.of(server, server.confinedAccount());
    try (var driver = confined.newDriver()) {
      StorageFacts facts = driver.connect();
      assertThat(facts.tools()).isEmpty();
      assertThat(facts.hostName()).isEmpty();
    }
  }

  @Test
  void bothAccountsSeeOneFileSystem() throws Exception {
    try (var shell = location.newDriver();
        var confined = SftpLocation.of(server, server.confinedAccount()).newDriver()) {
      assertThat(shell.connect().fileSystemId()).isEqualTo(confined.connect().fileSystemId());
    }
  }

  @Test
  void takesAPrivateKey() throws Exception {
    var key = new SshCredential.PrivateKey(location.account().privateKey(), Optional.empty());
    try (var driver = driver(key, ANY)) {
      assertThat(driver.connect().capacity().total()).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ecdsa, 256, PEM, ''",
    "ecdsa, 521, PEM, a passphrase",
    "rsa, 2048, PEM, a passphrase",
  })
  void takesPrivateKeysOfOtherKindsAndForms(
      String type, String bits, String form, String passphrase) throws Exception {
    String text = server.newLoginKey("-t", type, "-b", bits, "-m", form, "-N", passphrase);
    String asOpensslWrites =
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + text;
    for (String key : List.of(text, text.replace("\n", "\r\n"), asOpensslWrites)) {
      try (var driver = driver(new SshCredential.PrivateKey(key, Optional.of(passphrase)), ANY)) {
        assertThat(driver.connect().capacity().total()).isPositive();
      }
    }
  }

  @Test
  void saysThatAKeyCannotBeRead() {
    try (var driver = driver(new SshCredential.PrivateKey("no key", Optional.empty()), ANY)) {
      assertFails(Reason.CREDENTIALS_REJECTED, driver::connect)
          .hasMessageContaining("cannot be read")
          .hasMessageContaining("ssh-keygen -p");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ciphers chacha20-poly1305@openssh.com",
        "Ciphers aes192-ctr\nKexAlgorithms diffie-hellman-group-exchange-sha256"
      })
  void connectsToAServerThatIsSetToOneAlgorithm(String line) throws Exception {
    server.restartWith(line);
    byte[] content = new byte[3_000_001];
    new Random(3).nextBytes(content);
    try (var driver = location.newDriver()) {
      driver.connect();
      StoragePath file = StoragePath.of("file");
      try (var write = driver.create(file, WRITE_ID, content.length)) {
        write.write(content, 0, content.length);
        write.commit();
      }
      try (InputStream stream = driver.read(file, 0)) {
        assertThat(stream.readAllBytes()).isEqualTo(content);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Welcome to storage!", "hi"})
  void saysWhatTheServerPrintsWhereSftpShouldBegin(String text) {
    server.restartWith("ForceCommand echo '%s'; exec /usr/lib/openssh/sftp-server".formatted(text));
    try (var driver = location.newDriver()) {
      assertFails(Reason.FAILED, driver::connect)
          .hasMessageContaining("prints '" + text + "' where SFTP should begin")
          .hasMessageContaining(".bashrc");
    }
    server.restartWith("ForceCommand echo -n '%s'; exit 1".formatted(text));
    try (var driver = location.newDriver()) {
      assertFails(Reason.FAILED, driver::connect)
          .hasMessageContaining("prints '" + text + "' where SFTP should begin");
    }
  }

  @Test
  void saysThatTheServerEndsSftpBeforeItBegins() {
    server.restartWith("ForceCommand exit 3");
    try (var driver = location.newDriver()) {
      assertFails(Reason.UNREACHABLE, driver::connect)
          .hasMessageContaining("takes the log-in, but ends SFTP before it begins")
          .hasMessageContaining("nologin");
    }
  }

  @Test
  void takesAHostName() throws Exception {
    try (var driver = driver("localhost", password(), ANY)) {
      assertThat(driver.connect().capacity().total()).isPositive();
    }
  }

  @Test
  void takesAnAddressOfSixteenBytes() throws Exception {
    try (var six = OpenSshServer.start("::1")) {
      try (var driver = SftpLocation.of(six, six.shellAccount()).newDriver()) {
        assertThat(driver.connect().capacity().total()).isPositive();
      }
    }
  }

  @Test
  void takesARootRelativeToTheHome() throws Exception {
    var endpoint =
        new SftpEndpoint(server.host(), server.port(), "strongroom-sftp", password(), "mine", ANY);
    try (var driver = new SftpDriver(endpoint, SftpLocation.SHORT)) {
      assertThat(driver.connect().rootPath()).isEqualTo("/data/mine");
    }
  }

  @Test
  void refusesAWrongPassword() {
    try (var driver = driver(new SshCredential.Password("wr0ng secret"), ANY)) {
      assertFails(Reason.CREDENTIALS_REJECTED, driver::connect)
          .hasMessageContaining(server.host())
          .hasMessageNotContaining("wr0ng");
      assertFails(Reason.CREDENTIALS_REJECTED, () -> driver.ping(PING));
    }
  }

  @Test
  void refusesAKeyThatIsNone() {
    var key = new SshCredential.PrivateKey("no key at all", Optional.empty());
    try (var driver = driver(key, ANY)) {
      assertFails(Reason.CREDENTIALS_REJECTED, driver::connect);
    }
  }

  @Test
  void neverShowsACredential() {
    assertThat(location.endpoint("").toString()).doesNotContain(location.account().password());
    assertThat(new SshCredential.PrivateKey("key text", Optional.of("phrase")).toString())
        .doesNotContain("key text", "phrase");
  }

  @Test
  void saysThatNobodyListens() throws Exception {
    server.stop();
    try (var driver = location.newDriver()) {
      assertFails(Reason.UNREACHABLE, driver::connect);
      assertFails(Reason.UNREACHABLE, () -> driver.ping(PING));
    }
  }

  @Test
  void saysThatAHostIsUnknown() {
    try (var driver = driver("no-such-host.invalid", password(), ANY)) {
      assertFails(Reason.UNREACHABLE, driver::connect).hasMessageContaining("unknown host");
    }
  }

  @Test
  void doesNotWaitForAServerThatAcceptsAndIsSilent() throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var endpoint =
          new SftpEndpoint("127.0.0.1", silent.getLocalPort(), "user", password(), "/x", ANY);
      try (var driver = new SftpDriver(endpoint, SftpLocation.SHORT)) {
        assertFails(Reason.TIMED_OUT, () -> driver.ping(Duration.ofMillis(300)));
      }
    }
  }

  // The host key

  @Test
  void sendsNoCredentialToAServerWithAnotherKey() throws Exception {
    try (var driver = location.newDriver()) {
      String before = driver.connect().hostKey().orElseThrow().sha256();
      server.rekey();
      String log = server.log();
      assertFails(Reason.HOST_KEY_CHANGED, () -> driver.ping(PING))
          .hasMessageContaining(before)
          .hasMessageContaining(server.hostKeyFingerprint());
      assertFails(Reason.HOST_KEY_CHANGED, driver::connect);
      assertThat(server.log().substring(log.length()))
          .doesNotContain("password", "Accepted", "strongroom-test");
    }
  }

  @Test
  void knowsAKeyByItsFingerprint() throws Exception {
    var right = new ExpectedHostKey.Fingerprint(server.hostKeyFingerprint());
    try (var driver = driver(password(), right)) {
      assertThat(driver.connect().hostKey().orElseThrow().algorithm()).isEqualTo("ssh-ed25519");
    }
    var wrong = new ExpectedHostKey.Fingerprint("SHA256:" + "A".repeat(43));
    try (var driver = driver(password(), wrong)) {
      assertFails(Reason.HOST_KEY_CHANGED, driver::connect);
    }
  }

  @Test
  void findsTheKeyOfAnotherAlgorithmByItsFingerprint() throws Exception {
    try (var driver =
        driver(password(), new ExpectedHostKey.Fingerprint(server.ecdsaHostKeyFingerprint()))) {
      HostKey key = driver.connect().hostKey().orElseThrow();
      assertThat(key.algorithm()).isEqualTo("ecdsa-sha2-nistp256");
      try (var pinned = driver(password(), new ExpectedHostKey.Pinned(key))) {
        assertThat(pinned.connect().hostKey()).contains(key);
      }
    }
  }

  // Loss and return

  @Test
  void comesBackAfterARestart() throws Exception {
    try (var driver = location.newDriver()) {
      driver.connect();
      server.restart();
      assertThat(driver.ping(PING).total()).isPositive();
      server.restart();
      org.awaitility.Awaitility.await()
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(driver.list(StoragePath.ROOT)).isEmpty());
    }
  }

  @Test
  void failsATransferWhoseConnectionDrops() throws Exception {
    try (var driver = location.newDriver()) {
      driver.connect();
      var write = driver.create(StoragePath.of("file"), WRITE_ID, -1);
      write.write(StorageAssertions.data(1 << 20), 0, 1 << 20);
      server.dropConnections();
      assertFails(
          Reason.UNREACHABLE,
          () -> {
            while (true) {
              write.write(StorageAssertions.data(1 << 20), 0, 1 << 20);
            }
          });
      write.close();
      assertThat(location.local().resolve("file")).doesNotExist();
      driver.ping(PING);
      driver.abandon(StoragePath.of("file"), WRITE_ID);
      assertThat(driver.list(StoragePath.ROOT)).isEmpty();
    }
  }

  @Test
  void doesNotHangWithAPausedServer() throws Exception {
    try (var driver = location.newDriver()) {
      driver.connect();
      server.pause();
      assertFails(Reason.TIMED_OUT, () -> driver.ping(Duration.ofMillis(500)));
      assertFails(Reason.TIMED_OUT, () -> driver.ping(Duration.ofMillis(500)));
      server.resume();
      assertThat(driver.ping(PING).total()).isPositive();
    }
  }

  @Test
  void doesNotHangInATransferWithAPausedServer() throws Exception {
    try (var driver = location.newDriver()) {
      driver.connect();
      sparse("big", 200L << 20);
      var write = driver.create(StoragePath.of("file"), WRITE_ID, -1);
      InputStream stream = driver.read(StoragePath.of("big"), 0);
      server.pause();
      assertFails(
          Reason.TIMED_OUT,
          () -> {
            while (true) {
              write.write(StorageAssertions.data(1 << 20), 0, 1 << 20);
            }
          });
      assertFails(stream::readAllBytes);
      write.close();
      stream.close();
      server.resume();
      driver.ping(PING);
      driver.abandon(StoragePath.of("file"), WRITE_ID);
      assertThat(location.local().resolve("file")).doesNotExist();
    }
  }

  @Test
  void answersPingsDuringTransfers() throws Exception {
    try (var driver = location.newDriver()) {
      driver.connect();
      sparse("big", 100L << 20);
      try (InputStream stream = driver.read(StoragePath.of("big"), 0)) {
        while (stream.read(new byte[8 << 20]) >= 0) {
          assertThat(driver.ping(PING).total()).isPositive();
        }
      }
    }
  }

  @Test
  void doesNotMakeAVanishedRootAgain() throws Exception {
    try (var driver = location.newDriver()) {
      driver.connect();
      server.restart();
      Files.delete(location.local());
      // The loss of the old connection may not have been noticed yet.
      org.awaitility.Awaitility.await()
          .untilAsserted(() -> assertFails(Reason.NOT_FOUND, () -> driver.list(StoragePath.ROOT)));
      assertThat(location.local()).doesNotExist();
    }
  }

  @Test
  void cannotBeUsedOnceClosed() throws Exception {
    StorageDriver driver = location.newDriver();
    driver.connect();
    driver.close();
    driver.close();
    assertFails(() -> driver.ping(PING));
  }

  // Digests

  @Test
  void hashesOnTheServerAndReportsProgress() throws Exception {
    try (var driver = location.newDriver()) {
      driver.connect();
      long size = 3L << 29; // more than a second for any processor: none has instructions for MD5
      sparse("big", size);
      var progress = new java.util.ArrayList<Long>();
      String digest = driver.digest(StoragePath.of("big"), DigestAlgorithm.MD5, progress::add);
      assertThat(digest).hasSize(32);
      assertThat(progress).isSorted().hasSizeGreaterThan(1).endsWith(size);
    }
  }

  private void sparse(String name, long size) throws Exception {
    var file = location.local().resolve(name);
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(size);
    }
    Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
  }
}
