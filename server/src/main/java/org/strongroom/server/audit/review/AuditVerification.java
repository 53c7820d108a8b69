package org.strongroom.server.audit.review;

import static org.strongroom.server.catalog.system.AuditLinkTable.AUDIT_LINK;
import static org.strongroom.server.catalog.system.AuditTable.AUDIT;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.audit.VerifyAudit;
import org.strongroom.server.audit.AuditChain.Head;
import org.strongroom.server.audit.AuditPart;
import org.strongroom.server.audit.AuditSeals;
import org.strongroom.server.audit.AuditSeals.End;
import org.strongroom.server.catalog.Database;

/** Walks the chain of the audit log from its beginning, a page at a time. */
final class AuditVerification {
  private static final int PAGE = 2000;

  private final Database database;
  private final AuditSeals seals;
  private AuditSeals.Kept kept = new AuditSeals.Kept(0, Map.of());
  private boolean lastSeen;
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
  AuditVerification(Database database, AuditSeals seals, VerifyAudit known) {
    this.database = database;
    this.seals = seals;
    this.knownNumber = known.number();
    this.knownDigest = known.digest();
  }

  VerifyAudit.Reply run() {
    List<Record> page = firstPage();
    checkBeginning(page);
    while (true) {
      for (Record row : page) {
        if (fault == null) {
          check(row);
        }
      }
      if (fault != null || page.size() < PAGE) {
        break;
      }
      page = database.read(this::page);
    }
    if (fault == null) {
      checkAround();
    }
    return new VerifyAudit.Reply(
        fault == null,
        fault,
        checked,
        first,
        head.number(),
        head.digest(),
        kept.seal(End.LAST).or(() -> kept.seal(End.FIRST)).map(AuditSeals.Seal::from).orElse(null),
        true);
  }

  /** With the seals of the same moment: meanwhile others may forget what is old. */
  private List<Record> firstPage() {
    while (true) {
      AuditSeals.Kept before = database.read(seals::kept);
      List<Record> page = database.read(this::page);
      AuditSeals.Kept after = database.read(seals::kept);
      if (before.seal(End.FIRST).equals(after.seal(End.FIRST))) {
        kept = before; // the last link may have moved on beyond the page since
        return page;
      }
    }
  }

  private void checkBeginning(List<Record> page) {
    for (End end : End.values()) {
      if (kept.seal(end).isEmpty()) {
        fault =
            "the seal of the chain's %s link is missing, or of another key than this server's"
                .formatted(end.name().toLowerCase(Locale.ROOT));
        return;
      }
    }
    Head sealed = kept.seal(End.FIRST).orElseThrow().head();
    Head found =
        page.isEmpty() || !page.getFirst().get(AUDIT_LINK.PART).equals(AuditPart.ANCHOR)
            ? Head.NONE
            : new Head(
                page.getFirst().get(AUDIT_LINK.NUMBER), page.getFirst().get(AUDIT_LINK.DIGEST));
    if (!found.equals(sealed)) {
      fault =
          "the chain begins after link %d, and this server sealed that it begins after link %d"
              .formatted(found.number(), sealed.number());
    }
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
    checkSealed(number, digest);
    if (knownNumber != null && number == knownNumber) {
      knownSeen = true;
      if (fault == null && !digest.equalsIgnoreCase(knownDigest)) {
        fault = "link %d has another digest than the one noted earlier".formatted(number);
      }
    }
  }

  private void checkSealed(long number, String digest) {
    Head last = kept.seal(End.LAST).map(AuditSeals.Seal::head).orElse(Head.NONE);
    if (number == last.number()) {
      lastSeen = true;
      if (fault == null && !digest.equals(last.digest())) {
        fault = "link %d has another digest than this server sealed".formatted(number);
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
    long last = kept.seal(End.LAST).map(seal -> seal.head().number()).orElse(0L);
    if (last > 0 && !lastSeen) {
      fault =
          "the chain ends at link %d, and this server sealed link %d"
              .formatted(head.number(), last);
      return;
    }
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
