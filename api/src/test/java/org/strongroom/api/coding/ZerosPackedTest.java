package org.strongroom.api.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZerosPackedTest {
  private static byte[] packed(byte[] bytes) throws IOException {
    try (var packed = new ZerosPacked(new ByteArrayInputStream(bytes), bytes.length)) {
      return packed.readAllBytes();
    }
  }

  private static ZerosUnpacked unpacked(byte[] packed) throws IOException {
    return ZerosUnpacked.of(new ByteArrayInputStream(packed)).orElseThrow();
  }

  @RepeatedTest(20)
  void comesOutAsItWentIn(RepetitionInfo round) throws IOException {
    var random = new Random(round.getCurrentRepetition());
    byte[] bytes = new byte[random.nextInt(600_000)];
    for (int at = 0; at < bytes.length; ) {
      int run = Math.min(bytes.length - at, random.nextInt(1, 200_000));
      if (random.nextBoolean()) {
        byte[] data = new byte[run];
        random.nextBytes(data);
        System.arraycopy(data, 0, bytes, at, run);
      }
      at += run;
    }
    byte[] packed = packed(bytes);
    assertThat(packed.length).isLessThan(bytes.length + bytes.length / 1000 + 100);
    ZerosUnpacked unpacked = unpacked(packed);
    assertThat(unpacked.length()).isEqualTo(bytes.length);
    assertThat(unpacked.readAllBytes()).isEqualTo(bytes);
  }

  @Test
  void zerosCostNextToNothing() throws IOException {
    assertThat(packed(new byte[64 << 20]).length).isLessThan(10_000);
  }

  @Test
  void aSourceThatEndsEarlyIsAnError() {
    assertThatThrownBy(
            () -> new ZerosPacked(new ByteArrayInputStream(new byte[99]), 100).readAllBytes())
        .isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 100, 70_000, 100_016})
  void whatIsCutIsAnError(int length) throws IOException {
    byte[] bytes = new byte[100_000];
    Arrays.fill(bytes, (byte) 3);
    byte[] cut = Arrays.copyOf(packed(bytes), length);
    assertThatThrownBy(() -> unpacked(cut).readAllBytes()).isInstanceOf(EOFException.class);
  }

  @Test
  void blocksOfOtherKindsAndSurplusBytesAreErrors() throws IOException {
    byte[] bytes = packed(new byte[10_000]);
    byte[] compressed = bytes.clone();
    compressed[14] = (byte) (compressed[14] | 2 << 1);
    assertThatThrownBy(() -> unpacked(compressed).readAllBytes()).isInstanceOf(IOException.class);
    byte[] shorter = bytes.clone();
    shorter[6] = 1;
    assertThatThrownBy(() -> unpacked(shorter).readAllBytes()).isInstanceOf(IOException.class);
  }

  @Test
  void whatSomethingElsePackedIsTold() throws IOException {
    assertThat(ZerosUnpacked.of(InputStream.nullInputStream())).isEmpty();
    assertThat(ZerosUnpacked.of(new ByteArrayInputStream(new byte[100]))).isEmpty();
  }
}
