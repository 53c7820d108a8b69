package org.strongroom.server.volume.repository;

import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;
import static org.strongroom.server.catalog.storage.RepositoryTable.REPOSITORY;
import static org.strongroom.server.catalog.system.JobTable.JOB;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.secret.Vault;
import org.strongroom.storage.driver.StorageDriver;
import org.strongroom.storage.driver.StoragePath;
import org.strongroom.storage.repository.Repository;
import org.strongroom.storage.repository.crypto.KeyCost;
import org.strongroom.storage.repository.file.RepositoryException;
import org.strongroom.storage.repository.index.SharedIndexes;
import org.strongroom.storage.repository.lock.LockFile;
import org.strongroom.storage.repository.lock.Locks.Found;
import org.strongroom.storage.repository.work.RepositoryOptions;

/**
 * The repositories of storages, each in {@code repository} below the storage's directory, with its
 * password in the vault.
 */
public final class Repositories {
  public static final StoragePath DIRECTORY = StoragePath.of("repository");

  public static final StoragePath LOCKS = DIRECTORY.resolve("locks");

  public static final StoragePath SNAPSHOTS = DIRECTORY.resolve("snapshots");

  public static final StoragePath KEYS = DIRECTORY.resolve("keys");

  /** What a job does while another makes the repository. */
  public static final String WAITING = "waiting for the repository to be made";

  /** As many bits as the key that it protects. */
  private static final int PASSWORD_BYTES = 32;

  /**
   * Guessing is hopeless at any cost: the passwords are random keys, which nobody chose. Each work
   * on a repository pays it once more, so it is the least.
   */
  private static final KeyCost COST = new KeyCost(16, 8, 1);

  private final Database database;
  private final Vault vault;
  private final Clock clock;
  private final Bandwidths bandwidths;
  private final SharedIndexes indexes = SharedIndexes.ofThisMachine();
  private final SecureRandom random = new SecureRandom();

  /**
   * @param bandwidths holds all that is read and written of a repository to its storage's
   */
  public Repositories(Database database, Vault vault, Clock clock, Bandwidths bandwidths) {
    this.database = database;
    this.vault = vault;
    this.clock = clock;
    this.bandwidths = bandwidths;
  }

  /** The password of the repository of a storage; empty if it has none. */
  public Optional<String> password(String storageUuid, DSLContext sql) {
    return opened(REPOSITORY.PASSWORD, storageUuid, sql);
  }

  /** One that is not in use, and whose key files are to go; empty if there is none. */
  public Optional<String> sparePassword(String storageUuid, DSLContext sql) {
    return opened(REPOSITORY.SPARE_PASSWORD, storageUuid, sql);
  }

  private Optional<String> opened(
      TableField<Record, String> column, String storageUuid, DSLContext sql) {
    return sql.select(column)
        .from(REPOSITORY)
        .where(REPOSITORY.BACKUP_STORAGE_UUID.eq(storageUuid))
        .fetchOptional(column)
        .map(sealed -> vault.decrypt(sealed, purpose(storageUuid)));
  }

  /**
   * Keeps which password is in use and which is not.
   *
   * @param spare null for none
   */
  public void keep(
      String storageUuid, String password, @Nullable String spare, Transaction transaction) {
    transaction
        .sql()
        .update(REPOSITORY)
        .set(REPOSITORY.PASSWORD, vault.encrypt(password, purpose(storageUuid)))
        .set(
            REPOSITORY.SPARE_PASSWORD,
            spare == null ? null : vault.encrypt(spare, purpose(storageUuid)))
        .where(REPOSITORY.BACKUP_STORAGE_UUID.eq(storageUuid))
        .execute();
  }

  /** A password that nobody chose. */
  public String newPassword() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Opens the repository of a storage with a certain password. */
  public Repository openWith(String password, StorageDriver driver, String user)
      throws IOException {
    return Repository.open(driver, DIRECTORY, password, options(user));
  }

  /** The same for a work that needs the index, which all such works of this node share. */
  private Repository openShared(
      String storageUuid, String password, StorageDriver driver, String user) throws IOException {
    return Repository.open(
        driver, DIRECTORY, password, options(user).sharing(indexes, storageUuid));
  }

  /**
   * Keeps the password of a repository that somebody else has made.
   *
   * @return whether it was kept: a repository whose password is known already is not replaced
   */
  public boolean take(String storageUuid, String password, Transaction transaction) {
    passwordOrNew(storageUuid, transaction);
    return transaction
            .sql()
            .update(REPOSITORY)
            .set(REPOSITORY.PASSWORD, vault.encrypt(password, purpose(storageUuid)))
            .set(REPOSITORY.FOREIGN, true)
            .where(REPOSITORY.BACKUP_STORAGE_UUID.eq(storageUuid))
            .and(REPOSITORY.MADE.isFalse())
            .execute()
        > 0;
  }

  /**
   * All of it that was to be taken in is.
   *
   * @param foreign whether others have backed up into it
   */
  public static void taken(String storageUuid, boolean foreign, Transaction transaction) {
    transaction
        .sql()
        .update(REPOSITORY)
        .set(REPOSITORY.MADE, true)
        .set(REPOSITORY.FOREIGN, foreign)
        .where(REPOSITORY.BACKUP_STORAGE_UUID.eq(storageUuid))
        .execute();
  }

  private static String purpose(String storageUuid) {
    return "repository:" + storageUuid;
  }

  /**
   * Opens the repository of a storage.
   *
   * @param user names who works with it now: its locks bear that name
   */
  public Repository open(String storageUuid, StorageDriver unbounded, String user)
      throws IOException {
    StorageDriver driver = bandwidths.ofStorage(storageUuid, unbounded);
    String password = known(storageUuid);
    try {
      return withoutLeftLocks(openShared(storageUuid, password, driver, user));
    } catch (RepositoryException e) {
      String now = known(storageUuid);
      if (e.reason() != RepositoryException.Reason.WRONG_PASSWORD || now.equals(password)) {
        throw e;
      }
      return withoutLeftLocks(
          openShared(storageUuid, now, driver, user)); // it was changed just then
    }
  }

  private String known(String storageUuid) throws RepositoryException {
    return database
        .read(sql -> password(storageUuid, sql))
        .orElseThrow(() ->
            new RepositoryException(
                RepositoryException.Reason.NO_REPOSITORY,
                "no repository is known on backup storage " + storageUuid));
  }

  /** Removes the locks of jobs that ended while the storage was away. */
  private Repository withoutLeftLocks(Repository repository) throws IOException {
    boolean done = false;
    try {
      for (Found found : repository.locks()) {
        String holder = found.lock().hostname();
        if (found.lock().isOurs() && isOver(holder.substring(LockFile.OURS.length()))) {
          repository.removeLock(found.id());
        }
      }
      done = true;
      return repository;
    } finally {
      if (!done) {
        repository.close();
      }
    }
  }

  /** Whether it is a job of this catalog that has ended. */
  private boolean isOver(String jobUuid) {
    return database.read(sql -> sql.fetchExists(JOB, JOB.UUID.eq(jobUuid), JOB.LEASE.isNull()));
  }

  /**
   * The same, for a job that may have to make it. Its password is kept before anything is sealed
   * with it. One job at a time makes it, at whichever node: of two that did, one would take the
   * other's keys for what an earlier attempt has left.
   *
   * @throws ApiException SYS.1006 if there is one whose password is not known
   */
  public Repository openOrCreate(String storageUuid, StorageDriver unbounded, Job job)
      throws IOException, InterruptedException {
    StorageDriver driver = bandwidths.ofStorage(storageUuid, unbounded);
    job.lease().write(transaction -> passwordOrNew(storageUuid, transaction));
    boolean makes = isMaker(storageUuid, job);
    Repository repository;
    if (Repository.exists(driver, DIRECTORY)) {
      repository = openKnown(storageUuid, driver, job);
    } else if (makes) {
      repository =
          Repository.create(
              driver,
              DIRECTORY,
              known(storageUuid),
              options(job.uuid()).sharing(indexes, storageUuid));
    } else {
      throw new RepositoryException(
          RepositoryException.Reason.MISSING,
          "the repository of backup storage %s is gone".formatted(storageUuid));
    }
    if (makes) {
      made(storageUuid, repository, job);
    }
    return repository;
  }

  private Repository openKnown(String storageUuid, StorageDriver driver, Job job)
      throws IOException {
    try {
      return withoutLeftLocks(openShared(storageUuid, known(storageUuid), driver, job.uuid()));
    } catch (RepositoryException e) {
      if (e.reason() == RepositoryException.Reason.WRONG_PASSWORD) {
        throw ApiException.refused(
            "backup storage %s has a repository whose password is not known here: ImportRepository takes it over, or move its directory 'repository' away"
                .formatted(storageUuid));
      }
      throw e;
    }
  }

  private void made(String storageUuid, Repository repository, Job job) throws IOException {
    boolean kept = false;
    try {
      job.lease()
          .write(transaction ->
              transaction
                  .sql()
                  .update(REPOSITORY)
                  .set(REPOSITORY.MADE, true)
                  .where(REPOSITORY.BACKUP_STORAGE_UUID.eq(storageUuid))
                  .execute());
      kept = true;
    } finally {
      if (!kept) {
        repository.close();
      }
    }
  }

  /**
   * Waits until the repository is made, or until nobody else makes it.
   *
   * @return whether the job is to make it
   */
  private boolean isMaker(String storageUuid, Job job) throws InterruptedException {
    while (!isMade(storageUuid)) {
      job.checkStopped();
      int taken =
          job.lease()
              .write(transaction ->
                  transaction
                      .sql()
                      .update(REPOSITORY)
                      .set(REPOSITORY.MAKER, job.uuid())
                      .where(REPOSITORY.BACKUP_STORAGE_UUID.eq(storageUuid))
                      .and(REPOSITORY.MADE.isFalse())
                      .and(REPOSITORY.MAKER.eq(job.uuid()).or(noneMakesIt()))
                      .execute());
      if (taken == 1) {
        return true;
      }
      job.progress().step(WAITING);
      database
          .watch()
          .until(
              "made " + storageUuid,
              sql ->
                  !sql.fetchExists(
                      REPOSITORY,
                      REPOSITORY
                          .BACKUP_STORAGE_UUID
                          .eq(storageUuid)
                          .and(REPOSITORY.MADE.isFalse())
                          .andNot(noneMakesIt())));
    }
    return false;
  }

  /** A job that has ended without making it does not make it any more. */
  private static Condition noneMakesIt() {
    return REPOSITORY
        .MAKER
        .isNull()
        .or(
            notExists(
                selectOne()
                    .from(JOB)
                    .where(JOB.UUID.eq(REPOSITORY.MAKER))
                    .and(JOB.LEASE.isNotNull())));
  }

  private boolean isMade(String storageUuid) {
    return database.read(sql ->
        sql.fetchExists(
            REPOSITORY, REPOSITORY.BACKUP_STORAGE_UUID.eq(storageUuid), REPOSITORY.MADE.isTrue()));
  }

  private String passwordOrNew(String storageUuid, Transaction transaction) {
    String made = newPassword();
    transaction
        .sql()
        .insertInto(REPOSITORY)
        .set(REPOSITORY.BACKUP_STORAGE_UUID, storageUuid)
        .set(REPOSITORY.PASSWORD, vault.encrypt(made, purpose(storageUuid)))
        .set(REPOSITORY.MADE, false)
        .set(REPOSITORY.BYTES, 0L)
        .set(REPOSITORY.MEASURE_DUE, false)
        .set(REPOSITORY.CREATED, clock.millis())
        .onConflictDoNothing()
        .execute();
    return password(storageUuid, transaction.sql()).orElseThrow();
  }

  private RepositoryOptions options(String user) {
    RepositoryOptions usual = RepositoryOptions.of(user, clock);
    return new RepositoryOptions(usual.locks(), COST, usual.packBytes());
  }
}
