package org.strongroom.server.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.noCondition;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.api.ApiException;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.inventory.VolumeSnapshotInventory;
import org.strongroom.api.inventory.VolumeSnapshotTreeInventory;
import org.strongroom.api.inventory.VolumeSnapshotTreeInventory.SnapshotLeafInventory;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.query.Queries;
import org.strongroom.server.query.mapping.CatalogMappings;
import org.strongroom.server.volume.record.NewSnapshot;
import org.strongroom.server.volume.record.SnapshotPlace;
import org.strongroom.server.volume.record.VolumeRow;
import org.strongroom.storage.format.ImageFormat;

class SnapshotTreesTest {
  private static final String VOLUME = uuid(1 << 20);
  private static final String OWNER = uuid(2 << 20);

  @TempDir private Path directory;
  private final Queries queries = new Queries(CatalogMappings.all(), ZoneOffset.UTC);

  private static String uuid(int number) {
    return "%032x".formatted(number);
  }

  private static VolumeSnapshotInventory snapshot(int number, @Nullable Integer parent) {
    Instant made = Instant.ofEpochSecond(number);
    return new VolumeSnapshotInventory(
        uuid(number),
        "snapshot",
        null,
        "Storage",
        VOLUME,
        VOLUME,
        parent == null ? null : uuid(parent),
        null,
        null,
        "Data",
        "raw",
        false,
        1,
        1,
        "Enabled",
        "Ready",
        made,
        made,
        List.of(),
        null);
  }

  /** Each once, and how deep they go; without recursion, which deep ones would overflow. */
  private static int depth(SnapshotLeafInventory root, int expected) {
    record Seen(SnapshotLeafInventory leaf, int depth) {}
    Deque<Seen> left = new ArrayDeque<>(List.of(new Seen(root, 0)));
    Set<String> found = new HashSet<>();
    int deepest = 0;
    while (!left.isEmpty()) {
      Seen next = left.pop();
      assertThat(found.add(next.leaf().inventory().uuid())).isTrue();
      deepest = Math.max(deepest, next.depth());
      next.leaf().children().forEach(child -> left.push(new Seen(child, next.depth() + 1)));
    }
    assertThat(found).hasSize(expected);
    return deepest;
  }

  @Test
  void aChainOfTenThousandIsNoDeeperThanReadersBear() {
    List<VolumeSnapshotInventory> chain = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      chain.add(snapshot(i, i == 0 ? null : i - 1));
    }
    SnapshotLeafInventory root = requireNonNull(SnapshotTrees.root(chain));
    assertThat(depth(root, 10_000)).isEqualTo(SnapshotTrees.DEEPEST);
  }

  /** Its parent is gone, later, or itself: none is lost, and none is shown twice. */
  @Test
  void whatHasNoParentBeforeItIsBelowTheFirst() {
    SnapshotLeafInventory root =
        requireNonNull(
            SnapshotTrees.root(
                List.of(
                    snapshot(1, 77),
                    snapshot(2, 1),
                    snapshot(3, null),
                    snapshot(4, 5),
                    snapshot(5, 5),
                    snapshot(6, 2))));
    assertThat(root.inventory().uuid()).isEqualTo(uuid(1));
    assertThat(root.children())
        .extracting(leaf -> leaf.inventory().uuid())
        .containsExactly(uuid(2), uuid(3), uuid(4), uuid(5));
    assertThat(depth(root, 6)).isEqualTo(2);
    assertThat(SnapshotTrees.root(List.of())).isNull();
  }

  private void insert(Database database, int count) {
    var volume =
        new VolumeRow(
            VOLUME, "disk", "Data", ImageFormat.RAW, 1, null, null, null, null, null, OWNER);
    database.write(transaction -> {
      for (int i = 0; i < count; i++) {
        NewSnapshot.insert(
            new NewSnapshot(uuid(i), "snapshot" + i, null, volume, "Ready", 1000 + i), transaction);
        NewSnapshot.becomesLatest(uuid(i), VOLUME, transaction);
      }
      return 0;
    });
  }

  private QueryReply<VolumeSnapshotTreeInventory> trees(
      Database database, Condition among, Query query) {
    return database.read(sql ->
        new SnapshotTrees(queries)
            .fill(queries.find(sql, VolumeSnapshotTreeInventory.class, query), among, sql));
  }

  private List<String> names(Database database, String... conditions) {
    return requireNonNull(
            database
                .read(sql ->
                    queries.find(sql, VolumeSnapshotInventory.class, Query.where(conditions)))
                .inventories())
        .stream()
        .map(VolumeSnapshotInventory::name)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(CatalogKind.class)
  void aTreeThatIsFullIsFollowedByAnother(CatalogKind kind) {
    try (Database database = kind.open(directory)) {
      insert(database, 2 * SnapshotPlace.MOST + 1);
      var all = requireNonNull(trees(database, noCondition(), Query.all()).inventories());
      assertThat(all).extracting(tree -> tree.tree() == null).containsOnly(false).hasSize(3);
      assertThat(all)
          .extracting(VolumeSnapshotTreeInventory::current)
          .containsExactly(false, false, true);
      assertThat(all.getFirst().uuid()).isEqualTo(VOLUME);
      assertThat(all).extracting(VolumeSnapshotTreeInventory::volumeUuid).containsOnly(VOLUME);
      assertThat(all.get(1).createDate()).isEqualTo(Instant.ofEpochMilli(1100));
      assertThat(depth(requireNonNull(all.get(1).tree()), 100)).isEqualTo(99);
      assertThat(depth(requireNonNull(all.get(2).tree()), 1)).isZero();

      assertThat(names(database, "tree.current=true")).containsExactly("snapshot200");
      assertThat(names(database, "tree.uuid=" + VOLUME, "name=snapshot7"))
          .containsExactly("snapshot7");
      assertThat(names(database, "tree.snapshot.name=snapshot200")).containsExactly("snapshot200");
      assertThat(names(database, "group.uuid=" + uuid(7))).isEmpty();
      assertThat(names(database, "primaryStorage.uuid not null")).isEmpty();

      var flat = trees(database, noCondition(), fields("uuid,current"));
      assertThat(requireNonNull(flat.inventories()))
          .extracting(VolumeSnapshotTreeInventory::tree)
          .containsOnlyNulls();
      var nobodys = trees(database, VOLUME_SNAPSHOT.ACCOUNT_UUID.eq(uuid(5)), Query.all());
      assertThat(requireNonNull(nobodys.inventories()))
          .extracting(VolumeSnapshotTreeInventory::tree)
          .containsOnlyNulls();
      assertThatThrownBy(() -> trees(database, noCondition(), Query.where("tree.inventory.name=a")))
          .isInstanceOf(ApiException.class);
    }
  }

  private static Query fields(String names) {
    return new Query(List.of(), 1000, 0, false, false, null, names, null, null, null);
  }

  /** As they were before: all snapshots of a volume in one tree. */
  @ParameterizedTest
  @EnumSource(CatalogKind.class)
  void treesOfOlderCatalogsAreDivided(CatalogKind kind) throws Exception {
    String script;
    try (InputStream file =
        requireNonNull(
            Queries.class.getResourceAsStream("/db/migration/V39__snapshot_trees.sql"))) {
      script = new String(file.readAllBytes(), UTF_8);
    }
    String division = script.substring(0, script.indexOf("CREATE INDEX volume_snapshot_tree"));
    try (Database database = kind.open(directory)) {
      insert(database, 250);
      List<Object> divided = rows(database);
      database.write(transaction -> {
        var sql = transaction.sql();
        sql.update(VOLUME_SNAPSHOT).set(VOLUME_SNAPSHOT.TREE_UUID, VOLUME).execute();
        sql.update(VOLUME_SNAPSHOT).set(VOLUME_SNAPSHOT.DISTANCE, 9).execute();
        sql.update(VOLUME_SNAPSHOT).set(VOLUME_SNAPSHOT.PARENT_UUID, uuid(3)).execute();
        for (String statement : division.split(";")) {
          if (!statement.isBlank()) {
            sql.execute(statement);
          }
        }
        return 0;
      });
      assertThat(rows(database)).isEqualTo(divided);
      assertThat(requireNonNull(trees(database, noCondition(), Query.all()).inventories()))
          .extracting(VolumeSnapshotTreeInventory::uuid)
          .containsExactly(VOLUME, uuid(100), uuid(200));
    }
  }

  /** Parents and places, not the names of trees, which are at random where there is no need. */
  private static List<Object> rows(Database database) {
    return database.read(sql ->
        List.copyOf(
            sql.select(VOLUME_SNAPSHOT.UUID, VOLUME_SNAPSHOT.PARENT_UUID, VOLUME_SNAPSHOT.DISTANCE)
                .from(VOLUME_SNAPSHOT)
                .orderBy(VOLUME_SNAPSHOT.CREATED)
                .fetch()
                .map(row -> (Object) row.intoList())));
  }
}
