package org.strongroom.storage.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.format.ImageFormatException;
import org.strongroom.storage.source.ImageSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Images that come packed. */
@Tag("slow")
class UnpackedSourceTest {
  private static final byte[] IMAGE = image();

  private static byte[] image() {
    byte[] image = new byte[3_000_000];
    byte[] noise = new byte[200_000];
    new Random(5).nextBytes(noise);
    System.arraycopy(noise, 0, image, 1_000_000, noise.length);
    return image;
  }

  private static byte[] packed(String how, byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (OutputStream packing =
        switch (how) {
          case "gz" -> new GZIPOutputStream(out);
          case "xz" -> new XZOutputStream(out, new LZMA2Options());
          case "zst" -> new ZstdOutputStream(out);
          default -> new BZip2CompressorOutputStream(out);
        }) {
      packing.write(bytes);
    }
    return out.toByteArray();
  }

  private static UnpackedSource opened(byte[] bytes, Optional<ImageFormat> declared, String name)
      throws IOException {
    return UnpackedSource.of(new Source(bytes), declared, name, true);
  }

  private static byte[] unpacked(byte[] bytes) throws IOException {
    return opened(bytes, Optional.empty(), "image").stream().readAllBytes();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "xz", "zst", "bz2"})
  void unpacksInFlight(String how) throws Exception {
    byte[] bytes = packed(how, IMAGE);
    UnpackedSource source = opened(bytes, Optional.empty(), "image");
    assertThat(source.length()).isEmpty();
    assertThat(source.stream().readAllBytes()).isEqualTo(IMAGE);
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    assertThat(source.packedSha256()).contains(sha256);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "xz", "zst", "bz2"})
  void readsOneThatWasPackedInParts(String how) throws IOException {
    var parts = new ByteArrayOutputStream();
    parts.writeBytes(packed(how, Arrays.copyOf(IMAGE, 1_500_000)));
    parts.writeBytes(packed(how, Arrays.copyOfRange(IMAGE, 1_500_000, IMAGE.length)));
    assertThat(unpacked(parts.toByteArray())).isEqualTo(IMAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "xz", "zst", "bz2"})
  void refusesOneThatIsCutOrDamagedOrGoesOn(String how) throws IOException {
    byte[] bytes = packed(how, IMAGE);
    for (int length : new int[] {30, bytes.length / 2, bytes.length - 1}) {
      refused(Arrays.copyOf(bytes, length));
    }
    byte[] damaged = bytes.clone();
    for (int i = 0; i < 20; i++) {
      damaged[bytes.length / 2 + i] ^= (byte) 0x55;
    }
    if (!how.equals("zst")) { // zstd has no checksum unless it is asked for
      refused(damaged);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "xz", "zst", "bz2"})
  void saysWhetherItIsCutOrGoesOn(String how) throws IOException {
    byte[] bytes = packed(how, IMAGE);
    for (int length : new int[] {bytes.length / 2, bytes.length - 1}) {
      assertThatThrownBy(() -> unpacked(Arrays.copyOf(bytes, length)))
          .isInstanceOf(ImageFormatException.class)
          .hasMessageContaining("is cut off");
    }
    for (String behind : new String[] {"x", "JUNKJUNKJUNK", "\0\0\0\0junk", "\u001fjunk"}) {
      var more = new ByteArrayOutputStream();
      more.writeBytes(bytes);
      more.writeBytes(behind.getBytes(StandardCharsets.ISO_8859_1));
      assertThatThrownBy(() -> unpacked(more.toByteArray()))
          .isInstanceOf(ImageFormatException.class)
          .hasMessageContaining("behind its end");
    }
  }

  /** A few bytes would fill a storage and keep a core busy. */
  @ParameterizedTest
  @CsvSource({"1,false", "16,true"})
  void givesUpWhatExpandsAbsurdly(int mebibytes, boolean taken) throws IOException {
    byte[] bytes = packed("bz2", new byte[8 << 20]);
    assertThat(bytes.length).isLessThan((8 << 20) / 5000);
    UnpackedSource source =
        UnpackedSource.of(new Source(bytes), Optional.empty(), "image", false, mebibytes << 20);
    if (taken) {
      assertThat(source.stream().readAllBytes()).hasSize(8 << 20);
    } else {
      assertThatThrownBy(() -> source.stream().readAllBytes())
          .isInstanceOf(ImageFormatException.class)
          .hasMessageContaining("expands more than 5000-fold");
    }
  }

  /** The header alone asks for the memory. */
  @Test
  void refusesXzWithAnAbsurdDictionary() throws IOException {
    byte[] bytes = packed("xz", IMAGE);
    int header = 12;
    int end = header + (bytes[header] & 0xff) * 4;
    bytes[header + 4] = 36; // 1 GiB
    var sum = new CRC32();
    sum.update(bytes, header, end - header);
    for (int i = 0; i < 4; i++) {
      bytes[end + i] = (byte) (sum.getValue() >> 8 * i);
    }
    assertThatThrownBy(() -> unpacked(bytes))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContaining("the xz file is damaged")
        .hasMessageContaining("memory");
  }

  /** Tapes and block devices end with whole blocks. */
  @ParameterizedTest
  @ValueSource(strings = {"gz", "xz", "bz2"})
  void passesOverZerosBehindAFile(String how) throws IOException {
    byte[] bytes = packed(how, IMAGE);
    assertThat(unpacked(Arrays.copyOf(bytes, bytes.length + 100_000))).isEqualTo(IMAGE);
    byte[] more = Arrays.copyOf(bytes, bytes.length + 100_000);
    more[more.length - 1] = 1;
    refused(more);
  }

  /** Programs that work in parallel begin with a frame for each other. */
  @Test
  void readsZstdBehindAFrameForOthers() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4});
    bytes.writeBytes(packed("zst", IMAGE));
    assertThat(unpacked(bytes.toByteArray())).isEqualTo(IMAGE);
  }

  private static void refused(byte[] bytes) {
    assertThatThrownBy(() -> unpacked(bytes)).isInstanceOf(ImageFormatException.class);
  }

  @Test
  void whatIsSaidToBeRawIsUnpackedOnlyIfItsNameSaysTheSame() throws IOException {
    byte[] bytes = packed("xz", IMAGE);
    Optional<ImageFormat> raw = Optional.of(ImageFormat.RAW);
    UnpackedSource kept = opened(bytes, raw, "http://x/disk.raw");
    assertThat(kept.length()).hasValue(bytes.length);
    assertThat(kept.stream().readAllBytes()).isEqualTo(bytes);
    assertThat(kept.packedSha256()).isEmpty();
    assertThat(opened(bytes, raw, "http://x/disk.raw.xz").stream().readAllBytes()).isEqualTo(IMAGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 100_000})
  void leavesOthersAsTheyAre(int length) throws IOException {
    byte[] bytes = Arrays.copyOf(IMAGE, length);
    UnpackedSource source = opened(bytes, Optional.empty(), "image.xz");
    assertThat(source.length()).hasValue(length);
    assertThat(source.stream().readAllBytes()).isEqualTo(bytes);
  }

  @Test
  void refusesAWindowThatWouldTakeTooMuchMemory() {
    // a frame of one block of 5 bytes, whose header asks for a window of 2 GiB
    refused(HexFormat.of().parseHex("28b52ffd00a8290000" + "0102030405"));
  }

  @Test
  void tellsAFailureOfTheSourceAsItIs() throws IOException {
    byte[] bytes = packed("gz", IMAGE);
    var broken =
        new InputStream() {
          private final InputStream in = new ByteArrayInputStream(bytes, 0, bytes.length / 2);

          @Override
          public int read() throws IOException {
            int one = in.read();
            if (one < 0) {
              throw new IOException("the line went dead");
            }
            return one;
          }
        };
    var source = UnpackedSource.of(new Source(broken), Optional.empty(), "image", false);
    assertThatThrownBy(() -> source.stream().readAllBytes())
        .isNotInstanceOf(ImageFormatException.class)
        .hasMessageContaining("the line went dead");
  }

  private record Source(OptionalLong length, InputStream stream) implements ImageSource {
    Source(byte[] bytes) {
      this(OptionalLong.of(bytes.length), new ByteArrayInputStream(bytes));
    }

    Source(InputStream stream) {
      this(OptionalLong.empty(), stream);
    }

    @Override
    public void close() {}
  }
}
