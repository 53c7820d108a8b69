package org.strongroom.server.audit;

import static org.strongroom.server.catalog.system.AuditLinkTable.AUDIT_LINK;
import static org.strongroom.server.catalog.system.AuditTable.AUDIT;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.secret.Vault;

/**
 * Chains the entries of the audit log: each link is the SHA-256 of the link before it and of an
 * entry, so that an entry cannot be changed, taken out or put in without all later links being made
 * anew, which {@link AuditSeals} tell. Entries are linked within about a second after they were
 * written, in transactions of their own: callers do not wait for each other's links.
 */
public final class AuditChain {
  private static final int AT_ONCE = 500;
  private static final int COMPLETE = 2;
  private static final Condition IS_DUE =
      AUDIT.LINKED.lt(DSL.inline(COMPLETE)).and(AUDIT.LINKED.eq(0).or(AUDIT.FINISHED.isNotNull()));

  private final Database database;
  private final AuditSeals seals;

  /**
   * The chain in a catalog.
   *
   * @param vault of which the key lies outside of the catalog
   */
  public AuditChain(Database database, Vault vault) {
    this.database = database;
    this.seals = new AuditSeals(vault);
  }

  public AuditSeals seals() {
    return seals;
  }

  /** Links what is not linked yet, and seals the chain if it never was. */
  public void linkAndSeal() {
    link();
    database.write(transaction -> {
      lock(transaction);
      seals.sealIfNew(transaction);
      return true;
    });
  }

  /** Links what is not linked yet. Several nodes may do so at the same time. */
  public void link() {
    if (!database.read(sql -> sql.fetchExists(AUDIT, IS_DUE))) {
      return;
    }
    int linked;
    do {
      linked = database.write(this::linkSome);
    } while (linked == AT_ONCE);
  }

  private int linkSome(Transaction transaction) {
    DSLContext sql = transaction.sql();
    lock(transaction);
    List<Record> entries =
        sql.select(AUDIT.fields())
            .from(AUDIT)
            .where(IS_DUE)
            .orderBy(AUDIT.TIME, AUDIT.UUID)
            .limit(AT_ONCE)
            .fetch(row -> row);
    Head before = head(sql).orElse(Head.NONE);
    Head head = before;
    List<Query> statements = new ArrayList<>();
    for (Record entry : entries) {
      AuditPart part = AuditPart.due(entry);
      head = new Head(head.number() + 1, part.digest(head.digest(), entry));
      statements.add(
          sql.insertInto(AUDIT_LINK)
              .set(AUDIT_LINK.NUMBER, head.number())
              .set(AUDIT_LINK.AUDIT_UUID, entry.get(AUDIT.UUID))
              .set(AUDIT_LINK.PART, part.text())
              .set(AUDIT_LINK.DIGEST, head.digest()));
      statements.add(
          sql.update(AUDIT)
              .set(AUDIT.LINKED, part == AuditPart.ACCEPTED ? 1 : COMPLETE)
              .where(AUDIT.UUID.eq(entry.get(AUDIT.UUID))));
    }
    sql.batch(statements).execute();
    seals.move(AuditSeals.End.LAST, before, head, transaction);
    return entries.size();
  }

  /** Only one links at a time; on SQLite there is one writer anyway. */
  private static void lock(Transaction transaction) {
    transaction.lockTable(AUDIT_LINK);
  }

  /** The last link; empty if nothing was ever linked. */
  public static Optional<Head> head(DSLContext sql) {
    return sql.select(AUDIT_LINK.NUMBER, AUDIT_LINK.DIGEST)
        .from(AUDIT_LINK)
        .orderBy(AUDIT_LINK.NUMBER.desc())
        .limit(1)
        .fetchOptional(row -> new Head(row.value1(), row.value2()));
  }

  /**
   * Forgets entries that are older, with their links; the last of those links stays as the anchor
   * of the chain.
   *
   * @param before milliseconds since 1970
   * @return how many; call again while it is as many as are forgotten at once
   */
  public int forget(long before, Transaction transaction) {
    DSLContext sql = transaction.sql();
    lock(transaction);
    Head begin = AuditSeals.first(sql);
    List<Record> links =
        sql
            .select(AUDIT_LINK.fields())
            .select(AUDIT.TIME, AUDIT.LINKED)
            .from(AUDIT_LINK)
            .leftJoin(AUDIT)
            .on(AUDIT.UUID.eq(AUDIT_LINK.AUDIT_UUID))
            .where(AUDIT_LINK.AUDIT_UUID.isNotNull())
            .orderBy(AUDIT_LINK.NUMBER)
            .limit(AT_ONCE)
            .fetch(row -> row)
            .stream()
            .takeWhile(link -> isOld(link, before))
            .toList();
    if (links.isEmpty()) {
      return 0;
    }
    long last = links.getLast().get(AUDIT_LINK.NUMBER);
    sql.deleteFrom(AUDIT)
        .where(AUDIT.UUID.in(links.stream().map(link -> link.get(AUDIT_LINK.AUDIT_UUID)).toList()))
        .and(
            DSL.notExists(
                DSL.selectOne()
                    .from(AUDIT_LINK)
                    .where(AUDIT_LINK.AUDIT_UUID.eq(AUDIT.UUID))
                    .and(AUDIT_LINK.NUMBER.gt(last))))
        .execute();
    sql.deleteFrom(AUDIT_LINK).where(AUDIT_LINK.NUMBER.lt(last)).execute();
    sql.update(AUDIT_LINK)
        .setNull(AUDIT_LINK.AUDIT_UUID)
        .set(AUDIT_LINK.PART, AuditPart.ANCHOR)
        .where(AUDIT_LINK.NUMBER.eq(last))
        .execute();
    Head anchor = new Head(last, links.getLast().get(AUDIT_LINK.DIGEST));
    seals.move(AuditSeals.End.FIRST, begin, anchor, transaction);
    return links.size();
  }

  /** Neither of an entry that is to be kept, nor of one whose job goes on. */
  private static boolean isOld(Record link, long before) {
    Long time = link.get(AUDIT.TIME);
    return time == null || (time < before && link.get(AUDIT.LINKED) == COMPLETE);
  }

  /** How many entries are forgotten at once. */
  public static int atOnce() {
    return AT_ONCE;
  }

  /**
   * A link of the chain.
   *
   * @param number from 1, without gaps
   * @param digest SHA-256 in lower-case hexadecimal
   */
  public record Head(long number, String digest) {
    /** What the first link follows. */
    public static final Head NONE = new Head(0, "0".repeat(64));
  }
}
