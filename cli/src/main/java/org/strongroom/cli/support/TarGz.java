package org.strongroom.cli.support;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** A packed archive of small files, in the form of POSIX (ustar). */
final class TarGz implements Closeable {
  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;

  private final OutputStream out;
  private final Instant time;

  /**
   * @param time of all files
   */
  TarGz(OutputStream out, Instant time) throws IOException {
    this.out = new GZIPOutputStream(out);
    this.time = time;
  }

  /**
   * Adds a file that only its owner can read.
   *
   * @param name at most 100 ASCII characters
   */
  void add(String name, byte[] bytes) throws IOException {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000600");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, octal(bytes.length));
    put(header, 136, octal(time.getEpochSecond()));
    Arrays.fill(header, CHECKSUM, CHECKSUM + 8, (byte) ' ');
    header[156] = '0';
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, CHECKSUM, String.format(Locale.ROOT, "%06o", sum));
    header[CHECKSUM + 6] = 0;
    out.write(header);
    out.write(bytes);
    out.write(new byte[Math.floorMod(-bytes.length, BLOCK)]);
  }

  private static String octal(long number) {
    return String.format(Locale.ROOT, "%011o", number);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  @Override
  public void close() throws IOException {
    out.write(new byte[2 * BLOCK]);
    out.close();
  }
}
