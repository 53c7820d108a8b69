package org.strongroom.server.query;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.Query;

/**
 * A query that has been checked.
 *
 * @param resumed whether the rows begin after one that is bound after the conditions
 * @param deep whether so many rows come before the page that they are better counted in an index
 *     than read
 * @param fields the only fields that are shown; empty for all
 * @param values what is bound for the conditions
 * @param pageValues the same, then the row to begin after if there is one, limit and start
 */
record Search<T extends Record>(
    Mapping<T> mapping,
    List<Term> terms,
    Sorting sorting,
    boolean resumed,
    boolean deep,
    Set<String> fields,
    Extra extra,
    List<Object> values,
    List<Object> pageValues) {
  private static final int DEEP = 1000;

  /**
   * Checks a query.
   *
   * @throws org.strongroom.api.ApiException as {@link Queries#find} says
   */
  static <T extends Record> Search<T> of(
      Mapping<T> mapping, Query query, Resolver resolver, Extra extra, Optional<String> account) {
    List<Term> terms = resolver.resolve(mapping, conditions(query), account);
    List<Object> values = new ArrayList<>(extra.values());
    terms.forEach(term -> values.addAll(term.binds()));
    List<Object> pageValues = new ArrayList<>(values);
    String after = query.after();
    if (after != null) {
      if (!mapping.fields().containsKey("uuid")) {
        throw ApiException.invalid(
            "a " + mapping.noun() + " has no uuid, so there are no rows after one");
      }
      pageValues.addAll(extra.values()); // the row is one that the query can find
      pageValues.add(ValueKind.plainUuid(after.strip()));
    }
    pageValues.add((long) query.limit());
    pageValues.add((long) query.start());
    return new Search<>(
        mapping,
        terms,
        Sorting.parse(query.sort(), mapping),
        after != null,
        query.start() >= DEEP,
        fields(query.fields(), mapping),
        extra,
        values,
        pageValues);
  }

  private static List<FieldCondition> conditions(Query query) {
    List<FieldCondition> conditions = FieldCondition.parseAll(query.q());
    String uuid = query.uuid();
    if (uuid == null) {
      return conditions;
    }
    List<FieldCondition> withUuid = new ArrayList<>(conditions);
    withUuid.add(new FieldCondition("uuid", Operator.EQUAL, uuid.strip()));
    return withUuid;
  }

  private static Set<String> fields(@Nullable String list, Mapping<?> mapping) {
    Set<String> fields = new LinkedHashSet<>();
    if (list == null) {
      return fields;
    }
    for (String part : list.split(",")) {
      String name = part.strip();
      if (name.isEmpty()) {
        continue;
      }
      if (!mapping.shape().names().contains(name)) {
        throw Resolver.unknown(mapping, "fields=" + list, name, mapping.shape().names());
      }
      fields.add(name);
    }
    return fields;
  }
}
