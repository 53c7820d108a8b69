package org.strongroom.storage.repository.work;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.strongroom.storage.repository.file.ContentId;

/** The ids of blobs of zeros. */
public final class ZeroBlobs {
  /**
   * The one blob of zeros that {@code restic restore --sparse} knows a sparse file by: a file
   * without it is restored dense.
   */
  public static final int SIGN = 512 << 10;

  private static final int MOST_KEPT = 64;
  private static final Map<Integer, ContentId> IDS = new ConcurrentHashMap<>();

  private ZeroBlobs() {}

  public static ContentId id(int length) {
    ContentId known = IDS.get(length);
    if (known != null) {
      return known;
    }
    ContentId id = ContentId.of(new byte[length]);
    if (IDS.size() < MOST_KEPT) {
      IDS.put(length, id);
    }
    return id;
  }
}
