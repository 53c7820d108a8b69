package org.strongroom.server.image.record;

/** What DeleteImage does with the bytes: the configuration {@code image/deletionPolicy}. */
public enum DeletionPolicy {
  /** Removed at once. */
  DIRECT,
  /** Kept for {@code image/expungePeriod}, then removed. */
  DELAY,
  /** Kept until somebody calls ExpungeImage. */
  NEVER
}
