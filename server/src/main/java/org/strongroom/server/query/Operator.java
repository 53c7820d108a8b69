package org.strongroom.server.query;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The operators of a condition. Their order is the order in which a condition is searched for them,
 * each as a substring: a value that holds an earlier one splits in the wrong place, as existing
 * clients know it.
 */
enum Operator {
  NOT_EQUAL("!="),
  AT_LEAST(">="),
  AT_MOST("<="),
  NOT_IN("!?="),
  NOT_LIKE("!~="),
  LIKE("~="),
  IN("?="),
  EQUAL("="),
  GREATER(">"),
  LESS("<"),
  IS_NULL("is null"),
  NOT_NULL("not null");

  private static final Operator[] SEARCH_ORDER = values();

  private final String text;

  Operator(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** Whether a value follows. */
  boolean takesValue() {
    return this != IS_NULL && this != NOT_NULL;
  }

  /** Whether the value is a comma list. */
  boolean takesList() {
    return this == IN || this == NOT_IN;
  }

  boolean isLike() {
    return this == LIKE || this == NOT_LIKE;
  }

  /** Whether it asks for more or less rather than for the same. */
  boolean isOrder() {
    return this == GREATER || this == LESS || this == AT_LEAST || this == AT_MOST;
  }

  /** Whether only rows that have a value can fulfil it. */
  boolean wantsValue() {
    return this == positive();
  }

  /** The operator that this one denies; itself if it denies none. */
  Operator positive() {
    return switch (this) {
      case NOT_EQUAL -> EQUAL;
      case NOT_IN -> IN;
      case NOT_LIKE -> LIKE;
      case IS_NULL -> NOT_NULL;
      default -> this;
    };
  }

  /** The first of the search order that the condition holds. */
  static Optional<Operator> first(String condition) {
    for (Operator operator : SEARCH_ORDER) {
      if (condition.contains(operator.text)) {
        return Optional.of(operator);
      }
    }
    return Optional.empty();
  }

  static String all() {
    return Arrays.stream(SEARCH_ORDER).map(Operator::text).collect(Collectors.joining("  "));
  }
}
