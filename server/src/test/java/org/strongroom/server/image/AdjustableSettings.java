package org.strongroom.server.image;

import java.time.Duration;
import org.strongroom.server.image.record.DeletionPolicy;
import org.strongroom.server.image.record.ImageSettings;
import org.strongroom.storage.source.HostPathPolicy;

/** Settings that a test changes as it goes. */
public final class AdjustableSettings implements ImageSettings {
  public volatile DeletionPolicy policy = DeletionPolicy.DELAY;
  public volatile Duration expungePeriod = Duration.ofDays(3);
  public volatile Duration uploadIdle = Duration.ofSeconds(30);
  public volatile Duration resumableIdle = Duration.ofDays(1);
  public volatile int tolerance = 3;
  public volatile long verifyBandwidth;
  public volatile Duration verifyInterval = Duration.ofDays(30);
  public volatile String hostFiles = HostPathPolicy.DEFAULT_WHITELIST;

  @Override
  public DeletionPolicy deletionPolicy() {
    return policy;
  }

  @Override
  public Duration expungePeriod() {
    return expungePeriod;
  }

  @Override
  public Duration expungeInterval() {
    return Duration.ofHours(1);
  }

  @Override
  public int uploadFailureTolerance() {
    return tolerance;
  }

  @Override
  public Duration resumableIdle() {
    return resumableIdle;
  }

  @Override
  public Duration uploadIdle() {
    return uploadIdle;
  }

  @Override
  public LocalPaths localPaths() {
    return new LocalPaths(
        HostPathPolicy.DEFAULT_BLACKLIST, hostFiles, HostPathPolicy.DEFAULT_FILTER);
  }
}
