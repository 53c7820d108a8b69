package org.strongroom.server.image.copying;

import static org.strongroom.server.catalog.content.ImageTable.IMAGE;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Record;
import org.strongroom.api.ApiException;
import org.strongroom.api.ResourceType;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.copy.CopyTarget;
import org.strongroom.server.copy.CopyWriter;
import org.strongroom.server.copy.Room;
import org.strongroom.server.image.arrival.ArrivedImage;
import org.strongroom.server.image.manifest.DescribeStep;
import org.strongroom.server.image.record.ImageCopy;
import org.strongroom.server.image.record.ImagePlace;
import org.strongroom.server.image.record.ImageRows;
import org.strongroom.server.job.IoErrors;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.StorageException;

/**
 * Brings good bytes of an image onto storages: onto those that have no copy yet, and over copies
 * that are Damaged. Each storage fails for itself, and each that has a copy keeps it, whatever
 * becomes of the others. A copy is what it was until its bytes, proved where they lie, and its
 * manifest are there.
 */
public final class ImageCopying {
  private final Database database;
  private final ImageRows rows;
  private final ReadyStorages storages;
  private final Room room;
  private final CopyWriter writer;
  private final Sources sources;
  private final CopyRows copyRows;

  public ImageCopying(
      Database database,
      ImageRows rows,
      ReadyStorages storages,
      Room room,
      CopyWriter writer,
      Sources sources,
      CopyRows copyRows) {
    this.database = database;
    this.rows = rows;
    this.storages = storages;
    this.room = room;
    this.writer = writer;
    this.sources = sources;
    this.copyRows = copyRows;
  }

  /** Finds the copies of an image that a job reads. */
  public interface Sources {
    SourceCopies of(String imageUuid, Job job);
  }

  /** The steps of a job that was started with {@link CopiedImage#start}. */
  public <Q> List<Step<Q>> steps() {
    return List.of(
        new Step<>() {
          @Override
          public String name() {
            return "copy";
          }

          @Override
          public void run(Q request, Job job) throws Exception {
            copy(job);
          }

          @Override
          public void undo(Q request, Job job) throws IOException {
            clear(job);
          }
        },
        Step.of("verify", (request, job) -> verify(job)),
        Step.of("describe", (request, job) -> describe(job)));
  }

  private void copy(Job job) throws IOException, InterruptedException {
    awaitSources(job);
    CopiedImage copied = new CopiedImage(job);
    CopyWriter.Whole image = whole(job);
    onEach(job, target -> makeReady(target, copied));
    job.lease().keep(job); // that something may lie there, before anything does
    List<CopyTarget> targets =
        onEach(
            job,
            target -> {
              target.abandonEarlier(job.lease().writeId());
              room.take(job, List.of(target), image.length());
            });
    writer.bring(
        image, sources.of(job.resourceUuid(), job), targets, new Following(job, copied), job);
    requireAny(copied);
  }

  private void requireAny(CopiedImage copied) {
    if (copied.open().isEmpty() && copied.published().isEmpty()) {
      throw database.read(sql -> CopyOutcome.failure(copied, sql)).orElseThrow();
    }
  }

  /** After a restart all storages are Connecting: the good copies are not away for that. */
  private void awaitSources(Job job) throws InterruptedException {
    List<ImageCopy> copies = database.read(sql -> rows.copies(job.resourceUuid(), sql));
    for (ImageCopy copy : copies) {
      if (copy.is(ImageRows.READY)) {
        try {
          storages.settled(copy.storageUuid(), job);
        } catch (ApiException e) {
          job.checkStopped(); // it is gone or away: its copy is no source then
        }
      }
    }
  }

  /**
   * What lies in the place of a new copy is somebody's, until this job has begun to write there.
   */
  private static void makeReady(CopyTarget target, CopiedImage copied) throws StorageException {
    String storage = target.storage().uuid();
    if (copied.isNew(storage) && !copied.isBegun(storage) && target.isTaken()) {
      throw ApiException.refused(
          "%s has files at %s that the catalog does not know of; RescanBackupStorage takes them in"
              .formatted(target.storage().label(), target.directory()));
    }
    copied.begins(storage);
  }

  /** What is done on a storage. */
  private interface Part {
    void on(CopyTarget target) throws IOException, InterruptedException;
  }

  /**
   * Does something on each storage that has neither failed nor got its copy.
   *
   * @return those where it went well
   */
  private List<CopyTarget> onEach(Job job, Part part) throws InterruptedException {
    CopiedImage copied = new CopiedImage(job);
    List<CopyTarget> well = new ArrayList<>();
    for (String storage : copied.open()) {
      job.checkStopped();
      if (copyRows.isPublished(job, storage)) {
        copied.published(storage); // by an earlier run, which could not say so any more
        continue;
      }
      try {
        ReadyStorages.Ready ready = storages.await(storage, Purpose.GO_ON, job);
        CopyTarget target =
            new CopyTarget(ready.storage(), ready.driver(), copied.place(storage).file());
        part.on(target);
        well.add(target);
      } catch (ApiException e) {
        job.checkStopped();
        copied.failed(storage, e.error());
      } catch (IOException e) {
        job.checkStopped();
        copied.failed(storage, IoErrors.of(e));
      }
    }
    requireAny(copied);
    return well;
  }

  private CopyWriter.Whole whole(Job job) {
    Record image =
        database
            .read(sql -> rows.find(job.resourceUuid(), sql))
            .orElseThrow(() -> ApiException.notFound(ResourceType.IMAGE, job.resourceUuid()));
    return new CopyWriter.Whole(
        ImageRows.length(image), Optional.ofNullable(image.get(IMAGE.SHA256)).orElse(""));
  }

  /** A storage that failed is cleared at once: whoever deletes it waits for that. */
  private final class Following implements CopyWriter.Owner {
    private final Job job;
    private final CopiedImage copied;

    Following(Job job, CopiedImage copied) {
      this.job = job;
      this.copied = copied;
    }

    @Override
    public Set<String> wanted() {
      return database.read(sql ->
          rows.copies(job.resourceUuid(), sql).stream()
              .map(ImageCopy::storageUuid)
              .collect(Collectors.toSet()));
    }

    @Override
    public void proved(CopyTarget target) {
      copied.proved(target.storage().uuid());
    }

    @Override
    public void ended(CopyTarget target, StorageException why) {
      String storage = target.storage().uuid();
      job.checkStopped(); // it was cut off then, and did not fail
      copied.failed(storage, IoErrors.of(why));
      try {
        remove(target, job, copied);
        job.lease()
            .write(transaction -> {
              room.release(job.uuid(), List.of(storage), transaction);
              return true;
            });
      } catch (StorageException e) {
        // the undoing of the step tries it again
      }
    }
  }

  private void verify(Job job) throws InterruptedException {
    CopyWriter.Whole image = whole(job);
    CopiedImage copied = new CopiedImage(job);
    onEach(
        job,
        target ->
            target.verify(
                image.length(),
                image.sha256(),
                copied.isProved(target.storage().uuid()),
                done -> job.progress().advance(done, image.length())));
  }

  private void describe(Job job) throws InterruptedException {
    CopiedImage copied = new CopiedImage(job);
    DescribeStep.Described described = DescribeStep.described(job.resourceUuid(), database, rows);
    ArrivedImage arrived = described.arrived();
    onEach(
        job,
        target -> {
          byte[] manifest =
              described
                  .manifest(arrived, new ImagePlace(target.file()), target.storage().uuid())
                  .bytes();
          DescribeStep.write(target, job.lease().writeId(), manifest);
          copyRows.publish(job, target, arrived.length() + manifest.length);
          copied.published(target.storage().uuid());
        });
  }

  /**
   * Ends the job well if every storage has its copy.
   *
   * @throws ApiException that tells which have one, and why the others have none
   */
  public void complete(Job job, Transaction transaction) {
    CopiedImage copied = new CopiedImage(job);
    CopyOutcome.failure(copied, transaction.sql())
        .ifPresent(failure -> {
          throw failure;
        });
  }

  public void abandon(Job job, Transaction transaction) {
    copyRows.withdraw(job, transaction);
  }

  /** Removes what the job has left where it made no copy. */
  private void clear(Job job) throws IOException {
    CopiedImage copied = new CopiedImage(job);
    IOException failure = null;
    for (String storage : copied.notPublished()) {
      if (!copied.isCleared(storage)) {
        try {
          ReadyStorages.Ready ready = storages.any(storage, job);
          remove(
              new CopyTarget(ready.storage(), ready.driver(), copied.place(storage).file()),
              job,
              copied);
        } catch (ApiException e) {
          copied.cleared(storage); // the storage is gone, and its bytes with it
        } catch (IOException e) {
          failure = e;
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** All of a new copy; of one that was there only what is temporary, unless it was deleted. */
  private void remove(CopyTarget target, Job job, CopiedImage copied) throws StorageException {
    String storage = target.storage().uuid();
    if (copied.isBegun(storage)) {
      target.abandonEarlier(job.lease().writeId());
      boolean deleted = database.read(sql -> rows.copy(job.resourceUuid(), storage, sql)).isEmpty();
      if (copied.isNew(storage) || deleted) {
        target.clear();
      }
    }
    copied.cleared(storage);
  }
}
