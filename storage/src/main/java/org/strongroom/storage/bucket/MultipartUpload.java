package org.strongroom.storage.bucket;

import java.io.IOException;
import org.strongroom.storage.transfer.TransferListener;

/** An upload in parts. Used by one thread. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class MultipartUpload {
  MultipartUpload() {}

  /** The store's name for it: what is needed to go on with it. */
  public String uploadId() {
    throw new UnsupportedOperationException();
  }

  /** Bytes of each part but the last. */
  public long partSize() {
    throw new UnsupportedOperationException();
  }

  /**
   * Sends what the store does not have yet and makes the object. Parts that are there already are
   * compared with the source by their MD5. The upload stays as it is when this fails: call it
   * again, or {@link #abort}.
   *
   * @param listener told the bytes that are there, of the whole
   * @return the object
   * @throws BucketException DAMAGED if the source is not what its digest says; NO_SUCH_UPLOAD
   */
  public ObjectFacts send(ObjectSource source, TransferListener listener) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Gives the upload up, with all its parts; one that is not there any more is success. */
  public void abort() throws IOException {
    throw new UnsupportedOperationException();
  }
}
