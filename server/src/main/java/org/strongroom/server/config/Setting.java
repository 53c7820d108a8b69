package org.strongroom.server.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The settings that there are, with the values they start with. */
@SuppressWarnings("ImmutableEnumChecker") // rules are records of immutable parts
public enum Setting {
  PING_INTERVAL(
      1,
      "backupStorage",
      "ping.interval",
      "60",
      "seconds between two pings of a backup storage",
      new Rule.AtLeast(1)),
  PING_PARALLELISM(
      2,
      "backupStorage",
      "ping.parallelismDegree",
      "50",
      "the most backup storages that are pinged at the same time",
      new Rule.AtLeast(1)),
  PING_TIMEOUT(
      3,
      "backupStorage",
      "ping.timeout",
      "10",
      "seconds after which a ping counts as lost",
      new Rule.AtLeast(1)),
  RESERVED_CAPACITY(
      4,
      "backupStorage",
      "reservedCapacity",
      "1G",
      "room that is kept free on every backup storage",
      new Rule.Size()),
  AUTO_RECONNECT(
      5,
      "backupStorage",
      "connection.autoReconnectOnError",
      "true",
      "whether a Disconnected backup storage is connected anew by itself",
      Rule.OneOf.bool()),
  AUTO_RECONNECT_ATTEMPTS(
      6,
      "backupStorage",
      "connection.autoReconnectOnError.maxAttemptsNum",
      "0",
      "automatic reconnects that may fail before they end; 0 is no limit",
      new Rule.AtLeast(0)),
  PING_MAX_FAILURE(
      7,
      "backupStorage",
      "ping.maxFailure",
      "3",
      "kept for existing clients; one lost ping is enough",
      new Rule.AtLeast(0)),
  PING_SLEEP(
      8,
      "backupStorage",
      "ping.sleepPeriodAfterFailure",
      "1",
      "kept for existing clients, without effect",
      new Rule.AtLeast(-1)),
  DELETION_POLICY(
      9,
      "image",
      "deletionPolicy",
      "Delay",
      "Delay keeps deleted images until expungePeriod, Direct removes them at once, Never keeps"
          + " them",
      new Rule.OneOf(List.of("Direct", "Delay", "Never"))),
  EXPUNGE_PERIOD(
      10,
      "image",
      "expungePeriod",
      "259200",
      "seconds for which a deleted image is kept",
      new Rule.AtLeast(0)),
  EXPUNGE_INTERVAL(
      11,
      "image",
      "expungeInterval",
      "3600",
      "seconds between two searches for deleted images to expunge",
      new Rule.AtLeast(1)),
  GARBAGE_INTERVAL(
      12,
      "image",
      "deletion.gcInterval",
      "3600",
      "seconds between two attempts to remove what a storage could not remove",
      new Rule.AtLeast(0)),
  PATH_BLACKLIST(
      13,
      "image",
      "download.localPath.blacklist",
      "/*/.*;/*/~*;/etc/*;/usr/local/zstack/*;/var/log/*;/dev/*;/proc/*;/sys/*",
      "paths that file:/// urls may not name even if the whitelist has them, separated by"
          + " semicolons",
      new Rule.PathPatterns()),
  PATH_WHITELIST(
      14,
      "image",
      "download.localPath.whitelist",
      "",
      "paths that administrators' file:/// urls may name, after links are resolved, separated by"
          + " semicolons; none if empty",
      new Rule.PathPatterns()),
  PATH_FILTER(
      15,
      "image",
      "download.localPath.customFilter",
      "blacklist",
      "which lists hold; the whitelist always does, the blacklist unless only whitelist is named",
      new Rule.OneOf(
          List.of("blacklist", "whitelist", "blacklist;whitelist", "whitelist;blacklist"))),
  UPLOAD_TOLERANCE(
      16,
      "image",
      "upload.failure.tolerance.count",
      "3",
      "broken uploads after which the next has to start with a new image",
      new Rule.AtLeast(0)),
  UPLOAD_IDLE(
      17,
      "image",
      "upload.max.idle.duration.in.seconds",
      "30",
      "seconds without a byte after which an upload is given up",
      new Rule.AtLeast(0)),
  UPLOAD_RESUMABLE_IDLE(
      42,
      "image",
      "upload.resumable.max.idle.duration.in.seconds",
      "86400",
      "seconds after which a resumable upload that nobody goes on with is given up",
      new Rule.AtLeast(0)),
  SESSION_TIMEOUT(
      18,
      "identity",
      "session.timeout",
      "7200",
      "seconds after its last use when a session ends",
      new Rule.AtLeast(1)),
  SESSION_MAX(
      19,
      "identity",
      "session.maxConcurrent",
      "500",
      "sessions that an account may have at the same time",
      new Rule.AtLeast(1)),
  SESSION_CLEANUP(
      20,
      "identity",
      "session.cleanup.interval",
      "3600",
      "seconds between two removals of ended sessions",
      new Rule.AtLeast(1)),
  EVENT_RETENTION(
      21,
      "event",
      "retention",
      "7776000",
      "seconds for which events and audit entries are kept",
      new Rule.AtLeast(3600)),
  VERIFY_INTERVAL(
      40,
      "image",
      "verify.interval",
      "2592000",
      "seconds after which what lies on a backup storage is read and proved again; 0 is never",
      new Rule.AtLeast(0)),
  VERIFY_BANDWIDTH(
      41,
      "image",
      "verify.bandwidth",
      "100M",
      "bytes in a second that are read of each backup storage to prove what lies there; 0 is no"
          + " limit",
      new Rule.Size()),
  CLEAN_INTERVAL(
      60,
      "repository",
      "clean.interval",
      "604800",
      "seconds after which a repository of volume snapshots is cleaned up although nothing was"
          + " deleted; 0 is never by itself, not even after deletions",
      new Rule.AtLeast(0)),
  CLEAN_GRACE(
      61,
      "repository",
      "clean.grace",
      "86400",
      "seconds for which what a clean-up found dead stays on the storage, for those who read by"
          + " an older index",
      new Rule.AtLeast(0)),
  REPOSITORY_BANDWIDTH(
      65,
      "repository",
      "bandwidth.limit",
      "0",
      "bytes in a second that all backups, restores, exports and clean-ups of volume snapshots"
          + " together read and write of each backup storage, on each node; 0 is no limit",
      new Rule.Size()),
  NOTIFY_CAPACITY(
      62,
      "notification",
      "capacity.percent",
      "90",
      "used and reserved part of a backup storage, in percent, from which on notification targets"
          + " are told; 0 is never",
      new Rule.AtLeast(0)),
  NOTIFY_AWAY(
      63,
      "notification",
      "away.minutes",
      "10",
      "minutes for which a backup storage is away before notification targets are told",
      new Rule.AtLeast(0)),
  SCHEDULED_BACKUPS(
      64,
      "schedule",
      "backups.atOnce",
      "10",
      "the most backups of volumes by schedules that run at the same time; others wait for their end",
      new Rule.AtLeast(1)),
  JOB_RETENTION(
      30,
      "job",
      "retention",
      "2592000",
      "seconds for which jobs are kept after their end",
      new Rule.AtLeast(10800));

  private final int id;
  private final String category;
  private final String settingName;
  private final String defaultValue;
  private final String description;
  private final Rule rule;

  Setting(
      int id,
      String category,
      String settingName,
      String defaultValue,
      String description,
      Rule rule) {
    this.id = id;
    this.category = category;
    this.settingName = settingName;
    this.defaultValue = defaultValue;
    this.description = description;
    this.rule = rule;
  }

  /** Its number in the database. */
  int id() {
    return id;
  }

  public String category() {
    return category;
  }

  public String settingName() {
    return settingName;
  }

  public String defaultValue() {
    return defaultValue;
  }

  public String description() {
    return description;
  }

  Rule rule() {
    return rule;
  }

  /** What it takes, in a few words. */
  public String accepts() {
    return rule.form();
  }

  static Optional<Setting> of(String category, String name) {
    return Arrays.stream(values())
        .filter(s -> s.category.equals(category) && s.settingName.equals(name))
        .findFirst();
  }
}
