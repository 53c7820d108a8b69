package org.strongroom.server.identity;

import static org.strongroom.server.catalog.identity.ProjectTable.PROJECT;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.strongroom.api.ResourceType;
import org.strongroom.api.ShortText;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.catalog.ResourceUuids;
import org.strongroom.server.catalog.Transaction;

/**
 * Tokens of an external Keystone. Its projects are kept here from the first time they are seen, so
 * that nodes and buckets can belong to them; one that is disabled here counts as disabled.
 */
public final class KeystoneTokens implements ForeignTokens {
  private static final Duration TRUSTED = Duration.ofSeconds(60);
  private static final int MOST_ENTRIES = 10_000;
  private static final int NAME_LENGTH = 64;

  private final Keystone keystone;
  private final Database database;
  private final InstantSource clock;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  public KeystoneTokens(Keystone keystone, Database database, InstantSource clock) {
    this.keystone = keystone;
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Optional<Token> find(String text) {
    Instant now = clock.instant();
    String digest = TokenText.digest(text);
    Entry known = entries.get(digest);
    if (known != null
        && now.isBefore(known.trustedUntil())
        && !now.plus(TRUSTED).isBefore(known.trustedUntil())) { // or the clock was set back
      return withProject(known.token());
    }
    entries.remove(digest);
    Optional<Token> found =
        keystone
            .describe(text)
            .map(this::read)
            .filter(token -> token.expires().isAfter(now))
            .filter(token -> token.project().isEmpty() || !token.roles().isEmpty())
            .flatMap(this::withProject);
    found.ifPresent(token -> keep(digest, token, now));
    return found;
  }

  private Token read(byte[] description) {
    return KeystoneToken.read(description)
        .orElseThrow(() -> keystone.unavailable("it answered with something else than a token"));
  }

  private void keep(String digest, Token token, Instant now) {
    if (entries.size() >= MOST_ENTRIES) {
      entries.values().removeIf(entry -> !now.isBefore(entry.trustedUntil()));
    }
    if (entries.size() < MOST_ENTRIES) {
      Instant until = now.plus(TRUSTED);
      entries.put(
          digest, new Entry(token, until.isBefore(token.expires()) ? until : token.expires()));
    }
  }

  private Optional<Token> withProject(Token token) {
    if (token.project().isEmpty()) {
      return Optional.of(token);
    }
    ProjectRef project = token.project().get();
    Optional<Boolean> enabled = enabled(project);
    boolean usable = enabled.isPresent() ? enabled.get() : create(project);
    return usable ? Optional.of(token) : Optional.empty();
  }

  private Optional<Boolean> enabled(ProjectRef project) {
    return database.read(sql ->
        sql.select(PROJECT.ENABLED)
            .from(PROJECT)
            .where(PROJECT.UUID.eq(project.uuid()))
            .fetchOptional(PROJECT.ENABLED));
  }

  /** Two first requests at once make it once; a name that is taken gets the uuid added. */
  private boolean create(ProjectRef project) {
    return database.write(transaction -> {
      insert(project.uuid(), shortened(project.name(), NAME_LENGTH), transaction);
      if (!transaction.sql().fetchExists(PROJECT, PROJECT.UUID.eq(project.uuid()))) {
        String name = shortened(project.name(), NAME_LENGTH - project.uuid().length() - 1);
        insert(project.uuid(), name + "-" + project.uuid(), transaction);
      }
      return true;
    });
  }

  private void insert(String uuid, String name, Transaction transaction) {
    long now = clock.millis();
    int added =
        transaction
            .sql()
            .insertInto(PROJECT)
            .set(PROJECT.UUID, uuid)
            .set(PROJECT.NAME, name)
            .set(PROJECT.DESCRIPTION, "a project of the external Keystone")
            .set(PROJECT.ENABLED, true)
            .set(PROJECT.CREATED, now)
            .set(PROJECT.UPDATED, now)
            .onConflictDoNothing()
            .execute();
    if (added == 1) {
      ResourceUuids.takeIfFree(ResourceType.PROJECT, uuid, transaction); // the Keystone chose it
    }
  }

  private static String shortened(String name, int length) {
    return ShortText.cut(name, length);
  }

  private record Entry(Token token, Instant trustedUntil) {}
}
