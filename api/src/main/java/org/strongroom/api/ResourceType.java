package org.strongroom.api;

import java.util.Arrays;
import java.util.Optional;

/**
 * The kinds of resources, with the entity names under which tags and existing clients know them.
 */
public enum ResourceType {
  BACKUP_STORAGE("BackupStorageVO", "backup storage"),
  ZONE("ZoneVO", "zone"),
  IMAGE("ImageVO", "image"),
  VOLUME_SNAPSHOT("VolumeSnapshotVO", "volume snapshot"),
  VOLUME("VolumeVO", "volume"),
  USER_TAG("UserTagVO", "user tag"),
  SYSTEM_TAG("SystemTagVO", "system tag"),
  ACCOUNT("AccountVO", "account"),
  LONG_JOB("LongJobVO", "job"),
  MANAGEMENT_NODE("ManagementNodeVO", "management node"),
  PROJECT("ProjectVO", "project"),
  IMAGE_BACKUP("ImageBackupVO", "image backup"),
  BUCKET("BucketVO", "bucket"),
  NOTIFICATION_TARGET("NotificationTargetVO", "notification target"),
  SCHEDULE("ScheduleVO", "schedule"),
  SESSION("SessionVO", "session");

  private final String entityName;
  private final String noun;

  ResourceType(String entityName, String noun) {
    this.entityName = entityName;
    this.noun = noun;
  }

  public String entityName() {
    return entityName;
  }

  /** What people call it. */
  public String noun() {
    return noun;
  }

  public static Optional<ResourceType> ofEntityName(String name) {
    return Arrays.stream(values()).filter(type -> type.entityName.equals(name)).findFirst();
  }
}
