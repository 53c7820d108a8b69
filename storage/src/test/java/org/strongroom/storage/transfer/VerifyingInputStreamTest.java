package org.strongroom.storage.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyingInputStreamTest {
  private final ExecutorService pool = Executors.newFixedThreadPool(1);

  @AfterEach
  void stopThePool() {
    pool.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 524_287, 524_288, 524_289, 1_048_576, 5_000_000})
  void givesOutAnIntactFile(int length) throws Exception {
    byte[] file = noise(length);
    try (var stream = open(file, length, ImageTransferTest.hex("SHA-256", file))) {
      assertThat(stream.readAllBytes()).isEqualTo(file);
      assertThat(stream.read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 524_288, 524_289, 5_000_000})
  void withholdsTheLastChunkOfADamagedFile(int length) throws Exception {
    byte[] file = noise(length);
    String sha256 = ImageTransferTest.hex("SHA-256", file);
    file[length / 2] ^= 1;
    var received = new ByteArrayOutputStream();
    try (var stream = open(file, length, sha256)) {
      assertThatThrownBy(() -> stream.transferTo(received))
          .isInstanceOf(DigestMismatchException.class)
          .hasMessageContaining("'vm.qcow2' is damaged")
          .hasMessageContaining(sha256);
      assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
    }
    assertThat(received.size()).isLessThan(length);
  }

  @Test
  void aFileThatBecameShorterFails() throws Exception {
    byte[] file = noise(2_000_000);
    String sha256 = ImageTransferTest.hex("SHA-256", file);
    try (var stream = open(Arrays.copyOf(file, 1_500_000), file.length, sha256)) {
      assertThatThrownBy(stream::readAllBytes).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void aFileThatBecameLongerFails() throws Exception {
    byte[] file = noise(2_000_000);
    String sha256 = ImageTransferTest.hex("SHA-256", file);
    try (var stream = open(Arrays.copyOf(file, 2_000_001), file.length, sha256)) {
      assertThatThrownBy(stream::readAllBytes).isInstanceOf(DigestMismatchException.class);
    }
  }

  private VerifyingInputStream open(byte[] file, long length, String sha256) {
    return new VerifyingInputStream(
        new ByteArrayInputStream(file), "'vm.qcow2'", length, sha256, pool);
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
