package org.strongroom.server.image;

import java.time.Duration;
import java.util.Locale;
import org.strongroom.server.catalog.ClockJumps;
import org.strongroom.server.config.GlobalConfigs;
import org.strongroom.server.config.Setting;
import org.strongroom.server.image.record.DeletionPolicy;
import org.strongroom.server.image.record.ImageSettings;

/**
 * The settings of images out of the global configuration.
 *
 * @param jumps deleted images are not expunged the sooner because of them
 */
public record ConfiguredImages(GlobalConfigs configs, ClockJumps jumps) implements ImageSettings {
  @Override
  public DeletionPolicy deletionPolicy() {
    return DeletionPolicy.valueOf(
        configs.current(Setting.DELETION_POLICY).toUpperCase(Locale.ROOT));
  }

  @Override
  public Duration expungePeriod() {
    return Duration.ofSeconds(configs.number(Setting.EXPUNGE_PERIOD)).plus(jumps.held());
  }

  @Override
  public Duration expungeInterval() {
    return Duration.ofSeconds(configs.number(Setting.EXPUNGE_INTERVAL));
  }

  @Override
  public int uploadFailureTolerance() {
    return configs.number(Setting.UPLOAD_TOLERANCE);
  }

  @Override
  public Duration uploadIdle() {
    return Duration.ofSeconds(configs.number(Setting.UPLOAD_IDLE));
  }

  @Override
  public Duration resumableIdle() {
    return Duration.ofSeconds(configs.number(Setting.UPLOAD_RESUMABLE_IDLE));
  }

  @Override
  public LocalPaths localPaths() {
    return new LocalPaths(
        configs.text(Setting.PATH_BLACKLIST),
        configs.text(Setting.PATH_WHITELIST),
        configs.text(Setting.PATH_FILTER));
  }
}
