package org.strongroom.api.audit;

import org.strongroom.api.Operation;
import org.strongroom.api.Operation.Access;
import org.strongroom.api.Operation.HttpMethod;
import org.strongroom.api.Operation.Mode;
import org.strongroom.api.Query;
import org.strongroom.api.QueryReply;
import org.strongroom.api.Request;
import org.strongroom.api.inventory.AuditInventory;

/** Finds entries of the audit log: who called what from where, and what came of it. */
@Operation(
    summary = "Finds entries of the audit log: who called what from where, and what came of it.",
    method = HttpMethod.GET,
    path = {"/audit-entries", "/audit-entries/{uuid}"},
    mode = Mode.SYNC,
    access = Access.ADMIN,
    since = "1.0",
    command = "audit list")
public record QueryAudit(Query query) implements Request<QueryReply<AuditInventory>> {}
