package org.strongroom.storage.ova;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.ova.archive.OvaLimits;
import org.strongroom.storage.ova.archive.TarMember;

/** Mutated archives end in an IOException or in sound contents, never in anything else. */
@Tag("slow")
class OvaFuzzTest {
  private static final int ROUNDS = 5_000;
  private static final long MOST_ALLOCATED = 64 << 20;

  @TempDir Path directory;
  private final long seed = Long.getLong("strongroom.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  @Test
  @Timeout(300)
  void mutatedHeaders() throws IOException {
    List<byte[]> originals = new ArrayList<>();
    for (String format : List.of("ustar", "gnu", "pax", "v7")) {
      originals.add(archive(format));
    }
    fuzz(() -> mutateHeader(originals.get(random.nextInt(originals.size()))));
  }

  @Test
  @Timeout(300)
  void mutatedTexts() throws IOException {
    byte[] mf = Files.readAllBytes(Path.of(archive() + "/image.mf"));
    byte[] ovf = Packing.POWERVC.getBytes(StandardCharsets.UTF_8);
    fuzz(() -> {
      boolean descriptor = random.nextInt(4) > 0;
      byte[] text = descriptor ? mutateText(ovf) : ovf;
      byte[] manifest = descriptor ? new byte[0] : mutateText(mf);
      return Packing.rawTar(
          Packing.header("image.ovf", text.length, '0'),
          text,
          Packing.header("image.mf", manifest.length, '0'),
          manifest,
          Packing.header("vol1.img", 10_000, '0'),
          new byte[10_000],
          Packing.header("vol2.img", 20_480, '0'),
          new byte[20_480]);
    });
  }

  private interface Mutation {
    byte[] next();
  }

  private void fuzz(Mutation mutation) {
    System.out.println("OvaFuzzTest: -Dstrongroom.seed=" + seed);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] ova = mutation.next();
      long before = Refusal.allocated();
      try {
        OvaContents contents = read(ova);
        for (OvaDisk disk : contents.disks()) {
          TarMember file = disk.file();
          assertThat(file.offset() + file.size()).isLessThanOrEqualTo(ova.length);
          assertThat(disk.capacity()).isGreaterThanOrEqualTo(file.size());
        }
      } catch (IOException e) {
        refused++;
        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      } catch (RuntimeException | Error e) {
        fail("seed %d, round %d".formatted(seed, round), e);
      }
      assertThat(Refusal.allocated() - before)
          .as("bytes allocated, seed %d, round %d", seed, round)
          .isLessThan(MOST_ALLOCATED);
    }
    assertThat(refused).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
  }

  /** Both ways of reading must agree. */
  private OvaContents read(byte[] ova) throws IOException {
    var inspector = new OvaInspector(OvaLimits.DEFAULT);
    OvaContents contents = inspector.inspect(Packing.memory(ova));
    if (random.nextInt(4) == 0) {
      assertThat(inspector.inspect(new ByteArrayInputStream(ova))).isEqualTo(contents);
    }
    return contents;
  }

  private byte[] mutateHeader(byte[] original) {
    byte[] ova =
        random.nextInt(8) == 0
            ? Arrays.copyOf(original, random.nextInt(original.length))
            : original.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int block = 512 * random.nextInt(Math.max(1, ova.length / 512));
      int at = block + random.nextInt(512);
      if (at >= ova.length) {
        continue;
      }
      ova[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (ova[at] ^ 1);
      if (block + 512 <= ova.length && random.nextInt(8) > 0 && looksLikeAHeader(ova, block)) {
        byte[] fixed = Packing.checksum(Arrays.copyOfRange(ova, block, block + 512));
        System.arraycopy(fixed, 0, ova, block, 512);
      }
    }
    return ova;
  }

  private static boolean looksLikeAHeader(byte[] ova, int block) {
    return ova[block + 100] == '0' && ova[block + 101] == '0';
  }

  private byte[] mutateText(byte[] original) {
    byte[] text = original.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(text.length - 40);
      int length = random.nextInt(40);
      switch (random.nextInt(4)) {
        case 0 -> text[at] = (byte) random.nextInt();
        case 1 -> System.arraycopy(text, random.nextInt(text.length - 40), text, at, length);
        case 2 -> Arrays.fill(text, at, at + length, (byte) '9');
        default -> text[at] = (byte) "<>\"'&;/ -0".charAt(random.nextInt(10));
      }
    }
    return text;
  }

  private byte[] archive(String format) throws IOException {
    archive();
    return Files.readAllBytes(
        Packing.tar(directory, format, "image.ovf", "image.mf", "vol1.img", "vol2.img"));
  }

  private Path archive() throws IOException {
    Packing.powerVc(directory);
    Packing.manifest(
        directory, "SHA256(%s)= %s", DigestAlgorithm.SHA256, "image.ovf", "vol1.img", "vol2.img");
    return directory;
  }
}
