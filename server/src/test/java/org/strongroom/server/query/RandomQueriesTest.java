package org.strongroom.server.query;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.Query;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.api.inventory.ZoneInventory;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.query.mapping.CatalogMappings;

/** Random queries find the same in SQLite, in PostgreSQL and in a plain evaluation in memory. */
class RandomQueriesTest {
  private static final int QUERIES = 1000;
  private static final List<String> TEXTS =
      List.of("a", "A", "aB", "ab c", "a_b", "100%", "x\\y", "o'k", "\"q\"", "", "zz\\", "é");
  private static final List<String> PATTERNS =
      List.of(
          "%", "a%", "%b", "a_b", "a\\_b", "%\\%", "_", "__", "%\\\\%", "A%C", "%\\", "", "%'%");
  private static final List<String> TEXT_OPERATORS =
      List.of("=", "!=", ">", "<", ">=", "<=", "?=", "!?=", "~=", "!~=", "is null", "not null");
  private static final Map<String, Map<String, String>> RELATIONS =
      Map.of(
          "zone", Map.of("backupStorage", "storage"),
          "storage", Map.of("zone", "zone", "image", "image"),
          "image", Map.of("backupStorage", "storage"));
  private static final Map<String, List<String>> FIELDS =
      Map.of(
          "zone", List.of("uuid", "name", "isDefault", "__userTag__"),
          "storage",
              List.of(
                  "uuid",
                  "name",
                  "description",
                  "hostname",
                  "totalCapacity",
                  "availableCapacity",
                  "__userTag__",
                  "attachedZoneUuids"),
          "image",
              List.of("uuid", "name", "description", "platform", "size", "system", "__userTag__"));

  private final long seed = Long.getLong("strongroom.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Queries queries = new Queries(CatalogMappings.all(), ZoneOffset.UTC);
  private final Map<String, List<PlainRow>> rows = new HashMap<>();
  private final List<String> uuids = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();

  private interface Change {
    void write(SampleCatalog catalog);
  }

  @Test
  void allFindTheSame(@TempDir Path directory) throws Exception {
    System.out.println("seed " + seed + "; give it again with -Dstrongroom.seed");
    invent();
    try (Database sqlite = filled(CatalogKind.SQLITE, directory);
        Database postgres =
            filled(CatalogKind.POSTGRESQL, Files.createDirectory(directory.resolve("pg")))) {
      for (int i = 0; i < QUERIES; i++) {
        String inventory = pick(List.of("zone", "storage", "image"));
        List<String[]> conditions = new ArrayList<>();
        do {
          conditions.add(condition(inventory));
        } while (random.nextInt(3) == 0);
        List<String> expected =
            requireNonNull(rows.get(inventory)).stream()
                .filter(row -> conditions.stream().allMatch(c -> row.holds(c[0], c[1], c[2])))
                .map(row -> row.name)
                .toList();
        String[] q =
            conditions.stream()
                .map(c -> c[0] + (c[1].endsWith("null") ? " " : "") + c[1] + c[2])
                .toArray(String[]::new);
        String told = "seed " + seed + ": " + inventory + " " + String.join(" & ", q);
        assertThat(find(sqlite, inventory, q))
            .describedAs("SQLite, " + told)
            .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(find(postgres, inventory, q))
            .describedAs("PostgreSQL, " + told)
            .containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  private Database filled(CatalogKind fixture, Path directory) {
    Database database = fixture.open(directory);
    database.write(transaction -> {
      SampleCatalog catalog = new SampleCatalog(transaction.sql());
      changes.forEach(change -> change.write(catalog));
      return true;
    });
    return database;
  }

  private List<String> find(Database database, String inventory, String... q) {
    return database.read(sql ->
        switch (inventory) {
          case "zone" ->
              requireNonNull(queries.find(sql, ZoneInventory.class, Query.where(q)).inventories())
                  .stream()
                  .map(ZoneInventory::name)
                  .toList();
          case "storage" ->
              requireNonNull(
                      queries.find(sql, BackupStorageInventory.class, Query.where(q)).inventories())
                  .stream()
                  .map(BackupStorageInventory::name)
                  .toList();
          default -> {
            List<String> found =
                requireNonNull(
                        queries.find(sql, ImageInventory.class, Query.where(q)).inventories())
                    .stream()
                    .map(ImageInventory::name)
                    .toList();
            assertThat(queries.find(sql, ImageInventory.class, counted(q)).total())
                .describedAs("seed " + seed + ": number of " + String.join(" & ", q))
                .isEqualTo(found.size());
            yield found;
          }
        });
  }

  private static Query counted(String... q) {
    return new Query(List.of(q), 1, 0, true, false, null, null, null, null, null);
  }

  private String[] condition(String inventory) {
    String at = inventory;
    StringBuilder path = new StringBuilder();
    for (int relations = 0; relations < 4 && random.nextInt(5) < 2; relations++) {
      Map<String, String> ways = requireNonNull(RELATIONS.get(at));
      String way = pick(ways.keySet().stream().sorted().toList());
      path.append(way).append('.');
      at = requireNonNull(ways.get(way));
    }
    String field = pick(requireNonNull(FIELDS.get(at)));
    String operator = pick(TEXT_OPERATORS);
    boolean bool = field.equals("isDefault") || field.equals("system");
    boolean number = field.endsWith("Capacity") || field.equals("size");
    while (((bool || number) && operator.contains("~")) || (bool && operator.matches("[<>]=?"))) {
      operator = pick(TEXT_OPERATORS);
    }
    String value =
        operator.endsWith("null")
            ? ""
            : operator.contains("~")
                ? pick(PATTERNS)
                : operator.contains("?")
                    ? value(field, bool, number) + "," + value(field, bool, number)
                    : value(field, bool, number);
    return new String[] {path + field, operator, value};
  }

  private String value(String field, boolean bool, boolean number) {
    if (bool) {
      return Boolean.toString(random.nextBoolean());
    }
    if (number) {
      return Integer.toString(random.nextInt(12) * 10);
    }
    boolean uuid = field.equals("uuid") || field.equals("attachedZoneUuids");
    return uuid
        ? pick(uuids)
        : random.nextInt(4) == 0 ? pick(uuids.isEmpty() ? TEXTS : names()) : pick(TEXTS);
  }

  private List<String> names() {
    return rows.values().stream().flatMap(List::stream).map(row -> row.name).sorted().toList();
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private @Nullable String textOrNull() {
    return random.nextInt(4) == 0 ? null : pick(TEXTS);
  }

  private void invent() {
    for (int i = 0; i < 3; i++) {
      PlainRow zone = row("zone", i == 1 ? "zone1" : pick(TEXTS) + "z" + i);
      zone.fields.put("isDefault", zone.name.equals("zone1"));
      int number = i;
      changes.add(catalog -> catalog.zone(zone.name, "Enabled", number));
      tags(ResourceType.ZONE, zone);
    }
    for (int i = 0; i < 6; i++) {
      PlainRow storage = row("storage", pick(TEXTS) + "s" + i);
      String description = textOrNull();
      String hostname = textOrNull();
      long total = random.nextInt(12) * 10L;
      long used = random.nextInt(12) * 10L;
      storage.fields.put("description", description);
      storage.fields.put("hostname", hostname);
      storage.fields.put("totalCapacity", total);
      storage.fields.put("availableCapacity", Math.max(0, total - used - 10));
      int number = i;
      changes.add(catalog ->
          catalog.storage(
              storage.name, description, "Enabled", "Connected", hostname, total, used, number));
      for (PlainRow zone : some("zone")) {
        relate(storage, "zone", zone, "backupStorage");
        changes.add(catalog -> catalog.attach(storage.name, zone.name));
      }
      tags(ResourceType.BACKUP_STORAGE, storage);
    }
    for (int i = 0; i < 12; i++) {
      PlainRow image = row("image", pick(TEXTS) + "i" + i);
      String description = textOrNull();
      String platform = textOrNull();
      long size = random.nextInt(12) * 10L;
      boolean system = random.nextBoolean();
      image.fields.put("description", description);
      image.fields.put("platform", platform);
      image.fields.put("size", size);
      image.fields.put("system", system);
      int number = i;
      changes.add(
          catalog -> catalog.image(image.name, description, platform, size, system, number));
      for (PlainRow storage : some("storage")) {
        relate(image, "backupStorage", storage, "image");
        changes.add(catalog -> catalog.copy(image.name, storage.name, "Ready", null));
      }
      tags(ResourceType.IMAGE, image);
    }
  }

  private PlainRow row(String inventory, String name) {
    PlainRow row = new PlainRow(name);
    row.fields.put("name", name);
    row.fields.put("uuid", SampleCatalog.uuid(name));
    uuids.add(SampleCatalog.uuid(name));
    rows.computeIfAbsent(inventory, key -> new ArrayList<>()).add(row);
    return row;
  }

  private List<PlainRow> some(String inventory) {
    return requireNonNull(rows.get(inventory)).stream()
        .filter(row -> random.nextInt(3) == 0)
        .collect(Collectors.toList());
  }

  private static void relate(PlainRow one, String way, PlainRow other, String back) {
    one.related.computeIfAbsent(way, key -> new ArrayList<>()).add(other);
    other.related.computeIfAbsent(back, key -> new ArrayList<>()).add(one);
  }

  private void tags(ResourceType type, PlainRow row) {
    TEXTS.stream()
        .filter(text -> random.nextInt(6) == 0)
        .forEach(text -> {
          row.userTags.add(text);
          changes.add(catalog -> catalog.tag("User", type, row.name, text));
        });
  }
}
