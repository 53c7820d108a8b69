package org.strongroom.server.image.upload;

import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * The body of one request, on its way to the job that waits for it.
 *
 * @param kind what it is
 * @param length as announced, if it was
 * @param digests that the bytes have to have
 * @param cut ends a read that hangs: closes the connection
 * @param outcome completed when the bytes are safe on all storages, or with why they are not
 */
public record UploadBody(
    UploadKind kind,
    InputStream stream,
    OptionalLong length,
    List<OfferedDigest> digests,
    Runnable cut,
    CompletableFuture<UploadReceipt> outcome) {

  /** The whole image. */
  public UploadBody(InputStream stream, OptionalLong length, Runnable cut) {
    this(stream, length, List.of(), cut);
  }

  /** The whole image. */
  public UploadBody(
      InputStream stream, OptionalLong length, List<OfferedDigest> digests, Runnable cut) {
    this(new UploadKind.Whole(), stream, length, digests, cut);
  }

  UploadBody(
      UploadKind kind,
      InputStream stream,
      OptionalLong length,
      List<OfferedDigest> digests,
      Runnable cut) {
    this(kind, stream, length, List.copyOf(digests), cut, new CompletableFuture<>());
  }
}
