package org.strongroom.server.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.image.ImageHouse.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.fixture.CatalogKind.TestCatalog;
import org.strongroom.server.image.ImageHouse.Storage;
import org.strongroom.server.image.record.DeletionPolicy;
import org.strongroom.testing.BootSector;

/** PostgreSQL lets transactions run beside each other that SQLite lets run one after the other. */
class DeletionsAtOnceTest {
  private static final int ROUNDS = 40;

  @TempDir private Path directory;

  @Test
  void twoOfAllCopiesLeaveNoImageWithoutACopy() throws Exception {
    try (TestCatalog catalog = CatalogKind.POSTGRESQL.create(directory);
        ImageHouse house = new ImageHouse(directory, catalog::open);
        ImageWebServer web = new ImageWebServer(BootSector.mark(new byte[1000]))) {
      house.settings.policy = DeletionPolicy.DIRECT;
      Storage one = house.directoryStorage("one");
      Storage two = house.directoryStorage("two");
      for (int round = 0; round < ROUNDS; round++) {
        ImageInventory image =
            house.added(house.run("AddImage", image("i", web.url("/whole"), one, two)));
        List<String> deletions =
            List.of(one, two).stream()
                .map(storage ->
                    house.start(
                        "DeleteImage",
                        Map.of(
                            "uuid", image.uuid(), "backupStorageUuids", List.of(storage.uuid()))))
                .toList();
        deletions.forEach(house::end);
        assertThat(house.database.<Integer>read(sql -> sql.fetchCount(IMAGE)))
            .as("images after round %d", round)
            .isZero();
      }
      house.assertClean(one, two);
    }
  }
}
