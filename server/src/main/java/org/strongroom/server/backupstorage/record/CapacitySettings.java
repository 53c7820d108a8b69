package org.strongroom.server.backupstorage.record;

/** What the global configuration says about room. */
@FunctionalInterface
public interface CapacitySettings {
  /** Bytes that placement leaves free on every storage: {@code backupStorage/reservedCapacity}. */
  long reservedCapacity();
}
