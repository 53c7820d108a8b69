package org.strongroom.server.audit.review;

import static org.jooq.impl.DSL.noCondition;

import org.strongroom.api.ApiException;
import org.strongroom.api.audit.QueryAudit;
import org.strongroom.api.audit.VerifyAudit;
import org.strongroom.api.inventory.AuditInventory;
import org.strongroom.server.audit.AuditChain;
import org.strongroom.server.call.OperationRegistry;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.query.Queries;

/** Lets the audit log be read and verified. */
public final class AuditService {
  private final Database database;
  private final Queries queries;
  private final AuditChain chain;

  public AuditService(Database database, Queries queries, AuditChain chain) {
    this.database = database;
    this.queries = queries;
    this.chain = chain;
  }

  public void register(OperationRegistry operations) {
    operations.answer(
        QueryAudit.class,
        (request, caller) ->
            database.read(
                sql -> queries.find(sql, AuditInventory.class, request.query(), noCondition())));
    operations.answer(VerifyAudit.class, (request, caller) -> verify(request));
  }

  private VerifyAudit.Reply verify(VerifyAudit request) {
    if ((request.number() == null) != (request.digest() == null)) {
      throw ApiException.invalid("number and digest of a link belong together: give both or none");
    }
    chain.linkAndSeal();
    return new AuditVerification(database, chain.seals(), request).run();
  }
}
