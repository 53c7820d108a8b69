package org.strongroom.server.query;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.server.query.Mapping.Relation;

/** Finds the fields that conditions name, and reads their values. */
final class Resolver {
  private static final int DEEPEST = 4;
  private static final int MOST_VALUES_OF_ONE = 10_000;
  private static final int MOST_BINDS = 30_000;
  private static final int LONGEST_PATTERN = 4096;

  private final Mappings mappings;
  private final ZoneId zone;

  Resolver(Mappings mappings, ZoneId zone) {
    this.mappings = mappings;
    this.zone = zone;
  }

  /**
   * Resolves all conditions of a query.
   *
   * @param account whose rows alone count on the way through relations; empty for all
   * @throws ApiException SYS.1000 for an unknown field or relation, with the known ones; SYS.1007
   *     for a value or operator that the field does not take
   */
  List<Term> resolve(Mapping<?> root, List<FieldCondition> conditions, Optional<String> account) {
    List<Term> terms = new ArrayList<>(conditions.size());
    int binds = 0;
    for (FieldCondition condition : conditions) {
      Term term = resolve(root, condition, account);
      terms.add(term);
      binds += term.binds().size();
    }
    if (binds > MOST_BINDS) {
      throw ApiException.invalid(
          "the conditions have %d values together; at most %d are allowed"
              .formatted(binds, MOST_BINDS));
    }
    return terms;
  }

  private Term resolve(Mapping<?> root, FieldCondition condition, Optional<String> account) {
    String name = condition.name();
    Mapping<?> mapping = root;
    List<Term.Step> way = List.of();
    int from = 0;
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', from)) {
      Relation relation = mapping.relations().get(name.substring(from, dot));
      if (relation == null) {
        throw unknown(mapping, name, name.substring(from, dot), mapping.fields().keySet());
      }
      way = way.isEmpty() ? new ArrayList<>() : way;
      mapping = mappings.target(relation);
      way.add(new Term.Step(relation.join(), mapping));
      if (way.size() > DEEPEST) {
        throw ApiException.invalid(
            "field '%s' goes through more than %d relations"
                .formatted(FieldCondition.shown(name), DEEPEST));
      }
      from = dot + 1;
    }
    QueriedField field = mapping.fields().get(name.substring(from));
    if (field == null) {
      throw unknown(mapping, name, name.substring(from), mapping.fields().keySet());
    }
    field.check(condition.operator());
    return term(way, field, condition, account);
  }

  private Term term(
      List<Term.Step> way, QueriedField field, FieldCondition condition, Optional<String> account) {
    ValueKind kind = field.kind();
    Operator operator = condition.operator();
    if (!kind.takes(operator)) {
      throw ApiException.invalid(
          "field '%s' holds %s and does not take '%s'"
              .formatted(condition.name(), kind.noun(), operator.text()));
    }
    if (operator.isLike() && condition.value().length() > LONGEST_PATTERN) {
      throw ApiException.invalid(
          "the pattern for field '%s' has %d characters; at most %d are allowed"
              .formatted(condition.name(), condition.value().length(), LONGEST_PATTERN));
    }
    List<String> values = values(kind, condition);
    if (values.size() > MOST_VALUES_OF_ONE) {
      throw ApiException.invalid(
          "the list for field '%s' has %d values; at most %d are allowed"
              .formatted(condition.name(), values.size(), MOST_VALUES_OF_ONE));
    }
    List<Object> binds = new ArrayList<>(values.size());
    for (String value : values) {
      try {
        kind.read(value, zone, operator, binds);
      } catch (IllegalArgumentException e) {
        throw ApiException.invalid(
            "field '%s' holds %s, not '%s'"
                .formatted(condition.name(), kind.noun(), FieldCondition.shown(value)));
      }
    }
    account.ifPresent(owner ->
        way.stream()
            .filter(step -> step.target().ownership().isPresent())
            .forEach(step -> binds.add(owner)));
    return new Term(
        condition.name(), way, field, operator, account.isPresent(), values.size(), binds);
  }

  private static List<String> values(ValueKind kind, FieldCondition condition) {
    if (!condition.operator().takesValue()) {
      return List.of();
    }
    return condition.operator().takesList()
        ? kind.split(condition.value()).stream().map(String::strip).toList()
        : List.of(condition.value());
  }

  /** A name that is not there, with those that are. */
  static ApiException unknown(
      Mapping<?> mapping, String whole, String part, Collection<String> known) {
    String relations =
        mapping.relations().entrySet().stream()
            .filter(entry -> !entry.getValue().hidden())
            .map(Map.Entry::getKey)
            .sorted()
            .collect(Collectors.joining(", "));
    return new ApiException(
        ErrorCode.INTERNAL,
        "%sunknown field '%s' of %s; its fields are %s; its relations are %s"
            .formatted(
                whole.equals(part) ? "" : "'" + FieldCondition.shown(whole) + "': ",
                FieldCondition.shown(part),
                mapping.noun(),
                known.stream().sorted().collect(Collectors.joining(", ")),
                relations.isEmpty() ? "none" : relations));
  }
}
