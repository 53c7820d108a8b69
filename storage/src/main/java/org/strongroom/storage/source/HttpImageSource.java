package org.strongroom.storage.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** An image that comes over HTTP. */
final class HttpImageSource implements ImageSource {
  private static final String AWS_CHUNKED = "aws-chunked";
  private static final int HEAD = 1024;
  private static final int MOST_SHOWN = 60;
  private static final Set<String> PAGES =
      Set.of(
          "text/html", "application/xhtml+xml", "text/xml", "application/xml", "application/json");
  private static final Pattern NO_TEXT = Pattern.compile("[\\x00-\\x08\\x0e-\\x1a\\x1c-\\x1f]");

  private final OptionalLong length;
  private final ResumingStream received;
  private final InputStream stream;

  private HttpImageSource(OptionalLong length, ResumingStream received, InputStream stream) {
    this.length = length;
    this.received = received;
    this.stream = stream;
  }

  /**
   * Takes an answer for an image.
   *
   * @param reply closed with the result; after a failure by the caller
   * @throws IOException if it is a page for people, by what it says and what it begins with
   */
  static HttpImageSource open(GuardedHttp http, HttpCall call, HttpReply reply) throws IOException {
    var received = new ResumingStream(http, call, reply);
    String type = reply.header("Content-Type").orElse("").split(";", 2)[0].strip();
    boolean page = PAGES.contains(type.toLowerCase(Locale.ROOT));
    boolean chunked = encodings(reply).contains(AWS_CHUNKED);
    if (!page && !chunked) {
      return new HttpImageSource(reply.length(), received, received);
    }
    var buffered = new BufferedInputStream(received, 64 << 10);
    buffered.mark(HEAD);
    byte[] head = buffered.readNBytes(HEAD);
    buffered.reset();
    if (page) {
      checkNoText(type, head);
    }
    // Object stores tell the encoding of the upload, but keep and send what was in the chunks.
    return chunked && AwsChunks.begin(head)
        ? new HttpImageSource(decodedLength(reply), received, new AwsChunks(buffered))
        : new HttpImageSource(reply.length(), received, buffered);
  }

  /** Scripts that send files leave their servers' text/html as it is: their bytes are looked at. */
  private static void checkNoText(String type, byte[] head) throws IOException {
    String begin = new String(head, StandardCharsets.UTF_8);
    if (head.length > 0 && !NO_TEXT.matcher(begin).find()) {
      String line = begin.strip().lines().findFirst().orElse("").replaceAll("[^ -~]", "?");
      throw new IOException(
          "%s came: '%s', where an image was asked for; look at where the url leads to, perhaps to a page to log in at"
              .formatted(
                  type, line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "…" : line));
    }
  }

  private static OptionalLong decodedLength(HttpReply reply) {
    String text = reply.header("X-Amz-Decoded-Content-Length").map(String::strip).orElse("");
    return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  /** Whether the body is the image itself, or in chunks that are known. */
  static boolean isPlain(HttpReply reply) {
    return Set.of("identity", AWS_CHUNKED).containsAll(encodings(reply));
  }

  private static List<String> encodings(HttpReply reply) {
    return Arrays.stream(reply.header("Content-Encoding").orElse("").split(",", -1))
        .map(encoding -> encoding.strip().toLowerCase(Locale.ROOT))
        .filter(encoding -> !encoding.isEmpty())
        .toList();
  }

  @Override
  public OptionalLong length() {
    return length;
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  @Override
  public void close() throws IOException {
    received.close();
  }
}
