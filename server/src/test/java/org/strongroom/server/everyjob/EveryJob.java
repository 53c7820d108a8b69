package org.strongroom.server.everyjob;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.strongroom.server.JobGround;

/**
 * For each operation that is a job: a call that has something to do, and what must be so when it
 * was carried out. Tests of faults go through all of them.
 */
final class EveryJob {
  /** Makes ready what a call needs. */
  interface Preparation {
    Prepared prepare(JobGround ground) throws Exception;
  }

  private static final Map<String, Preparation> ALL = new TreeMap<>();

  /** Those that a real SSH server has no other way for than the pretended ones. */
  private static final Set<String> PRETENDED =
      Set.of(
          "AddFileSystemBackupStorage",
          "ReconnectFileSystemBackupStorage",
          "UpdateSftpBackupStorage",
          "UpdateBackupNode",
          "AcceptBackupStorageHostKey",
          "AddS3BackupStorage",
          "UpdateS3BackupStorage",
          "ReconnectS3BackupStorage",
          "AddSwiftBackupStorage",
          "UpdateSwiftBackupStorage",
          "ReconnectSwiftBackupStorage",
          "RegisterVolume",
          "UpdateVolume",
          "RegisterVolumeSnapshot",
          "ImportRepository",
          "AddRepositoryKey",
          "RemoveRepositoryKey",
          "GetRepositoryKeys",
          "CreateDataVolumeTemplateFromVolume",
          "CreateDataVolumeTemplateFromVolumeSnapshot",
          "RegisterBucket",
          "UpdateBucket",
          "DeregisterBucket");

  static {
    ALL.putAll(StorageJobs.all());
    ALL.putAll(ImageJobs.all());
    ALL.putAll(BackupNodeJobs.all());
    ALL.putAll(BucketJobs.all());
    ALL.putAll(VolumeJobs.all());
  }

  private EveryJob() {}

  /** All of them, or those that {@code -Dstrongroom.jobs=AddImage,…} names. */
  static Set<String> operations() {
    String only = System.getProperty("strongroom.jobs");
    return only == null ? ALL.keySet() : new TreeSet<>(List.of(only.split(",")));
  }

  /** All of them, whichever are asked for. */
  static Set<String> all() {
    return ALL.keySet();
  }

  /** Whether a real SSH server makes a difference to it. */
  static boolean isForServers(String operation) {
    return !PRETENDED.contains(operation);
  }

  static Preparation of(String operation) {
    return ALL.get(operation);
  }
}
