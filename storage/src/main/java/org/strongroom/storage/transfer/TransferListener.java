package org.strongroom.storage.transfer;

import java.io.IOException;

/** What the caller of a transfer is told while it runs. Whatever it throws stops the transfer. */
public interface TransferListener {

  /** Listens to nothing. */
  TransferListener NONE = new TransferListener() {};

  /**
   * Told after each read from the source, so often: hand it on with restraint. The place to stop a
   * transfer that was cancelled.
   *
   * @param bytes read so far
   */
  default void progress(long bytes) throws IOException {}

  /**
   * Told before the first byte, and before each further {@link ImageTransfer#GROWTH_STEP} bytes,
   * when the length is not known: the place to reserve room for the next step.
   *
   * @param bytesSoFar a multiple of the step
   */
  default void growing(long bytesSoFar) throws IOException {}
}
