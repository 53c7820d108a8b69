package org.strongroom.storage.driver.swift;

/**
 * How a file is cut into segments.
 *
 * @param segment bytes of each segment but the last
 * @param atOnce segments that are sent at the same time; one more is being filled
 * @param fanOut segments of a manifest, at most; more of them get manifests of manifests
 */
record UploadPlan(int segment, int atOnce, int fanOut) {
  /** 64 MiB of memory; a thousand manifests of 500 segments have 8 TB, the next level all else. */
  static final UploadPlan DEFAULT = new UploadPlan(16 << 20, 3, 500);

  /** The same within the limits of a store. */
  UploadPlan within(SwiftInfo info) {
    long size =
        Math.clamp(segment, Math.min(info.smallestSegment(), 32 << 20), info.largestObject());
    return new UploadPlan((int) size, atOnce, Math.min(fanOut, info.mostSegments()));
  }
}
