package org.strongroom.storage.bucket;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.strongroom.storage.source.GuardedHttp;

/** Opens buckets. Every connection goes where the address guard lets it, tokens included. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class BucketConnector {
  /**
   * @param hashing a small pool of platform threads
   */
  public BucketConnector(GuardedHttp http, InstantSource clock, Executor hashing) {
    throw new UnsupportedOperationException();
  }

  /** The bucket; nothing is asked of it yet. Close it when done. */
  public Bucket open(BucketAccess access) {
    throw new UnsupportedOperationException();
  }
}
