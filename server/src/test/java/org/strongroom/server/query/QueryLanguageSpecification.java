package org.strongroom.server.query;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.catalog.storage.BackupStorageTable.BACKUP_STORAGE;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.api.inventory.SystemTagInventory;
import org.strongroom.api.inventory.UserTagInventory;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.inventory.ZoneInventory;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.query.mapping.CatalogMappings;

/** The query language as the wire notes tell it, on one kind of database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class QueryLanguageSpecification {
  private static final Map<String, Class<? extends Record>> INVENTORIES =
      Map.of(
          "storage", BackupStorageInventory.class,
          "zone", ZoneInventory.class,
          "image", ImageInventory.class,
          "snapshot", VolumeSnapshotInventory.class,
          "userTag", UserTagInventory.class,
          "systemTag", SystemTagInventory.class);

  private final CatalogKind fixture;
  private final Queries queries = new Queries(CatalogMappings.all(), ZoneOffset.UTC);
  private Database database;

  QueryLanguageSpecification(CatalogKind fixture) {
    this.fixture = fixture;
  }

  @BeforeAll
  void fill(@TempDir Path directory) {
    database = fixture.open(directory);
    database.write(transaction -> {
      SampleCatalog sample = new SampleCatalog(transaction.sql());
      sample.zone("zone1", "Enabled", 0);
      sample.zone("zone2", "Disabled", 1);
      sample.storage("sftp1", "Off Site", "Enabled", "Connected", "192.168.0.220", 1000, 400, 0);
      sample.storage(
          "sftp2", "100%_sure\\", "Disabled", "Disconnected", "sftp2.example.org", 500, 900, 60);
      sample.storage("local", null, "Enabled", "Connected", null, 2000, 0, 120);
      sample.attach("sftp1", "zone1");
      sample.attach("sftp1", "zone2");
      sample.attach("sftp2", "zone1");
      sample.image("centos", "Ärger", "Linux", 100, false, 0);
      sample.image("win", null, "Windows", 200, true, 1);
      sample.image("data", null, null, 300, false, 2);
      sample.copy("centos", "sftp1", "Ready", "http://example.org/export");
      sample.copy("centos", "sftp2", "Deleted", null);
      sample.copy("win", "sftp1", "Ready", null);
      sample.copy("data", "local", "Ready", null);
      sample.snapshot("snap", "sftp2");
      sample.tag("User", "sftp1", "large");
      sample.tag("User", "sftp1", "fast");
      sample.tag("User", "sftp2", "slow");
      sample.tag("System", "sftp1", "extraips::10.0.0.1");
      sample.tag("System", ResourceType.IMAGE, "centos", "bootMode::UEFI");
      return true;
    });
  }

  @AfterAll
  void close() {
    database.close();
  }

  @ParameterizedTest(name = "{0} {1} finds {2}")
  @CsvFileSource(resources = "conditions.csv", delimiter = '|', maxCharsPerColumn = 1000)
  void conditions(String inventory, String conditions, String expected) {
    String[] q = Arrays.stream(conditions.split("&")).map(this::withUuids).toArray(String[]::new);
    if (expected.equals("unknown field")) {
      assertThatThrownBy(() -> find(inventory, q))
          .isInstanceOfSatisfying(
              ApiException.class, e -> assertThat(e.is(ErrorCode.INTERNAL)).isTrue())
          .hasMessageContaining("unknown field");
    } else {
      assertThat(find(inventory, q))
          .containsExactlyInAnyOrder(expected.equals("-") ? new String[0] : expected.split(" "));
    }
  }

  /** {sftp1} stands for the uuid of sftp1. */
  private String withUuids(String condition) {
    String text = condition.strip();
    for (String name : List.of("zone1", "zone2", "sftp1", "sftp2", "local", "centos")) {
      text = text.replace("{" + name + "}", SampleCatalog.uuid(name));
    }
    return text;
  }

  private List<String> find(String inventory, String... q) {
    return names(ask(requireNonNull(INVENTORIES.get(inventory)), Query.where(q)));
  }

  private <T extends Record> QueryReply<T> ask(Class<T> inventory, Query query) {
    return database.read(sql -> queries.find(sql, inventory, query));
  }

  private static List<String> names(QueryReply<? extends Record> reply) {
    return rows(reply).stream().map(QueryLanguageSpecification::name).toList();
  }

  private static <T extends Record> List<T> rows(QueryReply<T> reply) {
    return requireNonNull(reply.inventories());
  }

  private static String name(Record row) {
    return switch (row) {
      case BackupStorageInventory storage -> storage.name();
      case ZoneInventory zone -> zone.name();
      case ImageInventory image -> image.name();
      case VolumeSnapshotInventory snapshot -> snapshot.name();
      case UserTagInventory tag -> tag.tag();
      case SystemTagInventory tag -> tag.tag();
      default -> throw new IllegalArgumentException(row.toString());
    };
  }

  @ParameterizedTest(name = "{0} {1}: {2} {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "storage | colour=red      | SYS.1000 | 'colour' of backup storage; its fields are"
            + " __systemTag__, __userTag__, allowUnsynced,",
        "storage | colour=red      | SYS.1000 | its relations are image, volumeSnapshot, zone",
        "storage | image.colour=red | SYS.1000 | 'image.colour': unknown field 'colour' of image;"
            + " its fields are",
        "storage | cluster.name=x  | SYS.1000 | 'cluster.name': unknown field 'cluster' of backup"
            + " storage",
        "storage | image=x         | SYS.1000 | unknown field 'image' of backup storage",
        "storage | image.=x        | SYS.1000 | unknown field '' of image",
        "image   | volume.name=x   | SYS.1000 | its relations are backupStorage, backupStorageRef",
        "storage | name            | SYS.1007 | 'name' has no operator",
        "storage | =x              | SYS.1007 | names no field before '='",
        "storage | name is null x  | SYS.1007 | something after 'is null'",
        "image   | size=big        | SYS.1007 | field 'size' holds a whole number, not 'big'",
        "image   | size=1.5        | SYS.1007 | field 'size' holds a whole number, not '1.5'",
        "image   | size=9999999999999999999 | SYS.1007 | field 'size' holds a whole number",
        "image   | size~=1%        | SYS.1007 | field 'size' holds a whole number and does not take"
            + " '~='",
        "image   | size?=1,x       | SYS.1007 | field 'size' holds a whole number, not 'x'",
        "image   | system=maybe    | SYS.1007 | field 'system' holds true or false, not 'maybe'",
        "image   | system>true     | SYS.1007 | does not take '>'",
        "image   | createDate=soon | SYS.1007 | field 'createDate' holds a time such as",
        "image   | createDate~=2015% | SYS.1007 | does not take '~='",
        "image   | createDate=+999999999-01-01T00:00:00Z | SYS.1007 | holds a time",
        "storage | hostKeyFingerprint=SHA256:x | SYS.1007 | takes only 'is null' and 'not null'",
        "storage | image.system=maybe | SYS.1007 | field 'image.system' holds true or false",
      })
  void refusals(String inventory, String condition, String code, String details) {
    assertThatThrownBy(() -> find(inventory, condition))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.error().code()).isEqualTo(code);
              assertThat(e.error().details()).contains(details);
            });
  }

  @Test
  void hostileSizesAreRefused() {
    String deep = "backupStorage.image.".repeat(9) + "name=x";
    assertRefused("more than 4 relations", deep);
    String[] many = IntStream.range(0, 101).mapToObj(i -> "name!=" + i).toArray(String[]::new);
    assertRefused("at most 100", many);
    assertRefused("at most 65536", "name=" + "x".repeat(65_536));
    assertRefused("at most 10000", "name?=" + ",".repeat(10_000));
    assertRefused("at most 4096", "name~=" + "%a".repeat(4096));
    String list = ",".repeat(9_999);
    assertRefused("at most 30000", "name?=" + list, "url?=" + list, "state?=" + list, "type?=x");
    assertRefused("NUL", "name=a\0b");
  }

  private void assertRefused(String details, String... q) {
    assertThatThrownBy(() -> find("image", q))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.is(ErrorCode.INVALID_ARGUMENT)).isTrue())
        .hasMessageContaining(details);
  }

  @Test
  void whatIsJustAllowedWorks() {
    String list =
        IntStream.range(0, 10_000).mapToObj(i -> "n" + i).collect(Collectors.joining(","));
    assertThat(find("image", "name!?=" + list, "description?=" + list)).isEmpty();
    assertThat(find("image", "backupStorage.image.".repeat(2) + "name=win"))
        .containsExactly("centos", "win");
    String[] many = IntStream.range(0, 100).mapToObj(i -> "name!=" + i).toArray(String[]::new);
    assertThat(find("image", many)).hasSize(3);
    assertThat(find("image", "name~=" + "%a".repeat(2048))).isEmpty();
  }

  @ParameterizedTest(name = "sort={0}: {1}")
  @CsvSource({
    "'',         centos win data",
    "name,       centos data win",
    "+name,      centos data win",
    "-name,      win data centos",
    "size,       centos win data",
    "-size,      data win centos",
    "createDate, centos win data",
    "platform,   data centos win",
    "-platform,  win centos data",
    "type,       centos win data by uuid",
  })
  void sorts(String sort, String expected) {
    List<String> found = names(ask(ImageInventory.class, query(sort, 1000, 0)));
    if (expected.endsWith(" by uuid")) {
      assertThat(found)
          .isSortedAccordingTo((a, b) -> SampleCatalog.uuid(a).compareTo(SampleCatalog.uuid(b)));
    } else {
      assertThat(found).containsExactly(expected.split(" "));
    }
  }

  @Test
  void sortsByNothingUnknown() {
    assertThatThrownBy(() -> ask(ImageInventory.class, query("-colour", 1, 0)))
        .hasMessageContaining("SYS.1000")
        .hasMessageContaining("'colour' of image");
  }

  @Test
  void pagesWithStartAndLimit() {
    assertThat(names(ask(ImageInventory.class, query("name", 2, 0))))
        .containsExactly("centos", "data");
    assertThat(names(ask(ImageInventory.class, query("name", 2, 2)))).containsExactly("win");
    assertThat(names(ask(ImageInventory.class, query("name", 2, 9)))).isEmpty();
    assertThat(names(ask(ImageInventory.class, query("name", 0, 0)))).isEmpty();
    assertThat(names(ask(ImageInventory.class, query("name", Integer.MAX_VALUE, 0)))).hasSize(3);
  }

  private static Query query(String sort, int limit, int start) {
    return new Query(List.of(), limit, start, false, false, sort, null, null, null, null);
  }

  @Test
  void countGivesOnlyTheTotal() {
    QueryReply<ImageInventory> reply =
        ask(
            ImageInventory.class,
            new Query(List.of("size>=200"), 1, 0, true, false, "-name", null, null, null, null));
    assertThat(reply.inventories()).isNull();
    assertThat(reply.total()).isEqualTo(2);
  }

  @Test
  void replyWithCountGivesRowsAndTheTotalWithoutLimit() {
    for (int limit : new int[] {0, 1, 2, 5}) {
      QueryReply<ImageInventory> reply =
          ask(
              ImageInventory.class,
              new Query(
                  List.of("size>=200"), limit, 0, false, true, null, null, "name", "any", null));
      assertThat(reply.inventories()).hasSize(Math.min(2, limit));
      assertThat(reply.total()).isEqualTo(2);
    }
    assertThat(ask(ImageInventory.class, Query.all()).total()).isNull();
  }

  @Test
  void fieldsNameWhatIsShown() {
    QueryReply<ImageInventory> reply = fields("name, uuid");
    assertThat(reply.fields()).containsExactlyInAnyOrder("name", "uuid");
    assertThat(rows(reply).getFirst().name()).isEqualTo("centos");
    assertThat(rows(fields("backupStorageRefs")).getFirst().backupStorageRefs()).hasSize(2);
    assertThat(fields("").fields()).isEmpty();
    assertThatThrownBy(() -> fields("name,colour"))
        .hasMessageContaining("SYS.1000")
        .hasMessageContaining("'colour' of image");
  }

  private QueryReply<ImageInventory> fields(String fields) {
    return ask(
        ImageInventory.class,
        new Query(List.of(), 1, 0, false, false, null, fields, null, null, null));
  }

  @Test
  void aUuidInThePathMayHaveDashes() {
    String plain = SampleCatalog.uuid("win");
    String dashed = plain.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
    for (String uuid : List.of(plain, dashed, dashed.toUpperCase(java.util.Locale.ROOT))) {
      assertThat(names(ask(ImageInventory.class, byUuid(uuid)))).containsExactly("win");
    }
    assertThat(names(ask(ImageInventory.class, byUuid(SampleCatalog.uuid("nothing"))))).isEmpty();
    assertThat(names(ask(ImageInventory.class, byUuid("no uuid")))).isEmpty();
  }

  private static Query byUuid(String uuid) {
    return new Query(List.of(), 1000, 0, false, false, null, null, null, null, uuid);
  }

  @Test
  void rowsAreWhole() {
    ImageInventory centos =
        database
            .read(sql -> queries.byUuid(sql, ImageInventory.class, SampleCatalog.uuid("centos")))
            .orElseThrow();
    assertThat(centos.createDate()).isEqualTo(SampleCatalog.START);
    assertThat(centos.type()).isEqualTo("zstack");
    assertThat(centos.virtio()).isTrue();
    assertThat(centos.md5Sum()).isNull();
    assertThat(centos.systemTags()).containsExactly("bootMode::UEFI");
    assertThat(centos.backupStorageRefs())
        .extracting(ref -> ref.status() + " " + ref.installPath())
        .containsExactlyInAnyOrder("Ready /storage/sftp1/centos", "Deleted /storage/sftp2/centos");

    BackupStorageInventory sftp =
        rows(ask(BackupStorageInventory.class, Query.where("name=sftp1"))).getFirst();
    assertThat(sftp.availableCapacity()).isEqualTo(590);
    assertThat(sftp.sshPort()).isEqualTo(22);
    assertThat(sftp.attachedZoneUuids())
        .containsExactlyInAnyOrder(SampleCatalog.uuid("zone1"), SampleCatalog.uuid("zone2"));
    assertThat(sftp.hostKeyFingerprint())
        .isEqualTo("SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU");

    BackupStorageInventory local =
        rows(ask(BackupStorageInventory.class, Query.where("name=local"))).getFirst();
    assertThat(local.sshPort()).isNull();
    assertThat(local.hostKeyFingerprint()).isNull();
    assertThat(local.attachedZoneUuids()).isEmpty();
  }

  @Test
  void aResourceCanBeReadInTheTransactionThatMakesIt() {
    assertThatThrownBy(() ->
            database.write(transaction -> {
              new SampleCatalog(transaction.sql()).zone("new", "Enabled", 0);
              assertThat(
                      queries.byUuid(
                          transaction.sql(), ZoneInventory.class, SampleCatalog.uuid("new")))
                  .isPresent();
              throw new IllegalStateException("undone");
            }))
        .hasMessageContaining("undone");
    assertThat(find("zone", "name=new")).isEmpty();
  }

  @Test
  void theServerAddsConditionsOfItsOwn() {
    QueryReply<BackupStorageInventory> reply =
        database.read(sql ->
            queries.find(
                sql,
                BackupStorageInventory.class,
                new Query(
                    List.of("state=Enabled", "image.backupStorage.name~=%"),
                    1,
                    0,
                    false,
                    true,
                    null,
                    null,
                    null,
                    null,
                    null),
                BACKUP_STORAGE.TYPE.eq("SftpBackupStorage").and(BACKUP_STORAGE.SSH_PORT.eq(22))));
    assertThat(names(reply)).containsExactly("sftp1");
    assertThat(reply.total()).isEqualTo(1);
  }
}
