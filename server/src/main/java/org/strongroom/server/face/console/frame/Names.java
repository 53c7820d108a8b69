package org.strongroom.server.face.console.frame;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.QueryReply;
import org.strongroom.api.inventory.UserTagInventory;
import org.strongroom.server.face.console.table.Inventories;
import org.strongroom.server.face.console.table.Listing;

/**
 * What resources are called that rows name by uuid: one query for each kind, as far as who looks
 * sees them. Those beyond a few hundred stay uuids.
 */
public final class Names {
  private static final int AT_ONCE = 50;
  private static final int MOST = 200;

  private final Map<String, String> byUuid;

  private Names(Map<String, String> byUuid) {
    this.byUuid = byUuid;
  }

  /** Of what these fields of rows name. */
  public static Names of(View view, List<? extends Record> rows, List<String> fields) {
    Map<String, Set<String>> named = new LinkedHashMap<>();
    for (String field : fields) {
      if (Values.page(field).isPresent()) {
        Set<String> uuids = new LinkedHashSet<>();
        rows.stream()
            .filter(row -> Inventories.type(row.getClass(), field).isPresent())
            .forEach(row -> add(uuids, Inventories.value(row, field)));
        named.put(field, uuids);
      }
    }
    return of(view, named);
  }

  /** Of uuids, by the fields that hold them. */
  public static Names of(View view, Map<String, ? extends Set<String>> named) {
    Map<Listing, Set<String>> wanted = new LinkedHashMap<>();
    named.forEach((field, uuids) ->
        Values.page(field)
            .flatMap(Listings::at)
            .filter(each -> !each.key().isEmpty() && view.asking().may(each.query()))
            .ifPresent(listing ->
                uuids.stream()
                    .limit(MOST)
                    .filter(Values::isUuid)
                    .forEach(wanted.computeIfAbsent(listing, key -> new LinkedHashSet<>())::add)));
    Map<String, String> found = new HashMap<>();
    wanted.forEach((listing, uuids) -> find(view, listing, List.copyOf(uuids), found));
    return new Names(found);
  }

  /** Of uuids of a list. */
  static Names in(View view, Listing listing, Set<String> uuids) {
    Map<String, String> found = new HashMap<>();
    find(view, listing, List.copyOf(uuids), found);
    return new Names(found);
  }

  /** Of what tags are on, by the kinds that they tell. */
  public static Names ofTagged(View view, List<UserTagInventory> tags) {
    Map<Listing, Set<String>> wanted = new LinkedHashMap<>();
    tags.forEach(tag ->
        Values.list(tag.resourceType())
            .flatMap(Listings::at)
            .filter(listing -> view.asking().may(listing.query()))
            .ifPresent(listing ->
                wanted
                    .computeIfAbsent(listing, key -> new LinkedHashSet<>())
                    .add(tag.resourceUuid())));
    Map<String, String> found = new HashMap<>();
    wanted.forEach((listing, uuids) -> find(view, listing, List.copyOf(uuids), found));
    return new Names(found);
  }

  private static void add(Set<String> uuids, @Nullable Object value) {
    if (value instanceof String uuid) {
      uuids.add(uuid);
    } else if (value instanceof List<?> several) {
      several.forEach(each -> add(uuids, each));
    }
  }

  @SuppressWarnings("unchecked") // a query answers with rows, which are records
  private static void find(
      View view, Listing listing, List<String> uuids, Map<String, String> found) {
    for (int from = 0; from < uuids.size(); from += AT_ONCE) {
      List<String> some = uuids.subList(from, Math.min(uuids.size(), from + AT_ONCE));
      Map<String, Object> values =
          Map.of("q", List.of("uuid?=" + String.join(",", some)), "limit", AT_ONCE);
      try {
        List<? extends Record> rows =
            ((QueryReply<? extends Record>) view.asking().ask(listing.query(), values))
                .inventories();
        if (rows != null) {
          rows.forEach(row ->
              found.put(
                  Inventories.text(row, listing.key()),
                  Inventories.text(row, listing.nameField())));
        }
      } catch (ApiException e) {
        return; // uuids do as well
      }
    }
  }

  /** The name of a resource; empty if none is known. */
  public Optional<String> of(String uuid) {
    return Optional.ofNullable(byUuid.get(uuid)).filter(name -> !name.isEmpty());
  }
}
