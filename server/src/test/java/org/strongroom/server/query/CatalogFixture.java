package org.strongroom.server.query;

import java.nio.file.Path;
import java.util.Optional;
import org.strongroom.server.catalog.Database;
import org.strongroom.testing.EmbeddedPostgresDatabase;

/** The databases that a catalog can be in, each made empty for a test. */
enum CatalogFixture {
  SQLITE {
    @Override
    Database open(Path directory) {
      return Database.open(
          "jdbc:sqlite:" + directory.resolve("catalog.db"), Optional.empty(), Optional.empty());
    }
  },
  POSTGRES {
    @Override
    Database open(Path directory) {
      EmbeddedPostgresDatabase postgres = EmbeddedPostgresDatabase.create();
      return Database.open(
          postgres.url(), Optional.of(postgres.user()), Optional.of(postgres.password()));
    }
  };

  abstract Database open(Path directory);
}
