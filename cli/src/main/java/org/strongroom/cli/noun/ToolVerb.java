package org.strongroom.cli.noun;

import java.util.List;
import java.util.Optional;
import org.strongroom.api.ResourceType;

/**
 * What can be done with a noun by a command of the tool, in the place of a single operation.
 *
 * @param command the command's own name
 * @param summary what it does, in a sentence
 * @param word the kind of resource that its first word names; empty if it names none
 */
public record ToolVerb(
    String noun, String name, String command, String summary, Optional<ResourceType> word) {
  private static final List<ToolVerb> ALL =
      List.of(
          new ToolVerb(
              "image", "upload", "upload", "Adds an image from a file here.", Optional.empty()),
          new ToolVerb(
              "image",
              "download",
              "download",
              "Writes an image into a file here and verifies it.",
              Optional.of(ResourceType.IMAGE)),
          new ToolVerb(
              "snapshot",
              "download",
              "snapshot-download",
              "Writes the disk of a volume snapshot into a file here.",
              Optional.of(ResourceType.VOLUME_SNAPSHOT)),
          job("wait", "Waits for the end of a job, and ends like it."),
          job("watch", "Shows how far a job is until it ends."),
          job("log", "Tells what a job is and what it did."));

  private static ToolVerb job(String name, String summary) {
    return new ToolVerb("job", name, "job-" + name, summary, Optional.of(ResourceType.LONG_JOB));
  }

  /** The verbs of a noun that are commands of the tool. */
  public static List<ToolVerb> of(String noun) {
    return ALL.stream().filter(verb -> verb.noun.equals(noun)).toList();
  }

  /** The command that noun and verb name; empty if they name none, or an operation. */
  public static Optional<ToolVerb> find(String noun, String name) {
    return of(noun).stream().filter(verb -> verb.name.equals(name)).findFirst();
  }
}
