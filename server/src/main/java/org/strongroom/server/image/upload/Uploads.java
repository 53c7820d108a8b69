package org.strongroom.server.image.upload;

import static org.strongroom.server.catalog.content.ImageTable.IMAGE;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.image.arrival.RunningAdds;
import org.strongroom.server.image.record.ImageRows;

/**
 * Brings the bodies of PUTs to the jobs that wait for them. A waiting upload costs a virtual thread
 * of its job and an entry here. A job that waits at another node comes here: it has nothing yet,
 * while the bytes of the image would cross the network twice.
 */
public final class Uploads {
  public static final String URL_PREFIX = "upload://";

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
  private static final Duration GLANCE = Duration.ofMillis(200);

  private final Database database;
  private final ImageRows rows;
  private final RunningAdds adds;
  private final UploadWishes wishes;
  private final Duration jobMustComeWithin;
  private final Map<String, UploadDesk> desks = new ConcurrentHashMap<>();

  public Uploads(Database database, ImageRows rows, RunningAdds adds) {
    this(database, rows, adds, Duration.ofSeconds(15));
  }

  /**
   * For tests.
   *
   * @param jobMustComeWithin after which a PUT gives up that no job of this node takes
   */
  public Uploads(Database database, ImageRows rows, RunningAdds adds, Duration jobMustComeWithin) {
    this.database = database;
    this.rows = rows;
    this.adds = adds;
    this.wishes = new UploadWishes(database, rows, adds);
    this.jobMustComeWithin = jobMustComeWithin;
  }

  /** Where to PUT the bytes of an image, below the server's address. */
  public static String path(String imageUuid) {
    return "/zstack/v1/images/" + imageUuid + "/upload";
  }

  /**
   * Hands the bytes of an image over and waits until they are safe on all its storages.
   *
   * @throws UploadConflictException if the image does not wait for bytes, or others are coming
   * @throws ApiException if the image is unknown or another's, or the upload failed; IMG.1001 if it
   *     may be tried again
   */
  public UploadReceipt put(String imageUuid, Caller caller, UploadBody body)
      throws InterruptedException {
    checkAwaited(imageUuid, caller);
    return hand(imageUuid, body);
  }

  /**
   * Brings what somebody came with to the job of the image, and waits for what becomes of it.
   *
   * @throws UploadConflictException if others are coming
   * @throws ApiException why not; IMG.1001 if it may be tried again
   */
  UploadReceipt hand(String imageUuid, UploadBody body) throws InterruptedException {
    UploadDesk desk = desk(imageUuid);
    if (!desk.offer(body)) {
      throw another(imageUuid);
    }
    try {
      return outcome(imageUuid, desk, body);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ApiException failure) {
        throw failure;
      }
      throw new ApiException(
          ErrorCode.UPLOAD_INTERRUPTED, "the upload was interrupted; " + again(body));
    }
  }

  private static String again(UploadBody body) {
    return body.kind() instanceof UploadKind.Whole
        ? "send the whole image again"
        : "ask how far it is, and go on from there";
  }

  private UploadReceipt outcome(String imageUuid, UploadDesk desk, UploadBody body)
      throws InterruptedException, ExecutionException {
    long until = System.nanoTime() + jobMustComeWithin.toNanos();
    try {
      while (!desk.isDecided(body)) {
        UploadWishes.Answer answer = wishes.ask(imageUuid);
        if (answer == UploadWishes.Answer.REFUSED && withdrawn(imageUuid, desk, body)) {
          throw another(imageUuid);
        }
        try {
          return body.outcome().get(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (System.nanoTime() > until && withdrawn(imageUuid, desk, body)) {
            throw new ApiException(
                ErrorCode.NODE_UNAVAILABLE,
                "the upload of the image %s is not awaited at this node now; try again"
                    .formatted(imageUuid));
          }
        }
      }
    } finally {
      wishes.withdraw(imageUuid);
    }
    return settled(imageUuid, body);
  }

  /**
   * Closes the desk of an image whose job is to go on at another node.
   *
   * @param handOver gives the job away; false if it stays
   * @return false if an upload is here, so that the job has to stay
   */
  boolean leave(String imageUuid, BooleanSupplier handOver) {
    boolean known = desks.containsKey(imageUuid);
    UploadDesk desk = desk(imageUuid);
    if (!desk.leave()) {
      return false;
    }
    boolean given = false;
    try {
      given = handOver.getAsBoolean();
    } finally {
      desk.stay();
      if (given || !known) {
        desks.remove(imageUuid, desk);
      }
    }
    return true;
  }

  /** Takes a body back; the desk too, unless the job sits at it by now. */
  private boolean withdrawn(String imageUuid, UploadDesk desk, UploadBody body) {
    if (!desk.withdraw(body)) {
      return false;
    }
    desks.computeIfPresent(
        imageUuid, (uuid, present) -> present.equals(desk) && !desk.attended() ? null : present);
    return true;
  }

  /**
   * Waits for what becomes of a body that the job has. Should nobody tell, since the answer to the
   * job's last commit was lost or the job went on elsewhere, the catalog does.
   */
  private UploadReceipt settled(String imageUuid, UploadBody body)
      throws InterruptedException, ExecutionException {
    while (true) {
      try {
        return body.outcome().get(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        database.read(sql -> known(imageUuid, sql)).ifPresent(body.outcome()::complete);
        if (database.read(sql -> adds.uuids(imageUuid, sql)).isEmpty()) {
          body.outcome().completeExceptionally(new IllegalStateException("its job is over"));
        }
      }
    }
  }

  private Optional<UploadReceipt> known(String imageUuid, DSLContext sql) {
    return rows.find(imageUuid, sql)
        .filter(image -> ImageRows.READY.equals(image.get(IMAGE.STATUS)))
        .map(image ->
            new UploadReceipt(imageUuid, ImageRows.length(image), image.get(IMAGE.SHA256)));
  }

  /**
   * Makes sure that bytes may come for an image now.
   *
   * @throws UploadConflictException if it does not wait for any, or others are coming
   * @throws ApiException SYS.1003
   */
  public void checkAwaited(String imageUuid, Caller caller) {
    var image = database.read(sql -> rows.visible(imageUuid, caller, sql));
    if (!image.get(IMAGE.URL).startsWith(URL_PREFIX)
        || !image.get(IMAGE.STATUS).equals(ImageRows.DOWNLOADING)) {
      throw new UploadConflictException(
          "the image %s does not wait for an upload: its status is %s"
              .formatted(imageUuid, image.get(IMAGE.STATUS)));
    }
    if (present(imageUuid).filter(UploadDesk::occupied).isPresent()) {
      throw another(imageUuid);
    }
  }

  private static UploadConflictException another(String imageUuid) {
    return new UploadConflictException(
        "another upload of the image %s is running".formatted(imageUuid), true);
  }

  /**
   * The desk of an image for the job that adds it: it stays until the image is there or not to be.
   */
  public UploadDesk attend(String imageUuid) {
    return Objects.requireNonNull(
        desks.compute(
            imageUuid,
            (uuid, present) -> {
              UploadDesk desk = present == null ? new UploadDesk() : present;
              desk.attend();
              return desk;
            }));
  }

  private UploadDesk desk(String imageUuid) {
    return desks.computeIfAbsent(imageUuid, uuid -> new UploadDesk());
  }

  public Optional<UploadDesk> present(String imageUuid) {
    return Optional.ofNullable(desks.get(imageUuid));
  }

  /** Bytes of an upload that have come, to whatever node. */
  public long arrived(String imageUuid, Record job) {
    return present(imageUuid)
        .map(UploadDesk::arrived)
        .orElse(Optional.ofNullable(job.get(JOB.PROGRESS_DONE)).orElse(0L));
  }

  /** Whether an upload is coming, to whatever node. */
  public boolean occupied(String imageUuid, Record job) {
    return present(imageUuid).map(UploadDesk::occupied).orElse(arrived(imageUuid, job) > 0);
  }

  /** The image is there. */
  public void succeeded(UploadReceipt receipt) {
    UploadDesk desk = desks.remove(receipt.imageUuid());
    if (desk != null) {
      desk.succeed(receipt);
    }
  }

  /** The image is not to be. */
  public void failed(String imageUuid, ApiException why) {
    UploadDesk desk = desks.remove(imageUuid);
    if (desk != null) {
      desk.close(why);
    }
  }
}
