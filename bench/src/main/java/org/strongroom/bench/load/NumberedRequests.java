package org.strongroom.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Requests that differ in one uuid, which follows from the request's number. */
public final class NumberedRequests implements RequestStream {
  /** Where the uuid goes in the text of the request. */
  public static final String UUID = "00000000000000000000000000000000";

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final byte[] request;
  private final int place;
  private final long series;
  private final long most;
  private long sent;

  /**
   * Requests.
   *
   * @param series two streams of the same series have the same uuids
   * @param most how many there are
   */
  public NumberedRequests(String request, long series, long most) {
    this.request = request.getBytes(StandardCharsets.US_ASCII);
    this.place = request.indexOf(UUID);
    this.series = mixed(series);
    this.most = most;
  }

  @Override
  public boolean next(ByteBuffer out) {
    if (sent == most) {
      return false;
    }
    long high = mixed(series + sent);
    digits(high, place);
    digits(mixed(high ^ series), place + 16);
    out.put(request);
    sent++;
    return true;
  }

  /** How many were sent. */
  public long sent() {
    return sent;
  }

  private void digits(long number, int from) {
    for (int i = 0; i < 16; i++) {
      request[from + i] = DIGITS[(int) (number >>> (60 - 4 * i)) & 15];
    }
  }

  /** SplitMix64: spreads numbers over the index as random uuids would be. */
  private static long mixed(long number) {
    long z = (number + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
