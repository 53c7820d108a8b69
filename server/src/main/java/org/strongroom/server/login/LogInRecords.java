package org.strongroom.server.login;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.api.ApiError;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.audit.AuditLog;
import org.strongroom.server.caller.Origin;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;

/** Puts log-ins into the audit log: each that succeeded, and those that failed as they are told. */
public final class LogInRecords {
  private static final Logger log = LoggerFactory.getLogger(LogInRecords.class);

  private final Database database;
  private final AuditLog audit;

  public LogInRecords(Database database, AuditLog audit) {
    this.database = database;
    this.audit = audit;
  }

  /** Somebody knew the password. That the disk is full must not keep an administrator out. */
  void succeeded(Claim claim) {
    Origin origin = Origin.current();
    log.info("log-in as '{}' from {}", claim.shownName(), origin.source());
    try {
      database.write(transaction -> {
        audit.logIn(
            claim.uuid().orElse(""), null, origin.source(), origin.requestId(), transaction);
        return true;
      });
    } catch (RuntimeException e) {
      log.warn("a log-in could not be recorded: {}", e.getMessage());
    }
  }

  /** Attempts that failed within a minute, in the transaction that makes them an event. */
  void failed(String accountUuid, String text, Transaction transaction) {
    audit.logIn(accountUuid, ApiError.of(ErrorCode.WRONG_CREDENTIALS, text), "", "", transaction);
  }
}
