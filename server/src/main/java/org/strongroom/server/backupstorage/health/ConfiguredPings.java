package org.strongroom.server.backupstorage.health;

import java.time.Duration;
import org.strongroom.server.config.GlobalConfigs;
import org.strongroom.server.config.Setting;
import org.strongroom.server.monitor.PingSettings;

/** The settings of pings out of the global configuration. */
public record ConfiguredPings(GlobalConfigs configs) implements PingSettings {
  @Override
  public Duration interval() {
    return Duration.ofSeconds(configs.number(Setting.PING_INTERVAL));
  }

  @Override
  public int parallelism() {
    return configs.number(Setting.PING_PARALLELISM);
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(configs.number(Setting.PING_TIMEOUT));
  }

  @Override
  public boolean autoReconnect() {
    return configs.bool(Setting.AUTO_RECONNECT);
  }

  @Override
  public int maxAttempts() {
    return configs.number(Setting.AUTO_RECONNECT_ATTEMPTS);
  }

  @Override
  public void onChange(Runnable action) {
    configs.onChange(action);
  }
}
