package org.strongroom.server.image.record;

import java.time.Duration;

/** The global configuration of category image, as it stands at the moment of each call. */
public interface ImageSettings {

  /** {@code deletionPolicy}. */
  DeletionPolicy deletionPolicy();

  /** {@code expungePeriod}: how long deleted copies are kept. */
  Duration expungePeriod();

  /** {@code expungeInterval}: how often copies that are due are looked for. */
  Duration expungeInterval();

  /** {@code upload.failure.tolerance.count}: how many uploads of one image may break off. */
  int uploadFailureTolerance();

  /** {@code upload.max.idle.duration.in.seconds}: how long an upload may be silent. */
  Duration uploadIdle();

  /** {@code upload.resumable.max.idle.duration.in.seconds}: how long a resumable one may be. */
  Duration resumableIdle();

  /** {@code download.localPath.blacklist}, {@code .whitelist} and {@code .customFilter}. */
  LocalPaths localPaths();

  /** Which files of a storage's host may become images. */
  record LocalPaths(String blacklist, String whitelist, String filter) {}
}
