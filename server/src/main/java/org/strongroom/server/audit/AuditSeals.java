package org.strongroom.server.audit;

import static org.strongroom.server.catalog.system.AuditLinkTable.AUDIT_LINK;
import static org.strongroom.server.catalog.system.AuditSealTable.AUDIT_SEAL;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.strongroom.server.audit.AuditChain.Head;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.secret.Vault;

/**
 * Keeps under the server's key where the chain of the audit log begins and ends. Whoever writes to
 * the database alone can make links anew and call what they took away forgotten by its age; they
 * can make no seal. A seal moves on only from a chain that it fits, so that nothing that the server
 * does later covers a forgery.
 */
public final class AuditSeals {
  private static final Logger log = LoggerFactory.getLogger(AuditSeals.class);
  private static final Pattern SEAL = Pattern.compile("(\\d{1,18}) ([0-9a-f]{64}) (\\d{1,18})");

  private final Vault vault;
  private final AtomicBoolean warned = new AtomicBoolean();

  AuditSeals(Vault vault) {
    this.vault = vault;
  }

  /** An end of the chain. */
  public enum End {
    /** What the first link that is kept follows. */
    FIRST("First"),
    /** The last link. */
    LAST("Last");

    private final String text;

    End(String text) {
      this.text = text;
    }
  }

  /**
   * A link that was an end of the chain.
   *
   * @param from the last link when the chain was sealed first; 0 if it was from its beginning
   */
  public record Seal(Head head, long from) {}

  /**
   * What is kept of both ends.
   *
   * @param rows how many seals there are; none before the first sealing
   * @param readable those of this server's key
   */
  public record Kept(int rows, Map<End, Seal> readable) {
    /** Whether nothing was ever sealed, or all seals were taken away. */
    public boolean isEmpty() {
      return rows == 0;
    }

    public Optional<Seal> seal(End end) {
      return Optional.ofNullable(readable.get(end));
    }
  }

  /** What is kept now. */
  public Kept kept(DSLContext sql) {
    Map<String, String> rows =
        sql.select(AUDIT_SEAL.NAME, AUDIT_SEAL.SEALED)
            .from(AUDIT_SEAL)
            .fetchMap(AUDIT_SEAL.NAME, AUDIT_SEAL.SEALED);
    Map<End, Seal> readable = new EnumMap<>(End.class);
    for (End end : End.values()) {
      Optional.ofNullable(rows.get(end.text))
          .flatMap(sealed -> opened(sealed, end))
          .ifPresent(seal -> readable.put(end, seal));
    }
    return new Kept(rows.size(), readable);
  }

  private Optional<Seal> opened(String sealed, End end) {
    try {
      Matcher text = SEAL.matcher(vault.decrypt(sealed, purpose(end)));
      return text.matches()
          ? Optional.of(
              new Seal(
                  new Head(Long.parseLong(text.group(1)), text.group(2)),
                  Long.parseLong(text.group(3))))
          : Optional.empty();
    } catch (IllegalStateException e) {
      return Optional.empty(); // another key's, or nobody's
    }
  }

  /**
   * Moves the seal of an end from where it is to where that end is now, after links were added or
   * forgotten. The first time both ends are sealed as they are.
   *
   * @param before that end before they were
   */
  void move(End end, Head before, Head now, Transaction transaction) {
    DSLContext sql = transaction.sql();
    Kept kept = kept(sql);
    if (kept.isEmpty()) {
      sealFirst(end == End.LAST ? before.number() : last(sql).number(), sql);
      return;
    }
    Optional<Seal> seal = kept.seal(end);
    if (seal.isPresent() && fits(end, seal.get().head(), before, sql)) {
      put(end, new Seal(now, seal.get().from()), sql);
    } else if (!warned.getAndSet(true)) {
      log.error("the audit log is not what this server sealed: see VerifyAudit");
    }
  }

  /** Seals a chain of which nothing is sealed yet. */
  void sealIfNew(Transaction transaction) {
    if (kept(transaction.sql()).isEmpty()) {
      sealFirst(last(transaction.sql()).number(), transaction.sql());
    }
  }

  private void sealFirst(long from, DSLContext sql) {
    Head first = first(sql);
    Head last = last(sql);
    if (from > 0) {
      log.warn(
          "the audit log is sealed for the first time, with links {} to {}",
          first.number(),
          last.number());
    }
    put(End.FIRST, new Seal(first, from), sql);
    put(End.LAST, new Seal(last, from), sql);
  }

  /** Nodes of an older version add links without sealing them: those follow the sealed one. */
  private static boolean fits(End end, Head sealed, Head before, DSLContext sql) {
    return sealed.equals(before)
        || (end == End.LAST
            && sealed.number() < before.number()
            && sql.fetchExists(
                AUDIT_LINK,
                AUDIT_LINK.NUMBER.eq(sealed.number()).and(AUDIT_LINK.DIGEST.eq(sealed.digest()))));
  }

  private void put(End end, Seal seal, DSLContext sql) {
    String sealed =
        vault.encrypt(
            "%d %s %d".formatted(seal.head().number(), seal.head().digest(), seal.from()),
            purpose(end));
    sql.insertInto(AUDIT_SEAL)
        .set(AUDIT_SEAL.NAME, end.text)
        .set(AUDIT_SEAL.SEALED, sealed)
        .onConflict(AUDIT_SEAL.NAME)
        .doUpdate()
        .set(AUDIT_SEAL.SEALED, sealed)
        .execute();
  }

  private static String purpose(End end) {
    return "audit seal " + end.text;
  }

  private static Head last(DSLContext sql) {
    return AuditChain.head(sql).orElse(Head.NONE);
  }

  /** The anchor that forgetting left, or what the very first link follows. */
  static Head first(DSLContext sql) {
    return sql.select(AUDIT_LINK.NUMBER, AUDIT_LINK.DIGEST)
        .from(AUDIT_LINK)
        .where(AUDIT_LINK.PART.eq(AuditPart.ANCHOR))
        .orderBy(AUDIT_LINK.NUMBER)
        .limit(1)
        .fetchOptional(row -> new Head(row.value1(), row.value2()))
        .orElse(Head.NONE);
  }
}
