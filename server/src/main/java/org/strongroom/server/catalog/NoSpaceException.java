package org.strongroom.server.catalog;

import java.io.Serial;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The database has no room to write in; reading goes on, and nothing acknowledged is lost. */
public final class NoSpaceException extends DataAccessException {
  @Serial private static final long serialVersionUID = 1L;

  private static final String DISK_FULL = "53100";

  NoSpaceException(Throwable cause) {
    super(
        "nothing can be written, because the disk of the catalog is full; make room on it (for the"
            + " embedded database it is the disk of data.dir)",
        cause);
  }

  /** Whether a failure of the database means that it has no room. */
  static boolean isReasonOf(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException sqlite && isFull(sqlite.getResultCode())) {
        return true;
      }
      if (cause instanceof PSQLException postgres && DISK_FULL.equals(postgres.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFull(SQLiteErrorCode code) {
    return code == SQLiteErrorCode.SQLITE_FULL
        || code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE
        || code == SQLiteErrorCode.SQLITE_IOERR_WRITE;
  }
}
