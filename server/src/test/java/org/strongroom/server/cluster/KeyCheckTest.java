package org.strongroom.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.strongroom.server.catalog.system.KeyCheckTable.KEY_CHECK;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.configuration.ConfigurationException;
import org.strongroom.server.fixture.CatalogKind;
import org.strongroom.server.fixture.CatalogKind.TestCatalog;
import org.strongroom.server.secret.Vault;

@ParameterizedClass
@EnumSource(CatalogKind.class)
final class KeyCheckTest {
  private final CatalogKind kind;
  @TempDir Path directory;
  private TestCatalog catalog;
  private Database database;

  KeyCheckTest(CatalogKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open() {
    catalog = kind.create(directory);
    database = catalog.open();
  }

  @AfterEach
  void close() {
    database.close();
    catalog.close();
  }

  private Vault open(Path keyFile, boolean replace) {
    return new KeyCheck(database, keyFile, replace).open();
  }

  @Test
  void theFirstStartMakesAKeyFileAndCopiesOfItAreTaken() throws IOException {
    Path first = directory.resolve("key.json");
    String sealed = open(first, false).encrypt("secret", "test");
    Path copy = Files.copy(first, directory.resolve("copy.json"));
    assertThat(open(copy, false).decrypt(sealed, "test")).isEqualTo("secret");
    assertThat(open(first, false).decrypt(sealed, "test")).isEqualTo("secret");
  }

  @Test
  void anotherKeyFileIsRefusedInWordsThatHelp() {
    open(directory.resolve("key.json"), false);
    Path other = directory.resolve("other.json");
    Vault.open(other);
    assertThatThrownBy(() -> open(other, false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is not the one that this catalog's secrets are sealed with")
        .hasMessageContaining("copy key.json from a node that runs")
        .hasMessageContaining("key.replace=true");
  }

  @Test
  void aMissingKeyFileIsNotMadeUpOverACatalogThatHasOne() {
    open(directory.resolve("key.json"), false);
    Path missing = directory.resolve("missing.json");
    assertThatThrownBy(() -> open(missing, false))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("missing.json is missing");
    assertThat(missing).doesNotExist();
  }

  @Test
  void aLostKeyFileCanBeReplacedOnPurpose() {
    open(directory.resolve("key.json"), false);
    Path replaced = directory.resolve("new.json");
    open(replaced, true);
    open(replaced, false);
    assertThatThrownBy(() -> open(directory.resolve("key.json"), false))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void aCatalogWithoutTheCheckGetsItAtTheNextStart() {
    Path key = directory.resolve("key.json");
    open(key, false);
    database.write(transaction -> transaction.sql().deleteFrom(KEY_CHECK).execute());
    open(key, false);
    assertThat(database.<Integer>read(sql -> sql.fetchCount(KEY_CHECK))).isEqualTo(1);
  }
}
