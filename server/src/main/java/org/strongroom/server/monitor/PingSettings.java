package org.strongroom.server.monitor;

import java.time.Duration;

/**
 * What the global configuration says about pings; asked each time, so that changes hold at once.
 */
public interface PingSettings {
  /** Between two pings of one storage: {@code ping.interval}. */
  Duration interval();

  /** The most storages that are pinged or connected at the same time. */
  int parallelism();

  /** After which a ping is lost: {@code ping.timeout}. */
  Duration timeout();

  /** Whether lost storages are connected anew by themselves. */
  boolean autoReconnect();

  /** Automatic reconnects that may fail in a row before they end; 0 is no limit. */
  int maxAttempts();

  /** The action runs after every change. */
  void onChange(Runnable action);
}
