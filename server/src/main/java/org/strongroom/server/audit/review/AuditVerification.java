package org.strongroom.server.audit.review;

import static org.strongroom.server.catalog.system.AuditLinkTable.AUDIT_LINK;
import static org.strongroom.server.catalog.system.AuditTable.AUDIT;

import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.audit.VerifyAudit;
import org.strongroom.server.audit.AuditChain.Head;
import org.strongroom.server.audit.AuditPart;
import org.strongroom.server.catalog.Database;

/** Walks the chain of the audit log from its beginning, a page at a time. */
final class AuditVerification {
  private static final int PAGE = 2000;

  private final Database database;
  private final @Nullable Long knownNumber;
  private final @Nullable String knownDigest;
  private Head head = Head.NONE;
  private long first;
  private long checked;
  private @Nullable String fault;
  private boolean knownSeen;

  /**
   * A walk that has not begun.
   *
   * @param known a link that somebody noted earlier, to be found unchanged; may be missing
   */
  AuditVerification(Database database, VerifyAudit known) {
    this.database = database;
    this.knownNumber = known.number();
    this.knownDigest = known.digest();
  }

  VerifyAudit.Reply run() {
    List<Record> page;
    do {
      page = database.read(this::page);
      for (Record row : page) {
        if (fault == null) {
          check(row);
        }
      }
    } while (fault == null && page.size() == PAGE);
    if (fault == null) {
      checkAround();
    }
    return new VerifyAudit.Reply(
        fault == null, fault, checked, first, head.number(), head.digest(), true);
  }

  private List<Record> page(DSLContext sql) {
    return sql.select(AUDIT_LINK.fields())
        .select(AUDIT.fields())
        .from(AUDIT_LINK)
        .leftJoin(AUDIT)
        .on(AUDIT.UUID.eq(AUDIT_LINK.AUDIT_UUID))
        .where(AUDIT_LINK.NUMBER.gt(head.number()))
        .orderBy(AUDIT_LINK.NUMBER)
        .limit(PAGE)
        .fetch(row -> row);
  }

  private void check(Record row) {
    long number = row.get(AUDIT_LINK.NUMBER);
    String digest = row.get(AUDIT_LINK.DIGEST);
    if (checked == 0 && row.get(AUDIT_LINK.PART).equals(AuditPart.ANCHOR)) {
      first = number; // what was before it was forgotten by its age
    } else if (number != head.number() + 1) {
      fault = "link %d is missing".formatted(head.number() + 1);
      return;
    } else {
      fault = faultOf(row, number, digest);
    }
    first = first == 0 ? number : first;
    checked++;
    head = new Head(number, digest);
    if (knownNumber != null && number == knownNumber) {
      knownSeen = true;
      if (fault == null && !digest.equalsIgnoreCase(knownDigest)) {
        fault = "link %d has another digest than the one noted earlier".formatted(number);
      }
    }
  }

  private @Nullable String faultOf(Record row, long number, String digest) {
    String entry = row.get(AUDIT_LINK.AUDIT_UUID);
    Optional<AuditPart> part = AuditPart.of(row.get(AUDIT_LINK.PART));
    if (part.isEmpty() || entry == null) {
      return "link %d is of no known kind".formatted(number);
    }
    if (row.get(AUDIT.UUID) == null) {
      return "entry %s of link %d is missing".formatted(entry, number);
    }
    return part.get().digest(head.digest(), row).equals(digest)
        ? null
        : "entry %s is not what was linked as number %d".formatted(entry, number);
  }

  /** What the walk along the chain does not meet. */
  private void checkAround() {
    if (knownNumber != null && !knownSeen) {
      fault =
          knownNumber > head.number()
              ? "the chain ends at link %d, before the one noted earlier".formatted(head.number())
              : "the link noted earlier, %d, was forgotten by its age".formatted(knownNumber);
      return;
    }
    database
        .read(sql ->
            sql.select(AUDIT.UUID)
                .from(AUDIT)
                .where(AUDIT.LINKED.gt(0))
                .and(
                    DSL.notExists(
                        DSL.selectOne()
                            .from(AUDIT_LINK)
                            .where(AUDIT_LINK.AUDIT_UUID.eq(AUDIT.UUID))))
                .limit(1)
                .fetchOptional(AUDIT.UUID))
        .ifPresent(uuid -> fault = "entry %s has lost its link".formatted(uuid));
  }
}
