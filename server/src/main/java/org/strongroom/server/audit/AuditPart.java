package org.strongroom.server.audit;

import static org.strongroom.server.catalog.system.AuditTable.AUDIT;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/** What of an entry a link of the chain covers. */
public enum AuditPart {
  /** The entry of a job as it was accepted. */
  ACCEPTED("Accepted"),
  /** How that job ended. */
  ENDED("Ended"),
  /** An entry that was complete when it was linked. */
  WHOLE("Whole");

  /** Marks the link whose entry, and all before it, were forgotten. */
  public static final String ANCHOR = "Anchor";

  private static final List<TableField<Record, ?>> BEGIN =
      List.of(
          AUDIT.TIME,
          AUDIT.ACCOUNT_UUID,
          AUDIT.SOURCE,
          AUDIT.OPERATION,
          AUDIT.RESOURCE_UUID,
          AUDIT.REQUEST_ID,
          AUDIT.JOB_UUID);
  private static final List<TableField<Record, ?>> END =
      List.of(AUDIT.FINISHED, AUDIT.OUTCOME, AUDIT.DETAILS);

  private final String text;

  AuditPart(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** The part with this text; empty for the anchor and for what is none. */
  public static Optional<AuditPart> of(String text) {
    return Arrays.stream(values()).filter(part -> part.text.equals(text)).findFirst();
  }

  /** What is to be linked next of an entry. */
  static AuditPart due(Record entry) {
    boolean over = entry.get(AUDIT.FINISHED) != null;
    if (entry.get(AUDIT.LINKED) == 0) {
      return over ? WHOLE : ACCEPTED;
    }
    return ENDED;
  }

  /** The digest of a link, from the one before it and the entry as it is now. */
  public String digest(String before, Record entry) {
    MessageDigest digest = sha256();
    add(digest, before);
    add(digest, text);
    add(digest, entry.get(AUDIT.UUID));
    Stream.of(
            this == ENDED ? List.<TableField<Record, ?>>of() : BEGIN,
            this == ACCEPTED ? List.<TableField<Record, ?>>of() : END)
        .flatMap(List::stream)
        .forEach(field -> add(digest, entry.get(field)));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** With its length, so that no two sequences of values look alike; a missing value has none. */
  private static void add(MessageDigest digest, @Nullable Object value) {
    if (value == null) {
      digest.update((byte) '-');
      return;
    }
    byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
