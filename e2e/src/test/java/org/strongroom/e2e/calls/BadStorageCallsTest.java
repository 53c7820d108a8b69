package org.strongroom.e2e.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.testing.SshAccount;

/** Calls about storages that can not be carried out. */
class BadStorageCallsTest {
  private static final String UNKNOWN = "0123456789ab4cde8f0123456789abcd";
  @TempDir static Path directory;
  private static TestBed bed;
  private static BadCalls calls;
  private static SshAccount.Scratch scratch;
  private static Map<String, Object> good;
  private static TestStorage storage;

  @BeforeAll
  static void start() throws Exception {
    bed = TestBed.start(directory);
    SshAccount account = bed.sshd().shellAccount();
    scratch = account.newScratch();
    good = bed.sftpParameters("bad", account, scratch.remote());
    storage = bed.sftp("taken");
    calls = new BadCalls(bed.server());
    calls.name("unknown", UNKNOWN);
    calls.name("storage", storage.uuid());
    calls.name("storage url", storage.url());
    calls.name("directory", bed.fileSystem("directory").uuid());
    calls.name("zone", bed.zone("zone1"));
    String attached = bed.zone("attached");
    calls.name("attached", attached);
    bed.admin().done("POST", "/zones/" + attached + "/backup-storage/" + storage.uuid(), "");
    calls.name("url", scratch.remote());
    calls.name("username", account.username());
    calls.name("host", bed.sshd().host());
    calls.name("port", String.valueOf(bed.sshd().port()));
    calls.name("key", bed.sshd().hostKeyFingerprint());
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      calls.name("closed", String.valueOf(closed.getLocalPort()));
    }
  }

  @AfterAll
  static void stop() {
    bed.close();
  }

  @AfterEach
  void nothingLiesOnTheServer() {
    assertThat(scratch.local()).isEmptyDirectory();
    assertThat(storage.files()).isEmpty();
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          name               | null                     | job SYS.1007: parameter 'name' of AddSftpBackupStorage is required: what to call it
          name               | ""                       | job SYS.1007: parameter 'name' of AddSftpBackupStorage is required: what to call it
          name               | "   "                    | job SYS.1007: parameter 'name' of AddSftpBackupStorage is required: what to call it
          name               | "{256xa}"                | job SYS.1007: parameter 'name' of AddSftpBackupStorage has 256 characters; at most 255 are allowed
          name               | {"a":1}                  | job SYS.1007: parameter 'name' of AddSftpBackupStorage has to be a text
          name               | "a\\u0000b"              | job SYS.1007: parameter 'name' of AddSftpBackupStorage holds a NUL character
          description        | "{2049xa}"               | job SYS.1007: parameter 'description' of AddSftpBackupStorage has 2049 characters; at most 2048 are allowed
          description        | [1]                      | job SYS.1007: parameter 'description' of AddSftpBackupStorage has to be a text
          url                | null                     | job SYS.1007: parameter 'url' of AddSftpBackupStorage is required: absolute path of the directory on the server that keeps the images
          url                | "storage/sftp"           | job SYS.1007: url 'storage/sftp' has to be the absolute path of a directory, beginning with '/'
          url                | "sftp://host/storage"    | job SYS.1007: url 'sftp://host/storage' has to be the absolute path of a directory, beginning with '/'
          url                | "/proc"                  | job SYS.1007: url '/proc' lies under /proc
          url                | "/a/../dev/sda"          | job SYS.1007: url '/a/../dev/sda' lies under /dev
          url                | "/sys/kernel"            | job SYS.1007: url '/sys/kernel' lies under /sys
          url                | "/a\\nb"                 | job SYS.1007: url '/a?b' holds control characters
          url                | "/{2049xa}"              | job SYS.1007: parameter 'url' of AddSftpBackupStorage has 2050 characters; at most 2048 are allowed
          url                | "{storage url}"          | job SYS.1006: the directory {storage url} is, contains or lies in the directory {storage url} of backup storage 'taken' ({storage}) on the same host
          url                | "{storage url}/below"    | job SYS.1006: the directory {storage url}/below is, contains or lies in the directory {storage url} of backup storage 'taken' ({storage}) on the same host
          url                | "/proc1/not/there"       | job SYS.1002: backup storage 'bad' could not be added: /proc1/not/there: permission denied <- BS.1500: /proc1/not/there: permission denied
          hostname           | ""                       | job SYS.1007: parameter 'hostname' of AddSftpBackupStorage is required: IP address or DNS name of the server
          hostname           | "two words"              | job SYS.1007: hostname 'two words' is neither an IPv4 or IPv6 address nor a DNS name
          hostname           | "256.1.1.1"              | job SYS.1007: hostname '256.1.1.1' is neither an IPv4 or IPv6 address nor a DNS name
          hostname           | "-oProxyCommand=x"       | job SYS.1007: hostname '-oProxyCommand=x' is neither an IPv4 or IPv6 address nor a DNS name
          hostname           | "user@host"              | job SYS.1007: hostname is the address or name of a server alone, without a user and '@'
          hostname           | "{256xa}"                | job SYS.1007: parameter 'hostname' of AddSftpBackupStorage has 256 characters; at most 255 are allowed
          sshPort            | "ssh"                    | job SYS.1007: parameter 'sshPort' of AddSftpBackupStorage has to be a whole number, not 'ssh'
          sshPort            | 0                        | job SYS.1007: parameter 'sshPort' of AddSftpBackupStorage has to be from 1 to 65535, not '0'
          sshPort            | 65536                    | job SYS.1007: parameter 'sshPort' of AddSftpBackupStorage has to be from 1 to 65535, not '65536'
          sshPort            | 22.5                     | job SYS.1007: parameter 'sshPort' of AddSftpBackupStorage has to be a whole number, not '22.5'
          sshPort            | 99999999999999999999     | job SYS.1007: parameter 'sshPort' of AddSftpBackupStorage has to be a whole number, not '99999999999999999999'
          sshPort            | {closed}                 | job SYS.1002: backup storage 'bad' could not be added: cannot connect to {username}@{host}:{closed}: Connection refused <- BS.1500: cannot connect to {username}@{host}:{closed}: Connection refused
          username           | null                     | job SYS.1007: parameter 'username' of AddSftpBackupStorage is required: SSH user
          username           | "{256xa}"                | job SYS.1007: parameter 'username' of AddSftpBackupStorage has 256 characters; at most 255 are allowed
          username           | "nobody-here"            | job SYS.1002: backup storage 'bad' could not be added: nobody-here@{host}:{port} refuses this user name or credential <- BS.1500: nobody-here@{host}:{port} refuses this user name or credential
          password           | "wrong"                  | job SYS.1002: backup storage 'bad' could not be added: {username}@{host}:{port} refuses this user name or credential <- BS.1500: {username}@{host}:{port} refuses this user name or credential
          password           | ["a"]                    | job SYS.1007: parameter 'password' of AddSftpBackupStorage has to be a text
          password           | null                     | job SYS.1007: parameter 'password' of AddSftpBackupStorage is required, or 'privateKey' instead
          privateKey         | "both"                   | job SYS.1007: give 'password' or 'privateKey', not both
          hostKeyFingerprint | "SHA256:short"           | job SYS.1007: hostKeyFingerprint is not a SHA-256 fingerprint as ssh-keygen -l prints it (SHA256:… with 43 characters)
          hostKeyFingerprint | "SHA256:{43xA}"          | job SYS.1002: backup storage 'bad' could not be added: {username}@{host}:{port} shows the host key {key} instead of SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA; no credential was sent <- BS.1500: {username}@{host}:{port} shows the host key {key} instead of SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA; no credential was sent
          resourceUuid       | "42"                     | job SYS.1007: resourceUuid '42' is not a UUID of version 1 to 5 in 32 lower-case hexadecimal digits without dashes
          resourceUuid       | "{32xa}"                 | job SYS.1007: resourceUuid 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' is not a UUID of version 1 to 5 in 32 lower-case hexadecimal digits without dashes
          resourceUuid       | "{storage}"              | job SYS.1007: resourceUuid {storage} is the uuid of another resource
          importImages       | "maybe"                  | job SYS.1007: parameter 'importImages' of AddSftpBackupStorage has to be true or false, not 'maybe'
          userTags           | [""]                     | job SYS.1007: a user tag has from 1 to 2048 characters; this one has 0
          userTags           | [{"a":1}]                | job SYS.1007: parameter 'userTags' of AddSftpBackupStorage has to be a text
          systemTags         | ["nonsense"]             | job SYS.1007: 'nonsense' is no system tag of the type BackupStorageVO; known forms: backupStorage::data::network::cidr::VALUE, extraips::VALUE, iscsiInitiatorName::VALUE
          """)
  void add(String parameter, String json, String answer) {
    calls.expect(
        answer,
        bed.admin(),
        "POST",
        "/backup-storage/sftp",
        BadCalls.changed(good, parameter, calls.expand(json)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          relative/path              | job SYS.1007: url 'relative/path' has to be the absolute path of a directory, beginning with '/'
          /                          | job SYS.1007: url '/' is the management server's whole file system
          /proc/self                 | job SYS.1007: url '/proc/self' lies under /proc
          {file}                     | job SYS.1002: backup storage 'bad' could not be added: {file} is not a directory <- BS.1500: {file} is not a directory
          {file}/below               | job SYS.1002: backup storage 'bad' could not be added: {file}/below: Not a directory <- BS.1500: {file}/below: Not a directory
          """)
  void addDirectory(String url, String answer) throws Exception {
    Path file = java.nio.file.Files.writeString(directory.resolve("file"), "a file");
    calls.name("file", file.toString());
    Map<String, Object> parameters = new HashMap<>(Map.of("name", "bad"));
    parameters.put("url", calls.expand(url));
    calls.expect(
        answer,
        bed.admin(),
        "POST",
        "/backup-storage/filesystem",
        ZStackClient.json("params", parameters));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          PUT    | /backup-storage/{unknown}/actions              | {"changeBackupStorageState":{"stateEvent":"enable"}}   | job SYS.1003: no backup storage has the uuid {unknown}
          PUT    | /backup-storage/{storage}/actions              | {"changeBackupStorageState":{}}                        | job SYS.1007: parameter 'stateEvent' of ChangeBackupStorageState is required: enable: change the state to Enabled; disable: change the state to Disabled
          PUT    | /backup-storage/{storage}/actions              | {"changeBackupStorageState":{"stateEvent":"destroy"}}  | job SYS.1007: parameter 'stateEvent' of ChangeBackupStorageState has to be one of enable, disable, not 'destroy'
          PUT    | /backup-storage/{storage}/actions              | {"updateBackupStorage":{"name":""}}                    | job SYS.1007: a name has from 1 to 255 characters
          PUT    | /backup-storage/{storage}/actions              | {"updateBackupStorage":{"name":"{256xa}"}}             | job SYS.1007: parameter 'name' of UpdateBackupStorage has 256 characters; at most 255 are allowed
          PUT    | /backup-storage/sftp/{directory}/actions       | {"updateSftpBackupStorage":{"name":"a"}}               | job SYS.1007: UpdateSftpBackupStorage serves storages of type SftpBackupStorage; backup storage 'directory' ({directory}) has the type FileSystemBackupStorage
          PUT    | /backup-storage/sftp/{storage}/actions         | {"updateSftpBackupStorage":{"password":"wrong"}}       | job BS.1500: nothing was changed, because the new address or log-in does not work: {username}@{host}:{port} refuses this user name or credential
          PUT    | /backup-storage/sftp/{storage}/actions         | {"updateSftpBackupStorage":{"sshPort":{closed}}}       | job BS.1500: nothing was changed, because the new address or log-in does not work: cannot connect to {username}@{host}:{closed}: Connection refused
          PUT    | /backup-storage/sftp/{storage}/actions         | {"updateSftpBackupStorage":{"hostname":"a b"}}         | job SYS.1007: hostname 'a b' is neither an IPv4 or IPv6 address nor a DNS name
          PUT    | /backup-storage/sftp/{directory}/actions       | {"reconnectSftpBackupStorage":{}}                      | job SYS.1007: ReconnectSftpBackupStorage serves storages of type SftpBackupStorage; backup storage 'directory' ({directory}) has the type FileSystemBackupStorage
          PUT    | /backup-storage/filesystem/{storage}/actions   | {"reconnectFileSystemBackupStorage":{}}                | job SYS.1007: ReconnectFileSystemBackupStorage serves storages of type FileSystemBackupStorage; backup storage 'taken' ({storage}) has the type SftpBackupStorage
          PUT    | /backup-storage/{unknown}/actions              | {"reconnectBackupStorage":{}}                          | job SYS.1003: no backup storage has the uuid {unknown}
          PUT    | /backup-storage/{storage}/actions              | {"acceptBackupStorageHostKey":{"hostKeyFingerprint":"x"}} | job SYS.1007: hostKeyFingerprint is not a SHA-256 fingerprint as ssh-keygen -l prints it (SHA256:… with 43 characters)
          DELETE | /backup-storage/{33xa}                          | ``                                                     | job SYS.1003: no backup storage has the uuid {33xa}
          DELETE | /backup-storage/{storage}?deleteMode=Careless  | ``                                                     | job SYS.1007: parameter 'deleteMode' of DeleteBackupStorage has to be one of Permissive, Enforcing, not 'Careless'
          POST   | /zones/{zone}/backup-storage/{unknown}         | ``                                                     | job SYS.1003: no backup storage has the uuid {unknown}
          POST   | /zones/{unknown}/backup-storage/{storage}      | ``                                                     | job SYS.1003: no zone has the uuid {unknown}
          POST   | /zones/{attached}/backup-storage/{storage}     | ``                                                     | job SYS.1006: backup storage 'taken' ({storage}) is already attached to the zone {attached}
          DELETE | /zones/{zone}/backup-storage/{storage}         | ``                                                     | job SYS.1006: backup storage 'taken' ({storage}) is not attached to the zone {zone}
          DELETE | /zones/{zone}/backup-storage/{unknown}         | ``                                                     | job SYS.1003: no backup storage has the uuid {unknown}
          GET    | /backup-storage/capacities                     | ``                                                     | 503 SYS.1007: GetBackupStorageCapacity needs 'backupStorageUuids', 'zoneUuids' or all=true
          GET    | /backup-storage/capacities?zoneUuids={unknown} | ``                                                     | 503 SYS.1003: no zone has the uuid {unknown}
          GET    | /backup-storage/capacities?all=perhaps         | ``                                                     | 503 SYS.1007: parameter 'all' of GetBackupStorageCapacity has to be true or false, not 'perhaps'
          """)
  void others(String method, String path, String body, String answer) {
    calls.expect(answer, bed.admin(), method, path, body);
  }
}
