package org.strongroom.server.image.copying;

import java.io.EOFException;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.copy.CopySources;
import org.strongroom.server.image.record.CopyDamage;
import org.strongroom.server.image.record.ImageCopy;
import org.strongroom.server.job.IoErrors;
import org.strongroom.server.job.Job;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.transfer.DigestMismatchException;

/**
 * The copies that an image can be read from, for one transfer: one that failed is taken again when
 * no other is left, but not for ever.
 */
public final class SourceCopies implements CopySources {
  private static final Logger log = LoggerFactory.getLogger(SourceCopies.class);
  private static final int PATIENCE = 3;

  private final ReadableCopies copies;
  private final CopyDamage damage;
  private final CopyVerification verification;
  private final String imageUuid;
  private final Job job;
  private final Map<String, ReadableCopies.Chosen> given = new HashMap<>();
  private final Map<String, Integer> failures = new LinkedHashMap<>();
  private final Map<String, String> told = new LinkedHashMap<>();
  private boolean away = true;

  public SourceCopies(
      ReadableCopies copies,
      CopyDamage damage,
      CopyVerification verification,
      String imageUuid,
      Job job) {
    this.copies = copies;
    this.damage = damage;
    this.verification = verification;
    this.imageUuid = imageUuid;
    this.job = job;
  }

  @Override
  public Source next() {
    try {
      ReadableCopies.Chosen chosen =
          copies.first(imageUuid, this::patient, Purpose.READ, job.call());
      String storage = chosen.storage().uuid();
      given.put(storage, chosen);
      return new Source(storage, chosen.driver(), chosen.copy().place().file());
    } catch (ApiException e) {
      if (told.isEmpty()) {
        throw e;
      }
      String all = e.error().details() + "; before: " + String.join("; ", told.values());
      throw away ? ApiException.away(all) : ApiException.refused(all);
    }
  }

  private List<ImageCopy> patient(List<ImageCopy> all) {
    return all.stream()
        .filter(copy -> failures(copy) < PATIENCE)
        .sorted(Comparator.comparingInt(this::failures))
        .toList();
  }

  private int failures(ImageCopy copy) {
    return failures.getOrDefault(copy.storageUuid(), 0);
  }

  private ReadableCopies.Chosen given(Source source) {
    return Objects.requireNonNull(given.get(source.storageUuid()));
  }

  @Override
  public void failed(Source source, IOException why) {
    ImageCopy copy = given(source).copy();
    if (why instanceof EOFException) {
      damage.found(copy, String.valueOf(why.getMessage()), job.call());
    } else if (why instanceof StorageException storage) {
      damage.suspect(copy, storage, job.call());
    }
    count(copy, why);
  }

  /** Of several copies that gave one image each is proved where it lies. */
  @Override
  public void wrong(List<Source> read, String found) {
    for (Source source : read) {
      ReadableCopies.Chosen chosen = given(source);
      ImageCopy copy = chosen.copy();
      String expected = copy.sha256().orElse("");
      job.checkStopped();
      if (read.size() == 1) {
        damage.found(copy, CopyDamage.mismatch(expected, found), job.call());
      } else {
        prove(chosen);
      }
      count(
          copy,
          new DigestMismatchException(
              "the copy on '%s'".formatted(copy.storageName()), expected, found));
    }
  }

  private void prove(ReadableCopies.Chosen chosen) {
    long length = chosen.expectedSize();
    try {
      verification.prove(
          chosen.copy(),
          length,
          chosen.driver(),
          job.call(),
          done -> job.progress().advance(done, length));
    } catch (StorageException e) {
      log.info(
          "job {}: the copy on '{}' could not be proved: {}",
          job.uuid(),
          chosen.copy().storageName(),
          e.getMessage());
    }
  }

  private void count(ImageCopy copy, IOException why) {
    failures.merge(copy.storageUuid(), 1, Integer::sum);
    told.put(copy.storageUuid(), "'%s': %s".formatted(copy.storageName(), why.getMessage()));
    away &= why instanceof StorageException storage && IoErrors.isAway(storage);
  }
}
