package org.strongroom.server.query;

import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.or;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.strongroom.api.OperationModel;
import org.strongroom.server.query.budget.Slots;

/** What a field holds: how the values of its conditions are read, and how they compare. */
enum ValueKind {
  /** Text, compared without regard to case. */
  TEXT("a text") {
    @Override
    void read(String text, ZoneId zone, Operator operator, List<Object> values) {
      values.add(operator.isLike() ? likePattern(text) : text);
    }

    @Override
    Condition compare(Field<?> column, Operator operator, int count, Slots slots) {
      return texts(
          lower(column.coerce(String.class)),
          operator,
          slots.next(count, SQLDataType.VARCHAR).stream().map(slot -> lower(slot)).toList());
    }

    @Override
    Field<?> sortable(Field<?> column) {
      return lower(column.coerce(String.class));
    }
  },

  /** The name of an operation; conditions may call it by its message, as existing clients do. */
  OPERATION("the name of an operation") {
    @Override
    void read(String text, ZoneId zone, Operator operator, List<Object> values) {
      TEXT.read(OperationModel.nameIn(text), zone, operator, values);
    }

    @Override
    Condition compare(Field<?> column, Operator operator, int count, Slots slots) {
      return TEXT.compare(column, operator, count, slots);
    }

    @Override
    Field<?> sortable(Field<?> column) {
      return TEXT.sortable(column);
    }
  },

  /** A uuid; kept in small letters without dashes, so its index serves. */
  UUID("a uuid") {
    @Override
    void read(String text, ZoneId zone, Operator operator, List<Object> values) {
      values.add(operator.isLike() ? likePattern(lowerCase(text)) : plainUuid(text));
    }

    @Override
    Condition compare(Field<?> column, Operator operator, int count, Slots slots) {
      return texts(column.coerce(String.class), operator, slots.next(count, SQLDataType.VARCHAR));
    }
  },

  /** A whole number. */
  NUMBER("a whole number") {
    @Override
    void read(String text, ZoneId zone, Operator operator, List<Object> values) {
      try {
        values.add(Long.parseLong(text));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(e);
      }
    }

    @Override
    Condition compare(Field<?> column, Operator operator, int count, Slots slots) {
      return plain(column.coerce(Long.class), operator, count, SQLDataType.BIGINT, slots);
    }
  },

  /** True or false; 1 and 0 are taken too. */
  BOOLEAN("true or false") {
    @Override
    boolean takes(Operator operator) {
      return !operator.isOrder() && !operator.isLike();
    }

    @Override
    void read(String text, ZoneId zone, Operator operator, List<Object> values) {
      values.add(
          switch (lowerCase(text)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new IllegalArgumentException();
          });
    }

    @Override
    Condition compare(Field<?> column, Operator operator, int count, Slots slots) {
      return plain(column.coerce(Boolean.class), operator, count, SQLDataType.BOOLEAN, slots);
    }
  },

  /** A point in time; shown in whole seconds and therefore compared so. */
  INSTANT(
      "a time such as 'Jun 1, 2015 3:42:26 PM', '2015-06-01 15:42:26' or '2015-06-01T15:42:26Z'") {
    @Override
    List<String> split(String list) {
      return Instants.split(list);
    }

    @Override
    void read(String text, ZoneId zone, Operator operator, List<Object> values) {
      Instants.Span span =
          Instants.parse(text, zone).orElseThrow(() -> new IllegalArgumentException());
      if (operator != Operator.GREATER && operator != Operator.AT_MOST) {
        values.add(span.from());
      }
      if (operator != Operator.LESS && operator != Operator.AT_LEAST) {
        values.add(span.to());
      }
    }

    @Override
    Condition compare(Field<?> column, Operator operator, int count, Slots slots) {
      Field<Long> millis = column.coerce(Long.class);
      return switch (operator) {
        case GREATER, AT_LEAST -> millis.ge(slots.next(SQLDataType.BIGINT));
        case LESS, AT_MOST -> millis.lt(slots.next(SQLDataType.BIGINT));
        case NOT_EQUAL, NOT_IN -> within(millis, count, slots).not();
        default -> within(millis, count, slots);
      };
    }

    private Condition within(Field<Long> millis, int count, Slots slots) {
      List<Condition> spans = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        spans.add(
            millis
                .ge(slots.next(SQLDataType.BIGINT))
                .and(millis.lt(slots.next(SQLDataType.BIGINT))));
      }
      return or(spans);
    }
  };

  private static final Pattern DASHED_UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final String noun;

  ValueKind(String noun) {
    this.noun = noun;
  }

  /** What a value has to be, for errors. */
  String noun() {
    return noun;
  }

  boolean takes(Operator operator) {
    return this == TEXT || this == OPERATION || this == UUID || !operator.isLike();
  }

  List<String> split(String list) {
    return List.of(list.split(",", -1));
  }

  /**
   * Adds what is bound for one value.
   *
   * @throws IllegalArgumentException if the text is not of this kind
   */
  abstract void read(String text, ZoneId zone, Operator operator, List<Object> values);

  /** The comparison with so many values, which {@link #read} gave. */
  abstract Condition compare(Field<?> column, Operator operator, int count, Slots slots);

  /** What rows are sorted by. */
  Field<?> sortable(Field<?> column) {
    return column;
  }

  /** The whole condition, null tests included. */
  Condition condition(Field<?> column, Operator operator, int count, Slots slots) {
    return switch (operator) {
      case IS_NULL -> column.isNull();
      case NOT_NULL -> column.isNotNull();
      default -> compare(column, operator, count, slots);
    };
  }

  /** A uuid as the catalog keeps it. */
  static String plainUuid(String text) {
    String lower = lowerCase(text);
    return DASHED_UUID.matcher(lower).matches() ? lower.replace("-", "") : lower;
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** A backslash at the very end escapes nothing, which the databases see differently. */
  private static String likePattern(String text) {
    int backslashes = 0;
    while (backslashes < text.length() && text.charAt(text.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 0 ? text : text + "\\";
  }

  private static Condition texts(
      Field<String> column, Operator operator, List<? extends Field<String>> slots) {
    return switch (operator) {
      case LIKE -> column.like(slots.getFirst(), '\\');
      case NOT_LIKE -> column.notLike(slots.getFirst(), '\\');
      default -> compared(column, operator, slots);
    };
  }

  private static <T> Condition plain(
      Field<T> column, Operator operator, int count, DataType<T> type, Slots slots) {
    return compared(column, operator, slots.next(count, type));
  }

  private static <T> Condition compared(
      Field<T> column, Operator operator, List<? extends Field<T>> slots) {
    Field<T> first = slots.getFirst();
    return switch (operator) {
      case EQUAL -> column.eq(first);
      case NOT_EQUAL -> column.ne(first);
      case GREATER -> column.gt(first);
      case LESS -> column.lt(first);
      case AT_LEAST -> column.ge(first);
      case AT_MOST -> column.le(first);
      case IN -> column.in(slots);
      case NOT_IN -> column.notIn(slots);
      default -> throw new IllegalArgumentException(operator + " compares nothing");
    };
  }
}
