package org.strongroom.server.image;

import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * The body of one PUT, on its way to the job that waits for it.
 *
 * @param length as announced, if it was
 * @param digests that the bytes have to have
 * @param cut ends a read that hangs: closes the connection
 * @param outcome completed when the bytes are safe on all storages, or with why they are not
 */
public record UploadBody(
    InputStream stream,
    OptionalLong length,
    List<OfferedDigest> digests,
    Runnable cut,
    CompletableFuture<UploadReceipt> outcome) {

  public UploadBody(InputStream stream, OptionalLong length, Runnable cut) {
    this(stream, length, List.of(), cut);
  }

  public UploadBody(
      InputStream stream, OptionalLong length, List<OfferedDigest> digests, Runnable cut) {
    this(stream, length, List.copyOf(digests), cut, new CompletableFuture<>());
  }
}
