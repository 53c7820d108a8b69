package org.strongroom.server.volume;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.strongroom.server.backupstorage.upkeep.Rescan;
import org.strongroom.server.backupstorage.upkeep.RescanReport.Kind;
import org.strongroom.server.backupstorage.upkeep.StorageRescan;
import org.strongroom.server.volume.record.CopyFindings;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.server.volume.record.SnapshotRow;
import org.strongroom.server.volume.repository.GenerationProof;
import org.strongroom.server.volume.repository.Measured;
import org.strongroom.server.volume.repository.Repositories;
import org.strongroom.server.volume.repository.RepositoryRoom;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.snapshot.Generation;
import org.strongroom.storage.repository.verify.KnownPacks;
import org.strongroom.storage.repository.verify.VerifyDepth;

/**
 * Volume snapshots, when a storage is looked through: those that Strongroom servers have made and
 * the catalog lacks are taken in, and copies whose generation is gone are Damaged.
 */
final class RepositoryRescan implements StorageRescan {
  private static final String NOT_KNOWN =
      "a repository whose password is not known: ImportRepository takes it over";

  private final VolumeParts parts;
  private final Repositories repositories;
  private final RepositoryRoom room;
  private final CopyFindings findings;
  private final GenerationProof proof;

  RepositoryRescan(
      VolumeParts parts,
      Repositories repositories,
      RepositoryRoom room,
      CopyFindings findings,
      GenerationProof proof) {
    this.parts = parts;
    this.repositories = repositories;
    this.room = room;
    this.findings = findings;
    this.proof = proof;
  }

  @Override
  public void run(Rescan rescan) throws StorageException {
    try {
      look(rescan);
    } catch (RepositoryException e) {
      boolean locked = e.reason() == RepositoryException.Reason.WRONG_PASSWORD;
      unknown(rescan, locked ? NOT_KNOWN : String.valueOf(e.getMessage()));
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw new StorageException(StorageException.Reason.FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  private static void unknown(Rescan rescan, String reason) {
    StoragePath path = Repositories.DIRECTORY;
    rescan.report().add(Kind.UNKNOWN, path.toString(), null, null, 0, reason);
  }

  private void look(Rescan rescan) throws IOException {
    String storage = rescan.storage().uuid();
    Optional<String> password = parts.database().read(sql -> repositories.password(storage, sql));
    boolean there = Repository.exists(rescan.driver(), Repositories.DIRECTORY);
    if (there) {
      rescan.explain(Repositories.DIRECTORY.name());
    }
    if (password.isEmpty()) {
      if (there) {
        unknown(rescan, NOT_KNOWN);
      }
      return;
    }
    // The catalog is asked first: a backup that ends after this is not judged by what is seen.
    List<SnapshotCopy> known = copies(storage);
    if (!there) {
      lookForMissing(known, Set.of(), rescan);
      return;
    }
    try (Repository repository =
        repositories.openWith(password.get(), rescan.driver(), rescan.job().uuid())) {
      List<Generation> generations = repository.generations();
      var intake =
          new RepositoryIntake(
              parts, rescan.storage(), repository, rescan.job(), rescan.dryRun(), rescan.report());
      intake.ours(generations);
      if (rescan.verify()) {
        prove(intake.added(), rescan);
      }
      Set<ContentId> ids = ids(generations);
      boolean lacks = known.stream().anyMatch(copy -> isMissing(copy, ids));
      measure(rescan);
      lookForMissing(known, lacks ? ids(repository.generations()) : ids, rescan);
    }
  }

  /** Others may have written to it, or cleaned it up. */
  private void measure(Rescan rescan) throws IOException {
    if (!rescan.dryRun()) {
      String storage = rescan.storage().uuid();
      Measured measured = room.measure(storage, rescan.driver());
      rescan
          .job()
          .lease()
          .write(transaction -> {
            room.account(storage, measured, transaction);
            return true;
          });
    }
  }

  private List<SnapshotCopy> copies(String storage) {
    return parts
        .database()
        .read(sql ->
            SnapshotCopy.settledOn(storage, sql).stream()
                .filter(copy -> copy.generation().isPresent())
                .toList());
  }

  private void prove(List<SnapshotCopy> copies, Rescan rescan) throws IOException {
    KnownPacks packs = new KnownPacks();
    for (SnapshotCopy copy : copies) {
      rescan.breathe();
      proof.prove(
          copy,
          rescan.driver(),
          rescan.job().uuid(),
          VerifyDepth.DATA,
          packs,
          rescan.job().call(),
          done -> rescan.job().checkStopped());
    }
  }

  private static Set<ContentId> ids(List<Generation> generations) {
    Set<ContentId> ids = new HashSet<>();
    for (Generation generation : generations) {
      ids.add(generation.id());
      generation.original().ifPresent(ids::add);
    }
    return ids;
  }

  private static boolean isMissing(SnapshotCopy copy, Set<ContentId> ids) {
    return copy.generation().filter(ids::contains).isEmpty();
  }

  private void lookForMissing(List<SnapshotCopy> known, Set<ContentId> ids, Rescan rescan) {
    for (SnapshotCopy copy : known) {
      if (!isMissing(copy, ids)) {
        continue;
      }
      rescan.breathe();
      Optional<SnapshotCopy> now =
          parts
              .database()
              .read(sql -> SnapshotCopy.find(copy.snapshotUuid(), copy.storageUuid(), sql));
      if (now.filter(copy::sameGeneration).isEmpty()) {
        continue; // deleted or replaced meanwhile
      }
      Optional<SnapshotRow> snapshot =
          parts.database().read(sql -> SnapshotRow.find(copy.snapshotUuid(), sql));
      String how = "its generation is not in the repository";
      rescan
          .report()
          .add(
              Kind.MISSING,
              "repository/snapshots/" + copy.generation().orElseThrow().hex(),
              copy.snapshotUuid(),
              snapshot.map(SnapshotRow::name).orElse(null),
              snapshot.map(SnapshotRow::size).orElse(0L),
              how);
      if (!rescan.dryRun()) {
        findings.damaged(copy, how, rescan.job().call());
      }
    }
  }
}
