package org.strongroom.cli.name;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.strongroom.cli.call.Call;
import org.strongroom.cli.call.SimilarNames;
import org.strongroom.cli.call.UsageException;
import org.strongroom.cli.client.Api;
import org.strongroom.cli.client.CallFailedException;
import org.strongroom.cli.output.PlainText;
import tools.jackson.databind.JsonNode;

/** Looks for the one resource with a name. */
final class NameSearch {
  private static final int TOLD_APART = 20;
  private static final int SIMILAR_AMONG = 1000;
  private static final int DIFFERENCES = 4;

  /** What tells nothing to somebody who looks for the right one. */
  private static final Set<String> UNTOLD = Set.of("uuid", "lastOpDate", "password", "jobData");

  private final Api api;

  NameSearch(Api api) {
    this.api = api;
  }

  /** The uuid of the only resource in these directories that has the name. */
  String uuid(List<Directory> directories, String name) throws InterruptedException {
    List<JsonNode> found = new ArrayList<>();
    for (Directory directory : directories) {
      rows(directory, "q", List.of(directory.field() + "=" + name), TOLD_APART + 1)
          .filter(row -> row.path(directory.field()).asString("").equals(name))
          .forEach(found::add);
    }
    if (found.size() > 1) {
      throw new UsageException(toldApart(noun(directories), name, found));
    }
    if (found.size() == 1) {
      return found.getFirst().path("uuid").asString("");
    }
    return unusualUuid(directories, name)
        .orElseThrow(() ->
            CallFailedException.notFound(
                "there is no %s with the name '%s'%s"
                    .formatted(noun(directories), PlainText.of(name), similar(directories, name))));
  }

  /** Jobs have the uuids that their callers chose, in whatever form. */
  private Optional<String> unusualUuid(List<Directory> directories, String word)
      throws InterruptedException {
    for (Directory directory : directories) {
      if (rows(directory, "q", List.of("uuid=" + word), 1)
          .anyMatch(row -> row.path("uuid").asString("").equals(word))) {
        return Optional.of(word);
      }
    }
    return Optional.empty();
  }

  private String similar(List<Directory> directories, String name) {
    Set<String> known = new LinkedHashSet<>();
    try {
      for (Directory directory : directories) {
        rows(directory, "fields", "uuid," + directory.field(), SIMILAR_AMONG)
            .map(row -> PlainText.of(row.path(directory.field()).asString("")))
            .forEach(known::add);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return SimilarNames.hint(name, known);
  }

  private Stream<JsonNode> rows(Directory directory, String setting, Object value, int limit)
      throws InterruptedException {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(setting, value);
    values.put("limit", (long) limit);
    Call query = new Call(directory.query(), values, Optional.empty());
    return api.call(query).path("inventories").valueStream();
  }

  private static String noun(List<Directory> directories) {
    return directories.stream().map(Directory::noun).collect(Collectors.joining(" or "));
  }

  private static String toldApart(String noun, String name, List<JsonNode> found) {
    List<String> differing = differing(found);
    String list =
        found.stream()
            .limit(TOLD_APART)
            .map(row -> "  " + line(row, differing))
            .collect(Collectors.joining("\n"));
    String count =
        found.size() > TOLD_APART ? "more than " + TOLD_APART : String.valueOf(found.size());
    return "the name '%s' belongs to more than one %s (%s); say which by its uuid:\n%s"
        .formatted(PlainText.of(name), noun, count, list);
  }

  private static String line(JsonNode row, List<String> fields) {
    return row.path("uuid").asString("")
        + fields.stream()
            .map(field -> "  " + field + "=" + PlainText.of(row.path(field).asString("")))
            .collect(Collectors.joining());
  }

  /** The first fields in which they are not all the same. */
  private static List<String> differing(List<JsonNode> rows) {
    Set<String> fields = new LinkedHashSet<>();
    rows.forEach(row -> row.properties().forEach(field -> fields.add(field.getKey())));
    return fields.stream()
        .filter(field -> !UNTOLD.contains(field))
        .filter(field -> rows.stream().noneMatch(row -> row.path(field).isContainer()))
        .filter(field -> rows.stream().map(row -> row.path(field)).distinct().count() > 1)
        .limit(DIFFERENCES)
        .toList();
  }
}
