package org.strongroom.server.backupstorage.marker;

import static org.strongroom.server.catalog.system.InstallationTable.INSTALLATION;

import java.time.InstantSource;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Database;

/**
 * Names this catalog on the storages that belong to it, so that another server does not take them
 * for its own. All nodes over one catalog are one installation, and so is what is restored from its
 * backup; an empty catalog is another.
 */
public final class Installation {
  private static final int ONLY = 1;

  private final Database database;
  private final InstantSource clock;
  private volatile @Nullable String known;

  public Installation(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Its uuid, made up when it is first asked for. */
  public String uuid() {
    String uuid = known;
    if (uuid == null) {
      uuid = database.read(Installation::find);
    }
    if (uuid == null) {
      uuid = java.util.Objects.requireNonNull(make());
    }
    known = uuid;
    return uuid;
  }

  private @Nullable String make() {
    database.write(transaction ->
        transaction
            .sql()
            .insertInto(INSTALLATION)
            .set(INSTALLATION.ID, ONLY)
            .set(INSTALLATION.UUID, Uuid.random())
            .set(INSTALLATION.CREATED, clock.millis())
            .onConflictDoNothing() // another node was faster
            .execute());
    return database.read(Installation::find);
  }

  private static @Nullable String find(DSLContext sql) {
    return sql.select(INSTALLATION.UUID).from(INSTALLATION).fetchOne(INSTALLATION.UUID);
  }
}
