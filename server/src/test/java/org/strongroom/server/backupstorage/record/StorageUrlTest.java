package org.strongroom.server.backupstorage.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.api.ApiException;

final class StorageUrlTest {
  @ParameterizedTest
  @CsvSource({
    "/storage/sftp1, /storage/sftp1",
    "/storage//sftp1/, /storage/sftp1",
    "/storage/./a/../sftp1, /storage/sftp1",
    "/process/x, /process/x",
    "/../.., /",
    "/with space/ünï, /with space/ünï"
  })
  void isAnAbsolutePathInNormalForm(String given, String normal) {
    assertThat(StorageUrl.normalised(given)).isEqualTo(normal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "storage",
        "sftp://host/storage",
        "/proc",
        "/proc/1",
        "/dev/shm",
        "/sys/x",
        "/a/../proc/x",
        "/a\nb"
      })
  void elsewhereIsRefused(String url) {
    assertThatThrownBy(() -> StorageUrl.normalised(url))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("SYS.1007");
  }

  @Test
  void overlapIsAboutWholeSegments() {
    assertThat(StorageUrl.overlap("/a/b", "/a/b/c")).isTrue();
    assertThat(StorageUrl.overlap("/a/b/c", "/a/b")).isTrue();
    assertThat(StorageUrl.overlap("/", "/a")).isTrue();
    assertThat(StorageUrl.overlap("/a/b", "/a/bc")).isFalse();
  }
}
