package org.strongroom.cli.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.strongroom.api.OperationModel;

/** Reads the words of a query: its few settings, and conditions on fields. */
final class QueryWords {
  private final OperationModel operation;
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, String> settings = new LinkedHashMap<>();

  private final Optional<ConditionCheck> check;

  private QueryWords(OperationModel operation) {
    this.operation = operation;
    check = operation.queried().map(rows -> new ConditionCheck(operation.name(), rows));
  }

  static Call parse(OperationModel operation, List<String> words) {
    QueryWords query = new QueryWords(operation);
    words.forEach(query::add);
    return query.call();
  }

  private void add(String word) {
    QueryCondition condition =
        QueryCondition.parse(word)
            .orElseThrow(() ->
                new UsageException(
                    "'%s' is not a condition of %s: write name, operator and value without spaces, such as state=Enabled; operators: %s"
                        .formatted(
                            word, operation.name(), String.join(" ", QueryCondition.OPERATORS))));
    if (!QuerySettings.DESCRIBED.containsKey(condition.name())) {
      conditions.add(check.map(c -> c.checked(condition)).orElse(condition).toWire());
    } else if (!condition.operator().equals("=")) {
      throw new UsageException("write %s=value".formatted(condition.name()));
    } else if (condition.name().equals("conditions")) {
      conditions.addAll(WrittenConditions.parse(condition.value()));
    } else if (settings.put(condition.name(), condition.value()) != null) {
      throw new UsageException("%s is given twice".formatted(condition.name()));
    }
  }

  private Call call() {
    Map<String, Object> values = new LinkedHashMap<>();
    if (!conditions.isEmpty()) {
      values.put("q", List.copyOf(conditions));
    }
    Set<String> passedOn =
        new HashSet<>(List.of("count", "limit", "start", "replyWithCount", "fields", "filterName"));
    settings.forEach((name, value) -> {
      if (passedOn.contains(name)) {
        values.put(name, value);
      }
    });
    checkFields("sortBy");
    checkFields("fields");
    sort().ifPresent(sort -> values.put("sort", sort));
    return new Call(operation, values, timeout());
  }

  private void checkFields(String setting) {
    Stream.ofNullable(settings.get(setting))
        .flatMap(names -> Stream.of(names.split(",")))
        .map(name -> name.strip().replaceFirst("^[+-]", ""))
        .filter(name -> !name.isEmpty())
        .forEach(name -> check.ifPresent(c -> c.checkField(name)));
  }

  private Optional<String> sort() {
    String direction = settings.getOrDefault("sortDirection", "asc").toLowerCase(Locale.ROOT);
    if (!direction.equals("asc") && !direction.equals("desc")) {
      throw new UsageException("sortDirection has to be asc or desc, not '" + direction + "'");
    }
    if (settings.containsKey("sortDirection") && !settings.containsKey("sortBy")) {
      throw new UsageException("sortDirection needs sortBy");
    }
    return Optional.ofNullable(settings.get("sortBy"))
        .map(field -> (direction.equals("desc") ? "-" : "+") + field);
  }

  /** Milliseconds, as the manual has it. */
  private Optional<Duration> timeout() {
    return Optional.ofNullable(settings.get("timeout")).map(QueryWords::milliseconds);
  }

  private static Duration milliseconds(String text) {
    try {
      long milliseconds = Long.parseLong(text);
      if (milliseconds > 0) {
        return Duration.ofMillis(milliseconds);
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UsageException("timeout has to be milliseconds above 0, not '" + text + "'");
  }
}
