package org.strongroom.server.backupnode;

import java.util.Optional;
import java.util.regex.Pattern;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.backupnode.RegisterBackupNode;
import org.strongroom.server.backupstorage.ConnectStep;
import org.strongroom.server.backupstorage.ConnectStep.Expected;
import org.strongroom.server.backupstorage.StorageParts;
import org.strongroom.server.backupstorage.marker.DirectoryClaim.Consent;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.StorageFacts;

/**
 * Makes a node's directory and marks it as its own, as that of any storage. What an earlier
 * registration of this catalog left there is taken over; what another server has there only if the
 * caller says so.
 */
final class LayOutStep implements Step<RegisterBackupNode> {
  /** The short name that the server gives itself; nothing if it cannot be asked. */
  static final String HOST_NAME = "hostName";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");

  private final ConnectStep<RegisterBackupNode> connect;

  LayOutStep(StorageParts parts) {
    this.connect =
        new ConnectStep<>(
            parts,
            Job::resourceUuid,
            request -> new Expected(Optional.empty(), Consent.of(true, request.takeOver())),
            LayOutStep::noteHostName);
  }

  @Override
  public String name() {
    return "lay out";
  }

  @Override
  public void run(RegisterBackupNode request, Job job) throws Exception {
    try {
      connect.run(request, job);
    } catch (ApiException e) {
      // the directory is another storage's
      throw e.is(ErrorCode.OPERATION_FAILED) ? ApiException.conflict(e.error().details()) : e;
    }
  }

  private static void noteHostName(StorageFacts facts, Job job) {
    facts
        .hostName()
        .filter(NAME.asMatchPredicate())
        .ifPresent(name -> job.remember(HOST_NAME, name));
  }

  @Override
  public void undo(RegisterBackupNode request, Job job) throws Exception {
    connect.undo(request, job);
  }
}
