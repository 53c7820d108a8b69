package org.strongroom.storage.repository;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StorageEntry;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.repository.clean.Marking;
import org.strongroom.storage.repository.clean.Prune;
import org.strongroom.storage.repository.clean.PruneOptions;
import org.strongroom.storage.repository.clean.PruneResult;
import org.strongroom.storage.repository.clean.RepositoryUsage;
import org.strongroom.storage.repository.clean.Salvage;
import org.strongroom.storage.repository.crypto.Config;
import org.strongroom.storage.repository.crypto.KeyCost;
import org.strongroom.storage.repository.crypto.KeyFile;
import org.strongroom.storage.repository.crypto.Keys;
import org.strongroom.storage.repository.crypto.SealedFiles;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.file.FileKind;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.file.RepositoryException.Reason;
import org.strongroom.storage.repository.file.RepositoryFiles;
import org.strongroom.storage.repository.index.LoadedIndex;
import org.strongroom.storage.repository.lock.LockFile;
import org.strongroom.storage.repository.lock.Locks;
import org.strongroom.storage.repository.lock.Locks.Found;
import org.strongroom.storage.repository.restore.Restore;
import org.strongroom.storage.repository.restore.RestoreTarget;
import org.strongroom.storage.repository.snapshot.FileNode;
import org.strongroom.storage.repository.snapshot.Generation;
import org.strongroom.storage.repository.verify.FileProof;
import org.strongroom.storage.repository.verify.KnownPacks;
import org.strongroom.storage.repository.verify.Verification;
import org.strongroom.storage.repository.verify.VerifyDepth;
import org.strongroom.storage.repository.verify.VerifyListener;
import org.strongroom.storage.repository.verify.VerifyResult;
import org.strongroom.storage.repository.work.BackupFacts;
import org.strongroom.storage.repository.work.BlobLayout;
import org.strongroom.storage.repository.work.BlobReader;
import org.strongroom.storage.repository.work.GenerationFile;
import org.strongroom.storage.repository.work.RepositoryOptions;
import org.strongroom.storage.repository.work.RepositoryParts;
import org.strongroom.storage.repository.work.Snapshots;
import org.strongroom.storage.repository.work.Trees;
import org.strongroom.storage.repository.work.WorkListener;

/**
 * A repository in restic's published format, version 2, in a directory of any storage: generations
 * of disks, encrypted, each block stored once. Stock restic reads and writes it at the same time.
 *
 * <p>Works lock as restic does, and keep no state outside the storage; the index is kept in memory
 * and read on. Thread-safe: works may run at the same time. Everything fails with a {@link
 * org.strongroom.storage.driver.StorageException} for reasons of the storage, with a {@link
 * RepositoryException} for those of the repository.
 */
public final class Repository implements Closeable {
  private final RepositoryParts parts;
  private final Keys keys;
  private final Keys.Opened opened;
  private final Config config;

  private Repository(
      RepositoryFiles files,
      Keys keys,
      Keys.Opened opened,
      Config config,
      RepositoryOptions options) {
    this.keys = keys;
    this.opened = opened;
    this.config = config;
    var sealed = new SealedFiles(files, opened.key());
    var index = new LoadedIndex(sealed, options.indexes().use(options.place() + " " + config.id()));
    this.parts =
        new RepositoryParts(
            files,
            sealed,
            index,
            new BlobReader(files, opened.key(), index),
            new Locks(sealed, options.locks()),
            options);
  }

  /** Whether there is a repository in a directory. */
  public static boolean exists(StorageDriver driver, StoragePath directory) throws IOException {
    return new RepositoryFiles(driver, directory).hasConfig();
  }

  /**
   * Makes a repository. What an earlier attempt left that was broken off is no hindrance.
   *
   * @param driver not owned
   * @param password nobody reads anything without it
   * @throws RepositoryException EXISTS if there is one
   */
  public static Repository create(
      StorageDriver driver, StoragePath directory, String password, RepositoryOptions options)
      throws IOException {
    var files = new RepositoryFiles(driver, directory);
    if (files.hasConfig()) {
      throw new RepositoryException(Reason.EXISTS, "there is a repository already");
    }
    Keys keys = keys(files, options);
    for (ContentId leftOver : keys.list()) {
      files.delete(FileKind.KEY, leftOver);
    }
    files.makeDirectories();
    Keys.Opened opened = keys.create(password, options.clock().instant());
    Config config = Config.create(files, opened.key());
    if (!keys.list().contains(opened.file()) || !isOwn(files, opened, config)) {
      throw new RepositoryException(Reason.EXISTS, "somebody else made a repository there");
    }
    return new Repository(files, keys, opened, config, options);
  }

  private static boolean isOwn(RepositoryFiles files, Keys.Opened opened, Config config)
      throws IOException {
    try {
      return Config.read(files, opened.key()).equals(config);
    } catch (RepositoryException e) {
      return false;
    }
  }

  /**
   * Opens a repository, of stock restic perhaps.
   *
   * @param driver not owned
   * @throws RepositoryException NO_REPOSITORY, WRONG_PASSWORD, UNSUPPORTED, DAMAGED
   */
  public static Repository open(
      StorageDriver driver, StoragePath directory, String password, RepositoryOptions options)
      throws IOException {
    var files = new RepositoryFiles(driver, directory);
    if (!files.hasConfig()) {
      throw new RepositoryException(Reason.NO_REPOSITORY, "there is no repository");
    }
    Keys keys = keys(files, options);
    Keys.Opened opened = keys.open(password);
    return new Repository(files, keys, opened, Config.read(files, opened.key()), options);
  }

  private static Keys keys(RepositoryFiles files, RepositoryOptions options) {
    return new Keys(files, options.keyCost(), options.locks().hostname());
  }

  /** The id that no other repository has: 64 hexadecimal digits. */
  public String id() {
    return config.id();
  }

  /** Lets a further password open the repository; its key file's id names it. */
  public ContentId addPassword(String password) throws IOException {
    return keys.add(opened.key(), password, parts.options().clock().instant()).file();
  }

  /** The same for one that somebody may have chosen: guessing it costs so much. */
  public Keys.Added addPassword(String password, KeyCost cost) throws IOException {
    Keys at = new Keys(keys.files(), cost, keys.hostname());
    return at.add(opened.key(), password, parts.options().clock().instant());
  }

  /**
   * Where and when a password was added, as its key file says, which nothing proves; empty if that
   * is not there, or damaged.
   */
  public Optional<KeyFile.Origin> originOfPassword(ContentId keyFile) throws IOException {
    try {
      return Optional.of(KeyFile.origin(parts.files().read(FileKind.KEY, keyFile)));
    } catch (RepositoryException e) {
      return Optional.empty();
    }
  }

  /** The key file that this repository was opened with. */
  public ContentId openedWith() {
    return opened.file();
  }

  /** The key files, each of which is a password. */
  public List<ContentId> passwords() throws IOException {
    return List.copyOf(keys.list());
  }

  /**
   * Takes a password away.
   *
   * @throws RepositoryException UNSUPPORTED if it is the last one
   */
  public void removePassword(ContentId keyFile) throws IOException {
    if (keys.list().stream().allMatch(keyFile::equals)) {
      throw new RepositoryException(
          Reason.UNSUPPORTED, "the last password of a repository cannot be taken away");
    }
    parts.files().delete(FileKind.KEY, keyFile);
  }

  /**
   * Backs a disk up as a new generation. Broken off at any moment, it leaves no generation, and
   * what it has sent counts for the next run.
   *
   * @param disk not closed
   */
  public BackupResult backUp(Disk disk, BackupFacts facts, WorkListener listener)
      throws IOException {
    return new Backup(parts, disk, facts, listener).run(parent(facts));
  }

  /** A generation that is not there any more, or not whole, is no parent. */
  private Optional<Parent> parent(BackupFacts facts) throws IOException {
    if (facts.parent().isEmpty()) {
      return Optional.empty();
    }
    try {
      Generation generation = generation(facts.parent().get());
      return Optional.of(new Parent(generation, new Trees(parts.blobs()).onlyFile(generation)));
    } catch (RepositoryException e) {
      return Optional.empty();
    }
  }

  /**
   * Copies a generation of another repository into this one as a new one: only blocks that are
   * missing here are read there, each proved by its id, and sealed with this repository's key.
   * Broken off at any moment, it leaves no generation, and what it has sent counts for the next
   * run.
   *
   * @param replaces whether a copy of it that is here may be damaged: packs here that do not hold
   *     what they should are taken out of the index before, so that their blocks count as missing
   * @throws RepositoryException DAMAGED or MISSING if the other one does not have it whole
   */
  public BackupResult copy(
      StoredDisk source, BackupFacts facts, boolean replaces, WorkListener listener)
      throws IOException {
    try (var _ = source.repository().lock(listener)) {
      FileNode file = source.file();
      if (replaces) {
        Set<ContentId> bad = new FileProof(parts, listener).badPacks(file, facts);
        if (!bad.isEmpty()) {
          dropBadPacks(bad, listener);
        }
      }
      return new GenerationCopy(source.repository().parts, parts, file, facts, listener).run();
    }
  }

  /** A file of a generation with its blobs; the only one if none is named. */
  FileNode file(ContentId generation, Optional<String> path) throws IOException {
    var trees = new Trees(parts.blobs());
    return path.isPresent()
        ? trees.file(generation(generation), path.get())
        : trees.onlyFile(generation(generation));
  }

  /**
   * All generations, of stock restic too, the oldest first. Snapshots that are damaged are left
   * out; a verification tells of them.
   */
  public List<Generation> generations() throws IOException {
    var found = new ArrayList<Generation>();
    new Snapshots(parts.sealed()).forEach(found::add, damage -> {});
    found.sort(Comparator.comparing(Generation::time).thenComparing(g -> g.id().hex()));
    return found;
  }

  /**
   * A generation by its id, or by the one that it had before somebody tagged it.
   *
   * @throws RepositoryException MISSING
   */
  public Generation generation(ContentId id) throws IOException {
    if (parts.files().stat(FileKind.SNAPSHOT, id).isPresent()) {
      return new Snapshots(parts.sealed()).read(id);
    }
    return generations().stream()
        .filter(generation -> generation.isOrWas(id))
        .findFirst()
        .orElseThrow(() ->
            new RepositoryException(
                Reason.MISSING, "there is no generation %s".formatted(id.brief())));
  }

  /** Whether a generation lies there under this id. */
  public boolean has(ContentId generation) throws IOException {
    return parts.files().stat(FileKind.SNAPSHOT, generation).isPresent();
  }

  /** Looks for disks that stock restic has backed up as files. */
  public DiskSearch search() {
    return new DiskSearch(parts);
  }

  /** The files of a generation: one for those of disks, any number for those of stock restic. */
  public List<GenerationFile> files(ContentId generation) throws IOException {
    return new Trees(parts.blobs()).files(generation(generation));
  }

  /**
   * The disk of a generation that has one file. No lock is taken: see {@link #lock}.
   *
   * @throws RepositoryException MISSING, DAMAGED, or UNSUPPORTED if it has other files
   */
  public GenerationDisk disk(ContentId generation) throws IOException {
    return new GenerationDisk(parts, new Trees(parts.blobs()).onlyFile(generation(generation)));
  }

  /** As {@link #disk(ContentId)}, of one file of several. */
  public GenerationDisk disk(ContentId generation, String path) throws IOException {
    return new GenerationDisk(parts, new Trees(parts.blobs()).file(generation(generation), path));
  }

  /**
   * Writes the disk of a generation into a target from the first byte to the last, faster than by
   * reading it so; holds a lock meanwhile. Each block was compared with its digest before; zeros
   * are told and not written, and what the target {@linkplain RestoreTarget#holds holds} is passed
   * over.
   *
   * @throws RepositoryException DAMAGED with the numbers of blocks that have no good copy, after
   *     everything else was restored
   */
  public void restore(ContentId generation, RestoreTarget target, WorkListener listener)
      throws IOException {
    restore(new StoredDisk(this, generation, Optional.empty()), target, listener);
  }

  void restore(StoredDisk disk, RestoreTarget target, WorkListener listener) throws IOException {
    try (var _ = lock(listener)) {
      new Restore(parts, BlobLayout.of(disk.file(), parts.index()), target, listener).run();
    }
  }

  /**
   * Holds the lock that stock restic's {@code prune} waits for, as long as a generation is read for
   * hours; refreshed by itself.
   */
  public Closeable lock(WorkListener listener) throws IOException {
    return parts.locks().take(false, listener::waitsFor);
  }

  /** Forgets a generation; its blocks go with a later clean-up. One that has gone is success. */
  public void forget(ContentId generation) throws IOException {
    if (has(generation)) { // nobody has tagged it: of thousands, no other is read
      parts.files().delete(FileKind.SNAPSHOT, generation);
      return;
    }
    for (Generation found : generations()) {
      if (found.isOrWas(generation)) {
        parts.files().delete(FileKind.SNAPSHOT, found.id());
      }
    }
  }

  /**
   * Brings back the room of blocks that no generation needs any more; others may back up meanwhile.
   * Packs leave the index now, and the storage when a later clean-up finds them condemned for the
   * grace.
   *
   * @throws RepositoryException if a generation is damaged: nothing is deleted then
   */
  public PruneResult prune(PruneOptions options, WorkListener listener) throws IOException {
    return separately(own -> new Prune(own, options, listener).run());
  }

  /**
   * Looks at packs, and tells which blocks of which generations have no good copy. Deletes nothing.
   */
  public VerifyResult verify(VerifyDepth depth, VerifyListener listener) throws IOException {
    return new Verification(parts, depth, listener, new KnownPacks()).run();
  }

  /**
   * The same of the packs that one generation stands on.
   *
   * @param known packs that were looked at already, and are not again; new ones are added
   */
  public VerifyResult verify(
      ContentId generation, VerifyDepth depth, KnownPacks known, VerifyListener listener)
      throws IOException {
    return new Verification(parts, depth, listener, known).run(generation(generation));
  }

  /**
   * Takes packs that a verification found bad out of the index, after what is good in them was
   * moved: the next backup of a disk that still has the lost blocks stores them again, and with
   * them older generations are whole again.
   *
   * @return blobs that were lost
   */
  public int dropBadPacks(Collection<ContentId> packs, WorkListener listener) throws IOException {
    return separately(own -> new Salvage(own, listener).run(packs));
  }

  private interface Work<T> {
    T run(RepositoryParts own) throws IOException;
  }

  /** What counts by the numbers of an index, or rewrites it, must not see it grow meanwhile. */
  private <T> T separately(Work<T> work) throws IOException {
    try (var index = parts.index().separate();
        var blobs = new BlobReader(parts.files(), parts.sealed().key(), index)) {
      return work.run(
          new RepositoryParts(
              parts.files(), parts.sealed(), index, blobs, parts.locks(), parts.options()));
    }
  }

  /** What the repository takes, and what of it is used. Reads all trees. */
  public RepositoryUsage usage(WorkListener listener) throws IOException {
    try (var _ = lock(listener)) {
      return separately(own -> usage(own, listener));
    }
  }

  private static RepositoryUsage usage(RepositoryParts own, WorkListener listener)
      throws IOException {
    Marking marking = Marking.ofAll(own, false, listener);
    long stored = 0;
    Collection<StorageEntry> packs = own.files().list(FileKind.PACK).values();
    for (StorageEntry pack : packs) {
      stored += pack.size();
    }
    return RepositoryUsage.of(packs.size(), stored, marking);
  }

  /** The locks that lie there now. */
  public List<Found> locks() throws IOException {
    return parts.locks().list();
  }

  /** Removes a lock whose holder is known to be gone. */
  public void removeLock(ContentId lock) throws IOException {
    parts.locks().remove(lock);
  }

  /** Removes the locks of this node; for when none of its works can run, as at its start. */
  public void removeOwnLocks() throws IOException {
    for (Found found : locks()) {
      LockFile lock = found.lock();
      if (lock.hostname().equals(parts.options().locks().hostname())) {
        removeLock(found.id());
      }
    }
  }

  /** Closes what is open of the repository, not the driver. */
  @Override
  public void close() {
    parts.blobs().close();
    parts.index().close();
  }
}
