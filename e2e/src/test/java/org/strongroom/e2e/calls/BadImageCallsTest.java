package org.strongroom.e2e.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.e2e.bed.TestBed;
import org.strongroom.e2e.bed.TestStorage;
import org.strongroom.e2e.bed.ZStackClient;
import org.strongroom.e2e.material.DiskImages;
import org.strongroom.e2e.material.FileServer;

/** Calls about images that can not be carried out; the storages stay as they were. */
class BadImageCallsTest {
  private static final String UNKNOWN = "0123456789ab4cde8f0123456789abcd";
  @TempDir static Path directory;
  @TempDir static Path sources;
  private static TestBed bed;
  private static FileServer files;
  private static BadCalls calls;
  private static TestStorage storage;
  private static TestStorage other;
  private static List<String> contents;
  private static Map<String, Object> good;

  @BeforeAll
  static void start() throws Exception {
    bed = TestBed.start(directory);
    storage = bed.sftp("storage");
    other = bed.fileSystem("other");
    TestStorage disabled = bed.fileSystem("disabled");
    bed.admin()
        .act(
            "/backup-storage/" + disabled.uuid() + "/actions",
            "changeBackupStorageState",
            Map.of("stateEvent", "disable"));
    Path disk = DiskImages.qcow2(sources, "disk.qcow2", 1);
    DiskImages.backedBy(sources, "hostile.qcow2", "/etc/passwd");
    Files.write(
        sources.resolve("cut.qcow2"), java.util.Arrays.copyOf(Files.readAllBytes(disk), 60));
    files = new FileServer(sources);
    good = new HashMap<>(Map.of("name", "bad", "url", files.url("disk.qcow2")));
    good.put("backupStorageUuids", List.of(storage.uuid()));
    String image = TestBed.uuid(bed.admin().post("/images", good));
    contents = storage.files();
    calls = new BadCalls(bed.server());
    calls.name("unknown", UNKNOWN);
    calls.name("storage", storage.uuid());
    calls.name("other", other.uuid());
    calls.name("disabled", disabled.uuid());
    calls.name("image", image);
    calls.name("sha256", DiskImages.sha256(disk));
    calls.name("files", files.url(""));
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      calls.name("closed", String.valueOf(closed.getLocalPort()));
    }
  }

  @AfterAll
  static void stop() {
    files.close();
    bed.close();
  }

  @AfterEach
  void noStrayBytes() {
    assertThat(storage.files()).isEqualTo(contents);
    assertThat(other.files()).isEmpty();
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          name               | null                               | job SYS.1007: parameter 'name' of AddImage is required: what to call it
          name               | "{256xa}"                          | job SYS.1007: parameter 'name' of AddImage has 256 characters; at most 255 are allowed
          url                | null                               | job SYS.1007: parameter 'url' of AddImage is required: where the bytes come from: http, https, ftp or sftp url, file:///path on the storage, or upload://name to send them
          url                | "http://{1024xa}"                  | job SYS.1007: parameter 'url' of AddImage has 1031 characters; at most 1024 are allowed
          url                | "gopher://127.0.0.1/a"             | job SYS.1007: 'gopher://127.0.0.1/a' is not an image url: the scheme 'gopher' is unknown; known are http, https, ftp, sftp, file, upload
          url                | "nothing at all"                   | job SYS.1007: 'nothing at all' is not an image url: it does not read scheme://host/path; known are http, https, ftp, sftp, file, upload
          url                | "http://"                          | job SYS.1007: 'http://' is not an image url: it names no host
          url                | "http://host:99999/a"              | job SYS.1007: 'http://host:99999/a' is not an image url: its port is not between 1 and 65535
          url                | "file://host/a"                    | job SYS.1007: 'file://host/a' is not an image url: a file url reads file:///absolute/path
          url                | "http://169.254.169.254/latest"    | job SYS.1002: cannot add the image 'bad' from http://169.254.169.254/latest <- BS.1000: step transfer, from http://169.254.169.254/latest: the host '169.254.169.254' is refused because its address 169.254.169.254 is local to the server or reserved; an administrator can allow its network in the setting image.url.allow
          url                | "http://[fe80::1]/a"               | job SYS.1002: cannot add the image 'bad' from http://[fe80::1]/a <- BS.1000: step transfer, from http://[fe80::1]/a: the host 'fe80::1' is refused because its address fe80:0:0:0:0:0:0:1 is local to the server or reserved; an administrator can allow its network in the setting image.url.allow
          url                | "sftp://169.254.169.254/a"         | job SYS.1002: cannot add the image 'bad' from sftp://169.254.169.254/a <- BS.1000: step transfer, from sftp://169.254.169.254/a: the host '169.254.169.254' is refused because its address 169.254.169.254 is local to the server or reserved; an administrator can allow its network in the setting image.url.allow
          url                | "ftp://169.254.169.254/a"          | job SYS.1002: cannot add the image 'bad' from ftp://169.254.169.254/a <- BS.1000: step transfer, from ftp://169.254.169.254/a: the host '169.254.169.254' is refused because its address 169.254.169.254 is local to the server or reserved; an administrator can allow its network in the setting image.url.allow
          url                | "http://127.0.0.1:{closed}/a"      | job SYS.1002: cannot add the image 'bad' from http://127.0.0.1:{closed}/a <- BS.1000: step transfer, from http://127.0.0.1:{closed}/a: no answer from http://127.0.0.1:{closed}/a: Connect to http://127.0.0.1:{closed} failed: Connection refused
          url                | "http://nowhere.invalid/a"         | job SYS.1002: cannot add the image 'bad' from http://nowhere.invalid/a <- BS.1000: step transfer, from http://nowhere.invalid/a: no answer from http://nowhere.invalid:80/a: the host 'nowhere.invalid' is not known
          url                | "{files}missing.qcow2"             | job SYS.1002: cannot add the image 'bad' from {files}missing.qcow2 <- BS.1000: step transfer, from {files}missing.qcow2: the server answered 404 for {files}missing.qcow2
          url                | "{files}hostile.qcow2"             | job SYS.1002: cannot add the image 'bad' from {files}hostile.qcow2 <- BS.1000: step transfer, from {files}hostile.qcow2: the qcow2 image is refused: it needs a backing file, which would not come with it; flatten it with 'qemu-img convert -O qcow2'
          url                | "{files}cut.qcow2"                 | job SYS.1002: cannot add the image 'bad' from {files}cut.qcow2 <- BS.1000: step transfer, from {files}cut.qcow2: the qcow2 image is cut off: its header needs 104 bytes and the file has only 60; copy it again
          url                | "file:///etc/passwd"               | job SYS.1002: cannot add the image 'bad' from file:///etc/passwd <- BS.1000: step transfer, from file:///etc/passwd: backup storage 'storage' ({storage}): /etc/passwd is not there, or not in what image/download.localPath.whitelist allows
          url                | "/etc/passwd"                      | job SYS.1002: cannot add the image 'bad' from file:///etc/passwd <- BS.1000: step transfer, from file:///etc/passwd: backup storage 'storage' ({storage}): /etc/passwd is not there, or not in what image/download.localPath.whitelist allows
          url                | "file:///tmp/../etc/passwd"        | job SYS.1002: cannot add the image 'bad' from file:///tmp/../etc/passwd <- BS.1000: step transfer, from file:///tmp/../etc/passwd: backup storage 'storage' ({storage}): /tmp/../etc/passwd is not there, or not in what image/download.localPath.whitelist allows
          url                | "file:///nowhere/at/all"           | job SYS.1002: cannot add the image 'bad' from file:///nowhere/at/all <- BS.1000: step transfer, from file:///nowhere/at/all: backup storage 'storage' ({storage}): /nowhere/at/all is not there, or not in what image/download.localPath.whitelist allows
          url                | "file:///usr"                      | job SYS.1002: cannot add the image 'bad' from file:///usr <- BS.1000: step transfer, from file:///usr: backup storage 'storage' ({storage}): /usr is not there, or not in what image/download.localPath.whitelist allows
          backupStorageUuids | null                               | job SYS.1007: parameter 'backupStorageUuids' of AddImage is required: the storages that will each keep a copy
          backupStorageUuids | []                                 | job SYS.1007: parameter 'backupStorageUuids' of AddImage is required: the storages that will each keep a copy
          backupStorageUuids | ["{unknown}"]                      | job SYS.1003: no backup storage has the uuid {unknown}
          backupStorageUuids | ["{storage}","{unknown}"]          | job SYS.1003: no backup storage has the uuid {unknown}
          backupStorageUuids | ["{other}","{disabled}"]           | job SYS.1006: backup storage 'disabled' ({disabled}) is Disabled; ChangeBackupStorageState stateEvent=enable makes it usable again
          backupStorageUuids | {"a":1}                            | job SYS.1007: parameter 'backupStorageUuids' of AddImage has to be a text
          format             | "docx"                             | job SYS.1007: parameter 'format' of AddImage has to be one of qcow2, raw, iso, vmdk, vmtx, vhd, vhdx, vdi, not 'docx'
          format             | "iso"                              | job SYS.1002: cannot add the image 'bad' from {files}disk.qcow2 <- BS.1000: step transfer, from {files}disk.qcow2: the format was declared as iso, but the header says qcow2
          mediaType          | "Floppy"                           | job SYS.1007: parameter 'mediaType' of AddImage has to be one of RootVolumeTemplate, ISO, DataVolumeTemplate, not 'Floppy'
          mediaType          | "ISO"                              | job SYS.1002: cannot add the image 'bad' from {files}disk.qcow2 <- BS.1000: step transfer, from {files}disk.qcow2: the format was declared as iso, but the header says qcow2
          platform           | "Plan9"                            | job SYS.1007: parameter 'platform' of AddImage has to be one of Linux, Windows, Other, Paravirtualization, WindowsVirtio, not 'Plan9'
          architecture       | "z80"                              | job SYS.1007: parameter 'architecture' of AddImage has to be one of x86_64, aarch64, mips64el, loongarch64, ppc64, ppc64le, not 'z80'
          system             | "perhaps"                          | job SYS.1007: parameter 'system' of AddImage has to be true or false, not 'perhaps'
          sha256             | "{64x0}"                           | job SYS.1002: cannot add the image 'bad' from {files}disk.qcow2 <- BS.1000: step transfer, from {files}disk.qcow2: {files}disk.qcow2 is damaged: expected SHA-256 0000000000000000000000000000000000000000000000000000000000000000, found {sha256}
          sha256             | "not hex"                          | job SYS.1007: sha256 is not 64 hexadecimal digits
          resourceUuid       | "{image}"                          | job SYS.1007: resourceUuid {image} is already taken by another resource
          resourceUuid       | "42"                               | job SYS.1007: resourceUuid '42' is not a UUID of version 1 to 5 in 32 lower-case hexadecimal digits without dashes
          systemTags         | ["nonsense"]                       | job SYS.1007: 'nonsense' is no system tag of the type ImageVO; known forms: bootMode::VALUE, description::VALUE, applianceType::VALUE, qemuga::VALUE
          """)
  void add(String parameter, String json, String answer) {
    calls.expect(
        answer,
        bed.admin(),
        "POST",
        "/images",
        BadCalls.changed(good, parameter, calls.expand(json)));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          PUT    | /images/{unknown}/actions                     | {"updateImage":{"name":"a"}}                                  | job SYS.1003: no image has the uuid {unknown}
          PUT    | /images/{image}/actions                       | {"updateImage":{"name":""}}                                   | job SYS.1007: the name of an image cannot be empty
          PUT    | /images/{image}/actions                       | {"updateImage":{"format":"docx"}}                             | job SYS.1007: parameter 'format' of UpdateImage has to be one of raw, qcow2, iso, not 'docx'
          PUT    | /images/{image}/actions                       | {"changeImageState":{"stateEvent":"burn"}}                    | job SYS.1007: parameter 'stateEvent' of ChangeImageState has to be one of enable, disable, not 'burn'
          PUT    | /images/{image}/actions                       | {"expungeImage":{}}                                           | job SYS.1006: no copy of the image {image} is deleted; call DeleteImage first
          PUT    | /images/{image}/actions                       | {"recoverImage":{}}                                           | job SYS.1006: no copy of the image {image} is deleted; call DeleteImage first
          PUT    | /images/{image}/actions                       | {"expungeImage":{"backupStorageUuids":["{other}"]}}           | job SYS.1007: the image {image} has no deleted copy on backup storage {other}
          PUT    | /images/{unknown}/actions                     | {"expungeImage":{}}                                           | job SYS.1003: no image has the uuid {unknown}
          PUT    | /images/{image}/actions                       | {"calculateImageHash":{}}                                     | job SYS.1007: parameter 'backupStorageUuid' of CalculateImageHash is required: the storage whose copy is hashed
          PUT    | /images/{image}/actions                       | {"calculateImageHash":{"backupStorageUuid":"{other}"}}        | job SYS.1007: the image {image} has no copy on backup storage {other}
          PUT    | /images/{image}/actions                       | {"calculateImageHash":{"backupStorageUuid":"{storage}","algorithm":"CRC"}} | job SYS.1007: parameter 'algorithm' of CalculateImageHash has to be one of MD5, SHA1, SHA256, SHA512, not 'CRC'
          PUT    | /images/{unknown}/actions                     | {"syncImageSize":{}}                                          | job SYS.1003: no image has the uuid {unknown}
          DELETE | /images/42                                    | ``                                                            | job SYS.1003: no image has the uuid 42
          DELETE | /images/{image}?deleteMode=Careless           | ``                                                            | job SYS.1007: parameter 'deleteMode' of DeleteImage has to be one of Permissive, Enforcing, not 'Careless'
          GET    | /images/{unknown}/file                        | ``                                                            | 404 SYS.1003: no image has the uuid {unknown}
          GET    | /images/{image}/file?backupStorageUuid={other} | ``                                                           | 400 SYS.1007: the image {image} has no copy on backup storage {other}
          PUT    | /images/{unknown}/upload                      | bytes                                                         | 404 SYS.1003: no image has the uuid {unknown}
          PUT    | /images/{image}/upload                        | bytes                                                         | 409 SYS.1006: the image {image} does not wait for an upload: its status is Ready
          """)
  void others(String method, String path, String body, String answer) {
    calls.expect(answer, bed.admin(), method, path, body);
  }

  @Test
  void aRangeBeyondTheEnd() {
    ZStackClient.Answer answer =
        bed.admin()
            .send(
                "GET",
                calls.expand("/images/{image}/file"),
                BodyPublishers.noBody(),
                "Range",
                "bytes=99999999999-");

    assertThat(answer.status()).isEqualTo(416);
    assertThat(answer.response().headers().firstValue("Content-Range"))
        .hasValueSatisfying(range -> assertThat(range).matches("bytes \\*/\\d+"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"bytes=a-b", "bytes=5-2", "lines=1-2", "bytes=0-1,4-5", "bytes=-"})
  void aRangeThatIsNoneIsPassedOver(String range) throws Exception {
    ZStackClient.Answer answer =
        bed.admin()
            .send(
                "HEAD",
                calls.expand("/images/{image}/file"),
                BodyPublishers.noBody(),
                "Range",
                range);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.response().headers().firstValueAsLong("Content-Length"))
        .hasValue(Files.size(sources.resolve("disk.qcow2")));
  }
}
