package org.strongroom.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
  @TempDir Path directory;

  private Path keyFile() {
    return directory.resolve("key.json");
  }

  @Test
  void whatWasEncryptedComesBackAlsoAfterARestart() {
    String sealed = Vault.open(keyFile()).encrypt("pässword \0 \n", "ssh");
    assertThat(sealed).doesNotContain("ssword");
    assertThat(Vault.open(keyFile()).decrypt(sealed, "ssh")).isEqualTo("pässword \0 \n");
  }

  @Test
  void theSameTextNeverLooksTheSame() {
    Vault vault = Vault.open(keyFile());
    assertThat(vault.encrypt("password", "ssh")).isNotEqualTo(vault.encrypt("password", "ssh"));
  }

  @Test
  void aSecretCannotBePutInAnothersPlace() {
    Vault vault = Vault.open(keyFile());
    String sealed = vault.encrypt("password", "storage-1");
    assertThatThrownBy(() -> vault.decrypt(sealed, "storage-2"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageNotContaining("password");
  }

  @Test
  void anotherKeyDoesNotOpenIt() {
    String sealed = Vault.open(keyFile()).encrypt("password", "ssh");
    Vault other = Vault.open(directory.resolve("other.json"));
    assertThatThrownBy(() -> other.decrypt(sealed, "ssh"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("key file");
    assertThatThrownBy(() -> other.decrypt("no base64!", "ssh"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theKeyFileIsForItsOwnerAlone() throws IOException {
    Vault.open(keyFile());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile())))
        .isEqualTo("rw-------");
  }

  @Test
  void aDamagedKeyFileIsNamedAndNotReplaced() throws IOException {
    Files.writeString(keyFile(), "{\"primaryKeyId\": 1}");
    assertThatThrownBy(() -> Vault.open(keyFile())).hasMessageContaining(keyFile().toString());
    assertThat(Files.readString(keyFile())).isEqualTo("{\"primaryKeyId\": 1}");
  }
}
