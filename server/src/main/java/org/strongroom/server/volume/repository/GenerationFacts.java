package org.strongroom.server.volume.repository;

import static org.strongroom.server.catalog.content.VolumeSnapshotCopyTable.VOLUME_SNAPSHOT_COPY;
import static org.strongroom.server.catalog.content.VolumeSnapshotTable.VOLUME_SNAPSHOT;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;
import static org.strongroom.server.catalog.storage.ZoneTable.ZONE;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.strongroom.api.ShortText;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.catalog.identity.AccountTable;
import org.strongroom.server.job.Job;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.server.volume.record.SnapshotRow;
import org.strongroom.server.volume.record.VolumeRow;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.work.BackupFacts;

/** What generations in repositories are told to be: the same on all storages. */
public final class GenerationFacts {
  /** The tag with the snapshot's uuid. */
  public static final String SNAPSHOT = "snapshot";

  /** What all of ours bear. */
  static final String OURS = "strongroom";

  /** The tag with the volume's uuid. */
  static final String VOLUME_UUID = "volume";

  /** The tag with what the volume is called. */
  static final String NAME = "name";

  /** The tag with what the snapshot is called. */
  static final String SNAPSHOT_NAME = "snapshot-name";

  /** The tag with what the volume is for its machine. */
  static final String VOLUME_TYPE = "type";

  /** The tag with the uuid of the account that owns both. */
  static final String ACCOUNT = "account";

  /** The tag with what that is called: in another catalog it has another uuid. */
  static final String ACCOUNT_NAME = "account-name";

  private GenerationFacts() {}

  /**
   * The name of a volume in repositories: never changed, whatever the volume is called later.
   *
   * @param name of the volume now
   */
  public static String hostOf(String volumeUuid, String name, Transaction transaction) {
    Optional<String> known =
        transaction
            .sql()
            .select(VOLUME.REPOSITORY_HOST)
            .from(VOLUME)
            .where(VOLUME.UUID.eq(volumeUuid))
            .fetchOptional(VOLUME.REPOSITORY_HOST);
    if (known.isPresent()) {
      return known.get();
    }
    String host = newHost(volumeUuid, name);
    transaction
        .sql()
        .update(VOLUME)
        .set(VOLUME.REPOSITORY_HOST, host)
        .where(VOLUME.UUID.eq(volumeUuid))
        .execute();
    return host;
  }

  /** What a volume that has no name in repositories gets. */
  static String newHost(String volumeUuid, String name) {
    String word = name.replaceAll("[^\\p{IsAlphabetic}\\p{IsDigit}._-]+", "-");
    return ShortText.cut(word, 100) + "-" + volumeUuid.substring(0, 8);
  }

  /** Of a snapshot on a storage, for this run of a job. */
  public static BackupFacts of(SnapshotRow snapshot, String storageUuid, Job job, DSLContext sql) {
    Optional<VolumeRow> volume =
        Optional.ofNullable(snapshot.volumeUuid()).flatMap(uuid -> VolumeRow.find(uuid, sql));
    List<String> tags = new ArrayList<>();
    tags.add(OURS);
    if (snapshot.volumeUuid() != null) {
      tags.add(VOLUME_UUID + ":" + snapshot.volumeUuid());
    }
    tags.add(SNAPSHOT + ":" + snapshot.uuid());
    tags.add(NAME + ":" + word(volume.map(VolumeRow::name).orElse(snapshot.name())));
    tags.add(SNAPSHOT_NAME + ":" + word(snapshot.name()));
    volume.ifPresent(row -> tags.add(VOLUME_TYPE + ":" + row.type()));
    account(snapshot, sql)
        .ifPresent(account -> {
          tags.add(ACCOUNT + ":" + account.uuid());
          account.name().ifPresent(name -> tags.add(ACCOUNT_NAME + ":" + word(name)));
        });
    volume.flatMap(row -> zone(row, sql)).ifPresent(name -> tags.add("zone:" + word(name)));
    BackupFacts facts =
        BackupFacts.of(
            java.util.Objects.requireNonNull(snapshot.repositoryHost(), "no name in repositories"),
            Instant.ofEpochMilli(snapshot.created()),
            tags);
    Optional<ContentId> before = before(snapshot, storageUuid, sql);
    if (before.isPresent()) {
      facts = facts.after(before.get());
    }
    return job.lease().writeIds().size() > 1 ? facts.resumedRun() : facts;
  }

  private static String word(String name) {
    return name.replace(',', ';');
  }

  private record Account(String uuid, Optional<String> name) {}

  private static Optional<Account> account(SnapshotRow snapshot, DSLContext sql) {
    return sql
        .select(VOLUME_SNAPSHOT.ACCOUNT_UUID, AccountTable.ACCOUNT.NAME)
        .from(VOLUME_SNAPSHOT)
        .leftJoin(AccountTable.ACCOUNT)
        .on(AccountTable.ACCOUNT.UUID.eq(VOLUME_SNAPSHOT.ACCOUNT_UUID))
        .where(VOLUME_SNAPSHOT.UUID.eq(snapshot.uuid()))
        .and(VOLUME_SNAPSHOT.ACCOUNT_UUID.isNotNull())
        .fetch(row -> new Account(row.value1(), Optional.ofNullable(row.value2())))
        .stream()
        .findFirst();
  }

  private static Optional<String> zone(VolumeRow volume, DSLContext sql) {
    return sql.select(ZONE.NAME)
        .from(ZONE)
        .where(ZONE.UUID.eq(volume.zoneUuid()))
        .fetchOptional(ZONE.NAME);
  }

  /** The newest snapshot of the volume before this one that the storage has whole. */
  private static Optional<ContentId> before(
      SnapshotRow snapshot, String storageUuid, DSLContext sql) {
    return sql
        .select(VOLUME_SNAPSHOT_COPY.SNAPSHOT_ID)
        .from(VOLUME_SNAPSHOT_COPY)
        .join(VOLUME_SNAPSHOT)
        .on(VOLUME_SNAPSHOT.UUID.eq(VOLUME_SNAPSHOT_COPY.VOLUME_SNAPSHOT_UUID))
        .where(VOLUME_SNAPSHOT.VOLUME_UUID.eq(snapshot.volumeUuid()))
        .and(VOLUME_SNAPSHOT.CREATED.le(snapshot.created()))
        .and(VOLUME_SNAPSHOT.UUID.ne(snapshot.uuid()))
        .and(VOLUME_SNAPSHOT_COPY.BACKUP_STORAGE_UUID.eq(storageUuid))
        .and(VOLUME_SNAPSHOT_COPY.STATUS.eq(SnapshotCopy.READY))
        .and(VOLUME_SNAPSHOT_COPY.SNAPSHOT_ID.isNotNull())
        .orderBy(VOLUME_SNAPSHOT.CREATED.desc())
        .limit(1)
        .fetch(VOLUME_SNAPSHOT_COPY.SNAPSHOT_ID)
        .stream()
        .flatMap(id -> ContentId.parse(id).stream())
        .findFirst();
  }
}
