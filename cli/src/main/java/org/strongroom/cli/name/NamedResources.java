package org.strongroom.cli.name;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.strongroom.api.ParameterModel;
import org.strongroom.api.ResourceType;
import org.strongroom.cli.call.Call;
import org.strongroom.cli.client.Api;
import org.strongroom.cli.client.CallFailedException;

/**
 * Puts uuids in the place of names. What a word can name is asked of the server over the session of
 * the call: nobody finds what is not theirs to see.
 */
public final class NamedResources {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final String SHOWN = "uuid=";

  private final NameSearch search;

  public NamedResources(Api api) {
    search = new NameSearch(api);
  }

  /** Whether the word has the form of a uuid; such a word is never taken for a name. */
  public static boolean isUuid(String word) {
    return UUID.matcher(word.strip()).matches();
  }

  /**
   * The call with the uuids of the resources that it names.
   *
   * @throws CallFailedException SYS.1003 that tells similar names, if there is none of the name
   * @throws org.strongroom.cli.call.UsageException if there are several; it tells them apart
   */
  public Call resolve(Call call) throws InterruptedException {
    Map<String, Object> values = new LinkedHashMap<>(call.values());
    for (ParameterModel parameter : call.operation().parameters()) {
      List<Directory> directories = directories(parameter, call);
      Object given = values.get(parameter.name());
      if (directories.isEmpty() || given == null) {
        continue;
      }
      if (given instanceof List<?> several) {
        values.put(parameter.name(), uuids(directories, several));
      } else {
        values.put(parameter.name(), uuid(directories, String.valueOf(given)));
      }
    }
    return new Call(call.operation(), values, call.timeout());
  }

  /** As {@link #resolve}, for the query that shows a single resource, named by its uuid or name. */
  public Call resolveShown(Call query, String noun) throws InterruptedException {
    Optional<Directory> directory = Directory.of(query.operation(), noun);
    if (directory.isEmpty() || !(query.values().get("q") instanceof List<?> conditions)) {
      return query;
    }
    List<Object> resolved = new ArrayList<>();
    for (Object condition : conditions) {
      String text = String.valueOf(condition);
      resolved.add(
          text.startsWith(SHOWN)
              ? SHOWN + uuid(List.of(directory.get()), text.substring(SHOWN.length()))
              : text);
    }
    Map<String, Object> values = new LinkedHashMap<>(query.values());
    values.put("q", resolved);
    return new Call(query.operation(), values, query.timeout());
  }

  /** The uuid of the resource of this kind that the word names, or is the uuid of. */
  public String uuid(ResourceType type, String word) throws InterruptedException {
    return uuid(List.of(Directory.of(type)), word);
  }

  private List<String> uuids(List<Directory> directories, List<?> words)
      throws InterruptedException {
    List<String> uuids = new ArrayList<>();
    for (Object word : words) {
      uuids.add(uuid(directories, String.valueOf(word)));
    }
    return uuids;
  }

  private String uuid(List<Directory> directories, String word) throws InterruptedException {
    return word.isBlank() || isUuid(word) ? word : search.uuid(directories, word);
  }

  /** Where the names stand that may be told for this parameter. */
  private static List<Directory> directories(ParameterModel parameter, Call call) {
    return parameter
        .kindIn()
        .map(kind -> String.valueOf(call.values().get(kind)))
        .map(entity -> ResourceType.ofEntityName(entity).stream().toList())
        .orElse(parameter.named())
        .stream()
        .map(Directory::of)
        .toList();
  }
}
