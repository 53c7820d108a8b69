package org.strongroom.cli.question;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.strongroom.api.backupnode.DeregisterBackupNode;
import org.strongroom.api.backupnode.QueryBackupNode;
import org.strongroom.api.backupstorage.DeleteBackupStorage;
import org.strongroom.api.backupstorage.GetDeletionPreview;
import org.strongroom.api.registry.Operations;
import org.strongroom.cli.call.Call;
import org.strongroom.cli.call.UsageException;
import org.strongroom.cli.client.Api;
import org.strongroom.cli.client.CallFailedException;
import org.strongroom.cli.noun.Verb;
import org.strongroom.cli.output.CellText;
import org.strongroom.cli.output.PlainText;
import org.strongroom.cli.terminal.Surroundings;
import tools.jackson.databind.JsonNode;

/**
 * Asks before a storage is deleted with all that lies there, or a backup node deregistered by
 * force: shows what would go, and has the storage's name typed. Scripts say {@code --yes}; where
 * nobody can be asked, the operation by its own name goes on as it always did, and the readable
 * command wants {@code --yes}.
 */
public final class DeletionQuestion {
  private static final String NOT_FOUND = "SYS.1003";
  private static final int SHOWN = 20;

  private final Surroundings surroundings;
  private final boolean yes;
  private final Optional<Verb> verb;

  /**
   * A question on this terminal.
   *
   * @param yes the user has answered it already
   */
  public DeletionQuestion(Surroundings surroundings, boolean yes, Optional<Verb> verb) {
    this.surroundings = surroundings;
    this.yes = yes;
    this.verb = verb;
  }

  /**
   * Whether the call may be sent; if not, the user was told why.
   *
   * @throws UsageException if nobody can be asked who would have to be
   */
  public boolean isSettled(Call call, Api api) throws InterruptedException {
    boolean deletes = call.operation().type() == DeleteBackupStorage.class;
    if ((!deletes && !isForcedDeregistration(call)) || yes) {
      return true;
    }
    if (!surroundings.terminal().isInteractive()) {
      if (verb.isPresent()) {
        throw new UsageException(
            "%s asks for the name before it deletes what lies there; without a terminal say --yes"
                .formatted(verb.get().command()));
      }
      return true;
    }
    Optional<String> storage =
        deletes ? Optional.of(String.valueOf(call.values().get("uuid"))) : node(call, api);
    // Where there is nothing, the server says so.
    return storage.isEmpty() || ask(storage.get(), deletes, api);
  }

  /** What is not forced is refused where something lies. */
  private static boolean isForcedDeregistration(Call call) {
    return call.operation().type() == DeregisterBackupNode.class
        && Boolean.TRUE.equals(call.values().get("force"));
  }

  private static Optional<String> node(Call call, Api api) throws InterruptedException {
    String condition = "id=" + call.values().get("id");
    JsonNode found =
        api.call(
            new Call(
                Operations.of(QueryBackupNode.class),
                Map.of("q", List.of(condition)),
                Optional.empty()));
    return found.path("inventories").valueStream().findFirst().map(node -> text(node, "uuid"));
  }

  private boolean ask(String storage, boolean deletes, Api api) throws InterruptedException {
    JsonNode preview;
    try {
      preview =
          api.call(
              new Call(
                  Operations.of(GetDeletionPreview.class),
                  Map.of("uuid", storage),
                  Optional.empty()));
    } catch (CallFailedException e) {
      if (e.error().path("code").asString("").equals(NOT_FOUND)) {
        return true; // the server says that there is nothing to delete
      }
      throw e;
    }
    show(preview, deletes);
    String name = preview.path("name").asString("");
    Optional<String> typed =
        surroundings
            .terminal()
            .readLine(
                "Type its name to %s it, anything else to keep it: "
                    .formatted(deletes ? "delete" : "deregister"));
    if (typed.map(String::strip).filter(name.strip()::equals).isPresent()) {
      return true;
    }
    surroundings
        .err()
        .printf("This is not its name: nothing was %s.%n", deletes ? "deleted" : "deregistered");
    return false;
  }

  private void show(JsonNode preview, boolean deletes) {
    PrintStream err = surroundings.err();
    err.printf(
        "%s '%s' (%s) at %s, %s:%n",
        deletes ? "Backup storage" : "Backup node",
        text(preview, "name"),
        text(preview, "uuid"),
        text(preview, "url"),
        text(preview, "status"));
    lost(preview, err);
    err.printf(
        "  %d copies of images with %s %s.%n",
        preview.path("copies").asLong(0),
        CellText.bytes(preview.path("bytes").asLong(0)),
        preview.path("bytesStay").asBoolean(false)
            ? "are forgotten; the bytes stay, because image/deletionPolicy is Never"
            : "are deleted from it");
    count(preview, "volumeSnapshots", "copies of volume snapshots", err);
    count(
        preview,
        "imageBackups",
        deletes ? "image backups" : "image backups are forgotten; their OVA files stay",
        err);
    count(preview, "runningJobs", "running jobs", err);
    JsonNode zones = preview.path("zones");
    if (!zones.isEmpty()) {
      err.printf(
          "  It is attached to %s.%n",
          zones
              .valueStream()
              .map(zone -> PlainText.of(zone.asString("")))
              .collect(Collectors.joining(", ")));
    }
    if (deletes) {
      err.println(
          "There is no way to recover a deleted backup storage. 'backup-storage forget' takes it"
              + " out of the catalog and leaves the bytes.");
    } else {
      err.println("There is no way to recover images that are deleted from a backup node.");
    }
  }

  private static void lost(JsonNode preview, PrintStream err) {
    long only = preview.path("onlyCopies").asLong(0);
    if (only == 0) {
      err.println("  No image has its only copy there.");
      return;
    }
    err.printf(
        "  %d %s the only copy there, %s:%n",
        only,
        only == 1 ? "image has" : "images have",
        CellText.bytes(preview.path("onlyCopyBytes").asLong(0)));
    JsonNode images = preview.path("images");
    images
        .valueStream()
        .limit(SHOWN)
        .forEach(image ->
            err.printf(
                "    %s  %s  %s%n",
                text(image, "name"),
                text(image, "uuid"),
                CellText.bytes(image.path("bytes").asLong(0))));
    if (only > SHOWN) {
      err.printf(
          "    and %d more: strongroom backup-storage deletion-preview %s%n",
          only - SHOWN, text(preview, "uuid"));
    }
  }

  private static void count(JsonNode preview, String field, String what, PrintStream err) {
    long count = preview.path(field).asLong(0);
    if (count > 0) {
      err.printf("  %d %s.%n", count, what);
    }
  }

  private static String text(JsonNode node, String field) {
    return PlainText.of(node.path(field).asString(""));
  }
}
