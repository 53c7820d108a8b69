package org.strongroom.api.registry;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.strongroom.api.Operation;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ResourceType;
import org.strongroom.api.account.CreateAccount;
import org.strongroom.api.account.DeleteAccount;
import org.strongroom.api.account.GetCallerIdentity;
import org.strongroom.api.account.LogInByAccount;
import org.strongroom.api.account.LogOut;
import org.strongroom.api.account.QueryAccount;
import org.strongroom.api.account.QuerySession;
import org.strongroom.api.account.RenewSession;
import org.strongroom.api.account.RevokeOtherSessions;
import org.strongroom.api.account.RevokeSession;
import org.strongroom.api.account.UpdateAccount;
import org.strongroom.api.account.ValidateSession;
import org.strongroom.api.audit.QueryAudit;
import org.strongroom.api.audit.VerifyAudit;
import org.strongroom.api.backupnode.DeregisterBackupNode;
import org.strongroom.api.backupnode.DiscoverBackupNode;
import org.strongroom.api.backupnode.QueryBackupNode;
import org.strongroom.api.backupnode.RegisterBackupNode;
import org.strongroom.api.backupnode.UpdateBackupNode;
import org.strongroom.api.backupstorage.AcceptBackupStorageHostKey;
import org.strongroom.api.backupstorage.AddFileSystemBackupStorage;
import org.strongroom.api.backupstorage.AddSftpBackupStorage;
import org.strongroom.api.backupstorage.AttachBackupStorageToZone;
import org.strongroom.api.backupstorage.ChangeBackupStorageState;
import org.strongroom.api.backupstorage.DeleteBackupStorage;
import org.strongroom.api.backupstorage.DetachBackupStorageFromZone;
import org.strongroom.api.backupstorage.DrainBackupStorage;
import org.strongroom.api.backupstorage.ForgetBackupStorage;
import org.strongroom.api.backupstorage.GetBackupStorageDrain;
import org.strongroom.api.backupstorage.GetBackupStorageTypes;
import org.strongroom.api.backupstorage.GetDeletionPreview;
import org.strongroom.api.backupstorage.QueryBackupStorage;
import org.strongroom.api.backupstorage.QueryFileSystemBackupStorage;
import org.strongroom.api.backupstorage.QuerySftpBackupStorage;
import org.strongroom.api.backupstorage.ReconnectBackupStorage;
import org.strongroom.api.backupstorage.ReconnectFileSystemBackupStorage;
import org.strongroom.api.backupstorage.ReconnectSftpBackupStorage;
import org.strongroom.api.backupstorage.RescanBackupStorage;
import org.strongroom.api.backupstorage.SetBackupStorageReadOnly;
import org.strongroom.api.backupstorage.TestSftpBackupStorage;
import org.strongroom.api.backupstorage.UpdateBackupStorage;
import org.strongroom.api.backupstorage.UpdateFileSystemBackupStorage;
import org.strongroom.api.backupstorage.UpdateSftpBackupStorage;
import org.strongroom.api.backupstorage.VerifyBackupStorage;
import org.strongroom.api.bucket.DeregisterBucket;
import org.strongroom.api.bucket.GetBucketImages;
import org.strongroom.api.bucket.QueryBucket;
import org.strongroom.api.bucket.RegisterBucket;
import org.strongroom.api.bucket.UpdateBucket;
import org.strongroom.api.capacity.GetBackupStorageCapacity;
import org.strongroom.api.capacity.GetBackupStorageCapacityHistory;
import org.strongroom.api.capacity.GetBackupStorageForecast;
import org.strongroom.api.config.GetGlobalConfigOptions;
import org.strongroom.api.config.QueryGlobalConfig;
import org.strongroom.api.config.ResetGlobalConfig;
import org.strongroom.api.config.UpdateGlobalConfig;
import org.strongroom.api.event.QueryEvent;
import org.strongroom.api.image.AddImage;
import org.strongroom.api.image.CalculateImageHash;
import org.strongroom.api.image.ChangeImageState;
import org.strongroom.api.image.CopyImage;
import org.strongroom.api.image.CreateDataVolumeTemplateFromVolume;
import org.strongroom.api.image.CreateDataVolumeTemplateFromVolumeSnapshot;
import org.strongroom.api.image.CreateRootVolumeTemplateFromRootVolume;
import org.strongroom.api.image.CreateRootVolumeTemplateFromVolumeSnapshot;
import org.strongroom.api.image.DeleteImage;
import org.strongroom.api.image.ExpungeImage;
import org.strongroom.api.image.GetUploadImageJobDetails;
import org.strongroom.api.image.QueryImage;
import org.strongroom.api.image.RecoverImage;
import org.strongroom.api.image.RepairImage;
import org.strongroom.api.image.SyncImageSize;
import org.strongroom.api.image.UpdateImage;
import org.strongroom.api.image.VerifyImage;
import org.strongroom.api.imagebackup.DeleteImageBackup;
import org.strongroom.api.imagebackup.DownloadImageBackup;
import org.strongroom.api.imagebackup.ExportImageBackup;
import org.strongroom.api.imagebackup.GetImageBackupTask;
import org.strongroom.api.imagebackup.ImportImageBackup;
import org.strongroom.api.imagebackup.QueryImageBackup;
import org.strongroom.api.imagebackup.ResetImageBackup;
import org.strongroom.api.imagebackup.UpdateImageBackup;
import org.strongroom.api.imagebackup.UploadImageBackup;
import org.strongroom.api.job.CancelApiJob;
import org.strongroom.api.job.CancelLongJob;
import org.strongroom.api.job.GetTaskProgress;
import org.strongroom.api.job.QueryLongJob;
import org.strongroom.api.job.SubmitLongJob;
import org.strongroom.api.managementnode.GetCurrentTime;
import org.strongroom.api.managementnode.GetServerDiagnostics;
import org.strongroom.api.managementnode.GetSupportAPIs;
import org.strongroom.api.managementnode.GetVersion;
import org.strongroom.api.managementnode.QueryManagementNode;
import org.strongroom.api.notification.ChangeNotificationTargetState;
import org.strongroom.api.notification.CreateMailNotificationTarget;
import org.strongroom.api.notification.CreateWebHookNotificationTarget;
import org.strongroom.api.notification.DeleteNotificationTarget;
import org.strongroom.api.notification.QueryNotificationDelivery;
import org.strongroom.api.notification.QueryNotificationTarget;
import org.strongroom.api.notification.SendTestNotification;
import org.strongroom.api.notification.UpdateNotificationTarget;
import org.strongroom.api.objectstore.AddS3BackupStorage;
import org.strongroom.api.objectstore.AddSwiftBackupStorage;
import org.strongroom.api.objectstore.QueryS3BackupStorage;
import org.strongroom.api.objectstore.QuerySwiftBackupStorage;
import org.strongroom.api.objectstore.ReconnectS3BackupStorage;
import org.strongroom.api.objectstore.ReconnectSwiftBackupStorage;
import org.strongroom.api.objectstore.UpdateS3BackupStorage;
import org.strongroom.api.objectstore.UpdateSwiftBackupStorage;
import org.strongroom.api.project.AddRoleAssignment;
import org.strongroom.api.project.CreateProject;
import org.strongroom.api.project.DeleteProject;
import org.strongroom.api.project.QueryProject;
import org.strongroom.api.project.QueryRoleAssignment;
import org.strongroom.api.project.RemoveRoleAssignment;
import org.strongroom.api.project.UpdateProject;
import org.strongroom.api.repository.AddRepositoryKey;
import org.strongroom.api.repository.ChangeRepositoryPassword;
import org.strongroom.api.repository.CleanRepository;
import org.strongroom.api.repository.GetRepositoryKeys;
import org.strongroom.api.repository.GetRepositoryPassword;
import org.strongroom.api.repository.ImportRepository;
import org.strongroom.api.repository.RemoveRepositoryKey;
import org.strongroom.api.schedule.ChangeScheduleState;
import org.strongroom.api.schedule.CreateSchedule;
import org.strongroom.api.schedule.DeleteSchedule;
import org.strongroom.api.schedule.QuerySchedule;
import org.strongroom.api.schedule.UpdateSchedule;
import org.strongroom.api.snapshot.BackupVolumeSnapshot;
import org.strongroom.api.snapshot.CloseVolumeSnapshotExport;
import org.strongroom.api.snapshot.DeleteVolumeSnapshot;
import org.strongroom.api.snapshot.DeleteVolumeSnapshotFromBackupStorage;
import org.strongroom.api.snapshot.ExportVolumeSnapshot;
import org.strongroom.api.snapshot.GetVolumeSnapshotExports;
import org.strongroom.api.snapshot.QueryVolumeSnapshot;
import org.strongroom.api.snapshot.QueryVolumeSnapshotTree;
import org.strongroom.api.snapshot.RegisterVolumeSnapshot;
import org.strongroom.api.snapshot.RestoreVolumeSnapshot;
import org.strongroom.api.snapshot.UpdateVolumeSnapshot;
import org.strongroom.api.snapshot.VerifyVolumeSnapshot;
import org.strongroom.api.tag.CreateSystemTag;
import org.strongroom.api.tag.CreateSystemTags;
import org.strongroom.api.tag.CreateUserTag;
import org.strongroom.api.tag.DeleteTag;
import org.strongroom.api.tag.QuerySystemTag;
import org.strongroom.api.tag.QueryUserTag;
import org.strongroom.api.tag.UpdateSystemTag;
import org.strongroom.api.volume.BackupVolume;
import org.strongroom.api.volume.DeleteVolume;
import org.strongroom.api.volume.QueryVolume;
import org.strongroom.api.volume.RegisterVolume;
import org.strongroom.api.volume.UpdateVolume;
import org.strongroom.api.zone.ChangeZoneState;
import org.strongroom.api.zone.CreateZone;
import org.strongroom.api.zone.DeleteZone;
import org.strongroom.api.zone.QueryZone;
import org.strongroom.api.zone.UpdateZone;

/**
 * All operations there are. Each is read from its declaration when it is first asked for, and once:
 * a command that calls one operation does not wait for sixty.
 */
public final class Operations {
  private static final List<Class<? extends Record>> TYPES =
      List.of(
          CreateAccount.class,
          DeleteAccount.class,
          LogInByAccount.class,
          GetCallerIdentity.class,
          LogOut.class,
          QueryAccount.class,
          QuerySession.class,
          RenewSession.class,
          RevokeOtherSessions.class,
          RevokeSession.class,
          UpdateAccount.class,
          ValidateSession.class,
          AcceptBackupStorageHostKey.class,
          AddFileSystemBackupStorage.class,
          AddSftpBackupStorage.class,
          AttachBackupStorageToZone.class,
          ChangeBackupStorageState.class,
          DeleteBackupStorage.class,
          DetachBackupStorageFromZone.class,
          DrainBackupStorage.class,
          ForgetBackupStorage.class,
          GetBackupStorageCapacity.class,
          GetBackupStorageCapacityHistory.class,
          GetBackupStorageDrain.class,
          GetBackupStorageForecast.class,
          GetBackupStorageTypes.class,
          GetDeletionPreview.class,
          QueryBackupStorage.class,
          QueryFileSystemBackupStorage.class,
          QuerySftpBackupStorage.class,
          ReconnectBackupStorage.class,
          ReconnectFileSystemBackupStorage.class,
          ReconnectSftpBackupStorage.class,
          SetBackupStorageReadOnly.class,
          RescanBackupStorage.class,
          TestSftpBackupStorage.class,
          UpdateBackupStorage.class,
          UpdateFileSystemBackupStorage.class,
          UpdateSftpBackupStorage.class,
          AddS3BackupStorage.class,
          AddSwiftBackupStorage.class,
          QueryS3BackupStorage.class,
          QuerySwiftBackupStorage.class,
          ReconnectS3BackupStorage.class,
          ReconnectSwiftBackupStorage.class,
          UpdateS3BackupStorage.class,
          UpdateSwiftBackupStorage.class,
          VerifyBackupStorage.class,
          GetGlobalConfigOptions.class,
          QueryGlobalConfig.class,
          ResetGlobalConfig.class,
          UpdateGlobalConfig.class,
          QueryEvent.class,
          QueryAudit.class,
          VerifyAudit.class,
          AddImage.class,
          CalculateImageHash.class,
          ChangeImageState.class,
          DeleteImage.class,
          ExpungeImage.class,
          GetUploadImageJobDetails.class,
          QueryImage.class,
          RecoverImage.class,
          RepairImage.class,
          CopyImage.class,
          SyncImageSize.class,
          UpdateImage.class,
          VerifyImage.class,
          CancelApiJob.class,
          CancelLongJob.class,
          GetTaskProgress.class,
          QueryLongJob.class,
          SubmitLongJob.class,
          GetCurrentTime.class,
          GetServerDiagnostics.class,
          GetSupportAPIs.class,
          GetVersion.class,
          QueryManagementNode.class,
          QueryVolumeSnapshot.class,
          QueryVolumeSnapshotTree.class,
          CreateDataVolumeTemplateFromVolume.class,
          CreateDataVolumeTemplateFromVolumeSnapshot.class,
          CreateRootVolumeTemplateFromRootVolume.class,
          CreateRootVolumeTemplateFromVolumeSnapshot.class,
          RegisterVolumeSnapshot.class,
          BackupVolumeSnapshot.class,
          DeleteVolumeSnapshot.class,
          DeleteVolumeSnapshotFromBackupStorage.class,
          GetRepositoryPassword.class,
          ChangeRepositoryPassword.class,
          CleanRepository.class,
          ImportRepository.class,
          AddRepositoryKey.class,
          RemoveRepositoryKey.class,
          GetRepositoryKeys.class,
          RestoreVolumeSnapshot.class,
          ExportVolumeSnapshot.class,
          CloseVolumeSnapshotExport.class,
          GetVolumeSnapshotExports.class,
          UpdateVolumeSnapshot.class,
          VerifyVolumeSnapshot.class,
          BackupVolume.class,
          DeleteVolume.class,
          QueryVolume.class,
          RegisterVolume.class,
          UpdateVolume.class,
          CreateSystemTag.class,
          CreateSystemTags.class,
          CreateUserTag.class,
          DeleteTag.class,
          QuerySystemTag.class,
          QueryUserTag.class,
          UpdateSystemTag.class,
          CreateMailNotificationTarget.class,
          CreateWebHookNotificationTarget.class,
          UpdateNotificationTarget.class,
          ChangeNotificationTargetState.class,
          DeleteNotificationTarget.class,
          QueryNotificationTarget.class,
          QueryNotificationDelivery.class,
          SendTestNotification.class,
          ChangeScheduleState.class,
          CreateSchedule.class,
          DeleteSchedule.class,
          QuerySchedule.class,
          UpdateSchedule.class,
          ChangeZoneState.class,
          CreateZone.class,
          DeleteZone.class,
          QueryZone.class,
          UpdateZone.class,
          DeregisterBackupNode.class,
          DiscoverBackupNode.class,
          QueryBackupNode.class,
          RegisterBackupNode.class,
          UpdateBackupNode.class,
          DeregisterBucket.class,
          GetBucketImages.class,
          QueryBucket.class,
          RegisterBucket.class,
          UpdateBucket.class,
          DeleteImageBackup.class,
          DownloadImageBackup.class,
          ExportImageBackup.class,
          GetImageBackupTask.class,
          ImportImageBackup.class,
          QueryImageBackup.class,
          ResetImageBackup.class,
          UpdateImageBackup.class,
          UploadImageBackup.class,
          AddRoleAssignment.class,
          CreateProject.class,
          DeleteProject.class,
          QueryProject.class,
          QueryRoleAssignment.class,
          RemoveRoleAssignment.class,
          UpdateProject.class);

  private static final Map<String, Class<? extends Record>> BY_NAME =
      TYPES.stream().collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

  private static final Map<Class<?>, OperationModel> READ = new ConcurrentHashMap<>();

  private Operations() {}

  public static List<OperationModel> all() {
    return TYPES.stream().map(Operations::read).toList();
  }

  /** The names of all operations, without reading their declarations. */
  public static Set<String> names() {
    return BY_NAME.keySet();
  }

  /** What each operation says of itself alone, by its name, without what it says of parameters. */
  public static Map<String, Operation> declarations() {
    Map<String, Operation> declared = new LinkedHashMap<>();
    TYPES.forEach(type ->
        declared.put(type.getSimpleName(), requireNonNull(type.getAnnotation(Operation.class))));
    return declared;
  }

  public static Optional<OperationModel> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name)).map(Operations::read);
  }

  /**
   * The operation that this record declares.
   *
   * @throws IllegalArgumentException if it is not listed here
   */
  public static OperationModel of(Class<?> type) {
    Class<? extends Record> listed = BY_NAME.get(type.getSimpleName());
    if (listed != type) {
      throw new IllegalArgumentException(type + " is not a listed operation");
    }
    return read(listed);
  }

  /** The query for resources of this kind. */
  public static OperationModel query(ResourceType type) {
    String name = "Query" + type.entityName().replaceFirst("VO$", "");
    return named(name).orElseThrow(() -> new IllegalStateException("there is no " + name));
  }

  private static OperationModel read(Class<? extends Record> type) {
    OperationModel known = READ.get(type);
    return known != null ? known : READ.computeIfAbsent(type, t -> OperationModel.of(type));
  }
}
