package org.strongroom.server.face.console.form;

import static org.strongroom.server.face.console.html.Html.all;
import static org.strongroom.server.face.console.html.Html.at;
import static org.strongroom.server.face.console.html.Html.el;
import static org.strongroom.server.face.console.html.Html.link;
import static org.strongroom.server.face.console.html.Html.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.OperationModel;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BackupStorageInventory;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.api.inventory.LongJobInventory;
import org.strongroom.api.inventory.VolumeInventory;
import org.strongroom.api.registry.Operations;
import org.strongroom.api.volume.BackupVolume;
import org.strongroom.server.face.console.frame.Listings;
import org.strongroom.server.face.console.frame.View;
import org.strongroom.server.face.console.html.Node;
import org.strongroom.server.face.console.table.Inventories;
import org.strongroom.server.face.console.table.Listing;

/** What can be done with a resource, found among all operations by what they declare. */
public final class Actions {
  static final Pattern OF_ONE_KIND = Pattern.compile("FileSystem|Sftp|S3|Swift");
  private static final Set<String> ELSEWHERE =
      Set.of(
          "SubmitLongJob", "CancelApiJob", "RenewSession", "CalculateImageHash", "SyncImageSize");
  static final Pattern LAST = Pattern.compile("(Delete|Expunge|Forget|Deregister|Remove|Revoke).*");

  /** What is done with images that were deleted, and with no others. */
  static final Set<String> OF_TRASH = Set.of("RecoverImage", "ExpungeImage");

  /** What makes new ones, where the name of the operation does not say it. */
  private static final Map<String, List<String>> MAKING =
      Map.of(
          "notifications",
          List.of("CreateMailNotificationTarget", "CreateWebHookNotificationTarget"),
          "storages",
          List.of(
              "AddSftpBackupStorage",
              "AddFileSystemBackupStorage",
              "AddS3BackupStorage",
              "AddSwiftBackupStorage"),
          "images",
          List.of("AddImage"),
          "roles",
          List.of("AddRoleAssignment"),
          "volumes",
          List.of("RegisterVolume"),
          "volume-snapshots",
          List.of("RegisterVolumeSnapshot"),
          "users",
          List.of("CreateAccount"),
          "sessions",
          List.of("RevokeOtherSessions"),
          "backup-nodes",
          List.of("RegisterBackupNode"),
          "buckets",
          List.of("RegisterBucket"));

  private static final Map<String, ResourceType> TYPES =
      Map.ofEntries(
          Map.entry("storages", ResourceType.BACKUP_STORAGE),
          Map.entry("images", ResourceType.IMAGE),
          Map.entry("volumes", ResourceType.VOLUME),
          Map.entry("volume-snapshots", ResourceType.VOLUME_SNAPSHOT),
          Map.entry("zones", ResourceType.ZONE),
          Map.entry("users", ResourceType.ACCOUNT),
          Map.entry("projects", ResourceType.PROJECT),
          Map.entry("image-backups", ResourceType.IMAGE_BACKUP),
          Map.entry("buckets", ResourceType.BUCKET),
          Map.entry("notifications", ResourceType.NOTIFICATION_TARGET),
          Map.entry("schedules", ResourceType.SCHEDULE),
          Map.entry("sessions", ResourceType.SESSION),
          Map.entry("tags", ResourceType.USER_TAG),
          Map.entry("jobs", ResourceType.LONG_JOB));

  /** What is about another resource first, and is looked for on the pages of these as well. */
  private static final Map<String, Set<String>> ALSO =
      Map.of(
          "buckets", Set.of("ImportImageBackup"),
          "projects", Set.of("AddRoleAssignment", "RemoveRoleAssignment"),
          "zones", Set.of("AttachBackupStorageToZone", "DetachBackupStorageFromZone"));

  private static final int SHOWN = 4;

  /** Letters of the buttons in one line. */
  private static final int LINE = 64;

  private final View view;

  public Actions(View view) {
    this.view = view;
  }

  /** Whether forms are made of an operation. */
  static boolean isOffered(OperationModel operation) {
    return operation.mode() == Mode.ASYNC && !ELSEWHERE.contains(operation.name());
  }

  /** The list of what an operation makes. */
  static Optional<Listing> making(String operation) {
    return Listings.all().stream().filter(each -> makers(each).contains(operation)).findFirst();
  }

  /** The list of a kind of resource. */
  static Optional<Listing> listing(ResourceType type) {
    return TYPES.entrySet().stream()
        .filter(each -> each.getValue() == type)
        .findFirst()
        .flatMap(each -> Listings.at(each.getKey()));
  }

  /** The kind of resource that a list is of. */
  static Optional<ResourceType> type(Listing listing) {
    return Optional.ofNullable(TYPES.get(listing.path()));
  }

  private static List<String> makers(Listing listing) {
    return MAKING.getOrDefault(listing.path(), created(listing));
  }

  /** Buttons for what makes new ones. */
  public Node making(Listing listing) {
    List<OperationModel> operations =
        makers(listing).stream()
            .flatMap(name -> Operations.named(name).stream())
            .filter(view.asking()::may)
            .toList();
    boolean images = listing.path().equals("images");
    Node buttons = buttons(operations, each -> "", true, !images);
    return images && !operations.isEmpty()
        ? all(
            link("/console/upload", at("class", "button primary"), text(view.say("upload.title"))),
            buttons)
        : buttons;
  }

  private static List<String> created(Listing listing) {
    ResourceType type = TYPES.get(listing.path());
    return type == null ? List.of() : List.of("Create" + type.entityName().replaceFirst("VO$", ""));
  }

  /** Buttons for what can be done with one; volumes have theirs beside their last backup. */
  public Node on(Listing listing, Record row) {
    ResourceType type = TYPES.get(listing.path());
    if (listing.key().isEmpty() || (type == null && !listing.path().equals("backup-nodes"))) {
      return Node.NONE;
    }
    List<OperationModel> operations = new ArrayList<>();
    for (OperationModel operation : Operations.all()) {
      if (isOffered(operation)
          && asked(operation, listing).isPresent()
          && view.asking().may(operation)
          && !(row instanceof VolumeInventory && operation.type() == BackupVolume.class)
          && fits(operation, row)) {
        operations.add(operation);
      }
    }
    operations.sort(Comparator.comparingInt(Actions::place));
    String uuid = Inventories.text(row, listing.key());
    return buttons(
        operations, each -> "?" + asked(each, listing).orElseThrow() + "=" + uuid, false, false);
  }

  /**
   * By what name a form of an operation is told a resource of a list: as what it is about, or as
   * the value of a field. Empty if it has nothing to do with these.
   */
  static Optional<String> asked(OperationModel operation, Listing listing) {
    Optional<ParameterModel> subject = Subjects.parameter(operation);
    if (subject.isPresent() && Subjects.listing(operation).filter(listing::equals).isPresent()) {
      return Optional.of("uuid");
    }
    ResourceType type = TYPES.get(listing.path());
    return type == null
        ? Optional.empty()
        : subject
            .filter(each -> each.named().contains(type))
            .or(() ->
                operation.parameters().stream()
                    .filter(each -> each.named().contains(type))
                    .filter(each ->
                        ALSO.getOrDefault(listing.path(), Set.of()).contains(operation.name()))
                    .findFirst())
            .map(ParameterModel::name);
  }

  /** Whether it can be done with this one now. */
  static boolean fits(OperationModel operation, Record row) {
    String name = operation.name();
    return switch (row) {
      case BackupStorageInventory storage -> fits(name, storage);
      case ImageInventory image ->
          image.status().equals("Deleted") == OF_TRASH.contains(name)
              && (!name.equals("RepairImage")
                  || image.backupStorageRefs().stream().anyMatch(c -> c.damagedDate() != null));
      case ImageBackupInventory backup -> fits(name, backup);
      case LongJobInventory job -> Set.of("Waiting", "Running").contains(job.state());
      default -> true;
    };
  }

  private static boolean fits(String name, BackupStorageInventory storage) {
    boolean ofOneKind = OF_ONE_KIND.matcher(name).find();
    if (ofOneKind) {
      return name.startsWith("Update")
          && name.contains(storage.type().replaceFirst("BackupStorage$", ""));
    }
    return !name.equals("UpdateBackupStorage")
        && (!name.equals("DetachBackupStorageFromZone") || !storage.attachedZoneUuids().isEmpty())
        && (!name.equals("AcceptBackupStorageHostKey")
            || storage.presentedHostKeyFingerprint() != null);
  }

  private static boolean fits(String name, ImageBackupInventory backup) {
    return switch (name) {
      case "DownloadImageBackup" -> backup.bucketUuid() != null;
      case "UploadImageBackup" -> backup.backupStorageUuid() != null;
      case "ResetImageBackup" -> !backup.status().equals("available");
      default -> true;
    };
  }

  /** What is wanted most comes first, what cannot be taken back last. */
  static int place(OperationModel operation) {
    String name = operation.name();
    if (LAST.matcher(name).matches()) {
      return 9;
    }
    return switch (name) {
      case "AcceptBackupStorageHostKey", "RecoverImage", "RepairImage" -> 0;
      case "ReconnectBackupStorage",
          "CopyImage",
          "CancelLongJob",
          "BackupVolume",
          "RestoreVolumeSnapshot" ->
          1;
      case "VerifyBackupStorage", "VerifyImage", "VerifyVolumeSnapshot" -> 2;
      case "DrainBackupStorage" -> 4;
      default -> name.startsWith("Update") ? 3 : 5;
    };
  }

  private Node buttons(
      List<OperationModel> operations,
      Function<OperationModel, String> query,
      boolean making,
      boolean firstIsPrimary) {
    List<OperationModel> wanted =
        operations.stream()
            .filter(each -> making || !LAST.matcher(each.name()).matches())
            .limit(SHOWN)
            .toList();
    List<OperationModel> first = making ? wanted : wanted.subList(0, fitting(wanted));
    List<OperationModel> rest = operations.stream().filter(each -> !first.contains(each)).toList();
    List<Node> shown = new ArrayList<>();
    for (OperationModel operation : first) {
      boolean primary = firstIsPrimary && operation.equals(first.getFirst());
      shown.add(button(operation, query.apply(operation), primary ? "button primary" : "button"));
    }
    if (rest.size() == 1) { // a menu of one thing hides it
      OperationModel only = rest.getFirst();
      String kind = LAST.matcher(only.name()).matches() ? "button danger" : "button";
      shown.add(button(only, query.apply(only), kind));
    } else if (!rest.isEmpty()) {
      shown.add(
          el(
              "details.menu-of",
              el("summary", at("class", "button"), text(view.say("actions.more"))),
              el(
                  "ul",
                  all(
                      rest.stream()
                          .map(each ->
                              el(
                                  "li",
                                  button(
                                      each,
                                      query.apply(each),
                                      LAST.matcher(each.name()).matches()
                                          ? "danger"
                                          : "plain")))))));
    }
    return all(shown);
  }

  /** How many of them stand in one line beside the name of a resource. */
  private int fitting(List<OperationModel> operations) {
    int letters = 0;
    for (int i = 0; i < operations.size(); i++) {
      letters += view.texts().operation(operations.get(i).name()).length();
      if (letters > LINE && i > 0) {
        return i;
      }
    }
    return operations.size();
  }

  private Node button(OperationModel operation, String query, String kind) {
    return link(
        "/console/do/" + operation.name() + query,
        at("class", kind),
        at("title", view.help(operation.summary())),
        text(view.texts().operation(operation.name())));
  }
}
