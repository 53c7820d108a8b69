package org.strongroom.server.face.console.frame;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.account.QueryAccount;
import org.strongroom.api.account.QuerySession;
import org.strongroom.api.audit.QueryAudit;
import org.strongroom.api.backupnode.QueryBackupNode;
import org.strongroom.api.backupstorage.QueryBackupStorage;
import org.strongroom.api.bucket.QueryBucket;
import org.strongroom.api.config.QueryGlobalConfig;
import org.strongroom.api.event.QueryEvent;
import org.strongroom.api.image.QueryImage;
import org.strongroom.api.imagebackup.QueryImageBackup;
import org.strongroom.api.job.QueryLongJob;
import org.strongroom.api.managementnode.QueryManagementNode;
import org.strongroom.api.notification.QueryNotificationDelivery;
import org.strongroom.api.notification.QueryNotificationTarget;
import org.strongroom.api.project.QueryProject;
import org.strongroom.api.project.QueryRoleAssignment;
import org.strongroom.api.registry.Operations;
import org.strongroom.api.schedule.QuerySchedule;
import org.strongroom.api.snapshot.QueryVolumeSnapshot;
import org.strongroom.api.tag.QueryUserTag;
import org.strongroom.api.volume.QueryVolume;
import org.strongroom.api.zone.QueryZone;
import org.strongroom.server.face.console.table.Listing;

/** What the console lists, in the order of its navigation. */
public final class Listings {
  public static final Listing STORAGES =
      Listing.of(
          "storages",
          QueryBackupStorage.class,
          "+name",
          "name",
          "condition",
          "capacity",
          "type",
          "url",
          "createDate");
  public static final Listing IMAGES =
      Listing.of(
          "images",
          QueryImage.class,
          "-createDate",
          "name",
          "status",
          "copies",
          "format",
          "size",
          "actualSize",
          "mediaType",
          "createDate");
  public static final Listing JOBS =
      Listing.of(
          "jobs",
          QueryLongJob.class,
          "-createDate",
          "jobName",
          "state",
          "targetResourceName",
          "progress",
          "accountName",
          "createDate",
          "executeTime");
  public static final Listing EVENTS =
      Listing.of(
          "events",
          QueryEvent.class,
          "-time",
          "resourceName",
          "what",
          "change",
          "reason",
          "count",
          "time");
  private static final Listing AUDIT =
      Listing.of(
          "audit",
          QueryAudit.class,
          "-time",
          "operation",
          "outcome",
          "resourceUuid",
          "accountName",
          "sourceAddress",
          "details",
          "time");
  private static final Listing NODES =
      Listing.of(
          "backup-nodes",
          QueryBackupNode.class,
          "+displayName",
          "displayName",
          "condition",
          "accessIp",
          "availableCapacity",
          "totalCapacity",
          "createDate");
  private static final Listing IMAGE_BACKUPS =
      Listing.of(
          "image-backups",
          QueryImageBackup.class,
          "-createDate",
          "name",
          "status",
          "size",
          "diskCount",
          "backupStorageUuid",
          "createDate");
  private static final Listing BUCKETS =
      Listing.of(
          "buckets",
          QueryBucket.class,
          "+name",
          "name",
          "type",
          "bucketName",
          "endpoint",
          "createDate");
  private static final Listing VOLUMES =
      Listing.of(
          "volumes",
          QueryVolume.class,
          "+name",
          "name",
          "status",
          "type",
          "format",
          "size",
          "url",
          "createDate");
  public static final Listing SNAPSHOTS =
      Listing.of(
          "volume-snapshots",
          QueryVolumeSnapshot.class,
          "-createDate",
          "name",
          "status",
          "volumeUuid",
          "format",
          "size",
          "createDate");
  public static final Listing SCHEDULES =
      Listing.of(
          "schedules",
          QuerySchedule.class,
          "+name",
          "name",
          "state",
          "operation",
          "nextRun",
          "lastResult",
          "lastRun");
  public static final Listing ZONES =
      Listing.of(
          "zones",
          QueryZone.class,
          "+name",
          "name",
          "state",
          "description",
          "isDefault",
          "createDate");
  private static final Listing USERS =
      Listing.of("users", QueryAccount.class, "+name", "name", "type", "description", "createDate");
  private static final Listing PROJECTS =
      Listing.of(
          "projects", QueryProject.class, "+name", "name", "enabled", "description", "createDate");
  private static final Listing ROLES =
      new Listing(
          "roles",
          Operations.of(QueryRoleAssignment.class),
          List.of("role", "accountUuid", "projectUuid", "createDate"),
          "-createDate",
          "");
  private static final Listing NOTIFICATIONS =
      Listing.of(
          "notifications",
          QueryNotificationTarget.class,
          "+name",
          "name",
          "state",
          "type",
          "address",
          "kinds",
          "createDate");
  private static final Listing DELIVERIES =
      Listing.of(
          "deliveries",
          QueryNotificationDelivery.class,
          "-createDate",
          "subject",
          "state",
          "notificationTargetUuid",
          "attempts",
          "lastError",
          "createDate");
  public static final Listing TAGS =
      Listing.of("tags", QueryUserTag.class, "+tag", "tag", "resourceUuid", "createDate");
  private static final Listing SESSIONS =
      Listing.of(
          "sessions",
          QuerySession.class,
          "-lastUseDate",
          "accountName",
          "type",
          "sourceAddress",
          "current",
          "createDate",
          "lastUseDate");
  private static final Listing SETTINGS =
      new Listing(
          "settings",
          Operations.of(QueryGlobalConfig.class),
          List.of("name", "category", "value", "defaultValue", "description"),
          "+category,+name",
          "");
  private static final Listing SERVERS =
      Listing.of(
          "servers", QueryManagementNode.class, "+hostName", "hostName", "joinDate", "heartBeat");

  private Listings() {}

  /** All, in groups. */
  static Map<String, List<Listing>> groups() {
    Map<String, List<Listing>> groups = new LinkedHashMap<>();
    groups.put(
        "keep",
        List.of(STORAGES, IMAGES, VOLUMES, SNAPSHOTS, SCHEDULES, IMAGE_BACKUPS, NODES, BUCKETS));
    groups.put("watch", List.of(JOBS, EVENTS, AUDIT, DELIVERIES));
    groups.put(
        "manage",
        List.of(ZONES, USERS, SESSIONS, PROJECTS, ROLES, TAGS, NOTIFICATIONS, SETTINGS, SERVERS));
    return groups;
  }

  public static List<Listing> all() {
    return groups().values().stream().flatMap(List::stream).toList();
  }

  public static Optional<Listing> at(String path) {
    return all().stream().filter(listing -> listing.path().equals(path)).findFirst();
  }
}
