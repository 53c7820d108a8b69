package org.strongroom.server.face.console.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.OperationModel;
import org.strongroom.api.inventory.ImageBackupInventory;
import org.strongroom.api.registry.Operations;
import org.strongroom.server.face.console.frame.Listings;

/** What pages offer, by what operations declare. */
class ActionsTest {
  /** Nobody is to look for an operation whose form no page leads to. */
  @Test
  void eachOperationThatChangesSomethingIsOfferedByAPage() {
    List<String> nowhere =
        Operations.all().stream()
            .filter(each -> each.mode() == Mode.ASYNC)
            .filter(each -> !isOffered(each))
            .map(OperationModel::name)
            .toList();
    assertThat(nowhere)
        .as("what clients alone need, what is a step of another form, and the tags of the system")
        .containsExactlyInAnyOrder(
            "CalculateImageHash",
            "CancelApiJob",
            "CreateSystemTag",
            "CreateSystemTags",
            "RenewSession",
            "ResetGlobalConfig",
            "SubmitLongJob",
            "SyncImageSize",
            "TestSftpBackupStorage",
            "UpdateGlobalConfig",
            "UpdateSystemTag");
  }

  private static boolean isOffered(OperationModel operation) {
    return Actions.isOffered(operation)
        && (Actions.making(operation.name()).isPresent()
            || Listings.all().stream()
                .anyMatch(listing -> Actions.asked(operation, listing).isPresent()));
  }

  @Test
  void formsAreToldAResourceByWhatTheyCallIt() {
    assertThat(asked("RecoverImage", "images")).isEqualTo("uuid");
    assertThat(asked("DiscoverBackupNode", "backup-nodes")).isEqualTo("uuid");
    assertThat(asked("AttachBackupStorageToZone", "storages")).isEqualTo("uuid");
    assertThat(asked("AttachBackupStorageToZone", "zones")).isEqualTo("zoneUuid");
    assertThat(asked("ImportImageBackup", "buckets")).isEqualTo("bucketUuid");
    assertThat(asked("RegisterVolumeSnapshot", "volumes")).isEqualTo("volumeUuid");
    assertThat(asked("AddRoleAssignment", "users")).isEqualTo("accountUuid");
    assertThat(asked("DeleteZone", "images")).isEmpty();
  }

  /** One that lies on a node alone cannot be downloaded, and one that is well is not stuck. */
  @Test
  void imageBackupsOfferWhatTheirOvaAllows() {
    assertThat(offered(backup("available", "node", null)))
        .contains("UploadImageBackup", "ImportImageBackup", "DeleteImageBackup")
        .doesNotContain("DownloadImageBackup", "ResetImageBackup");
    assertThat(offered(backup("error", null, "bucket")))
        .contains("DownloadImageBackup", "ResetImageBackup")
        .doesNotContain("UploadImageBackup");
  }

  private static List<String> offered(ImageBackupInventory backup) {
    return Operations.all().stream()
        .filter(each -> each.name().endsWith("ImageBackup") && Actions.fits(each, backup))
        .map(OperationModel::name)
        .toList();
  }

  private static ImageBackupInventory backup(
      String status, @Nullable String storage, @Nullable String bucket) {
    return new ImageBackupInventory(
        "b1",
        "nightly",
        null,
        "p1",
        status,
        null,
        null,
        null,
        null,
        storage,
        null,
        0,
        0,
        1,
        null,
        null,
        null,
        false,
        bucket,
        null,
        null,
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private static String asked(String operation, String list) {
    return Actions.asked(Operations.named(operation).orElseThrow(), Listings.at(list).orElseThrow())
        .orElse("");
  }
}
