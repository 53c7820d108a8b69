package org.strongroom.server.notification;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What people are told of. */
enum Kind {
  CAPACITY("Capacity", "storage", "nearly full", "has room again"),
  DAMAGE("Damage", "storage", "with damaged copies", "without damaged copies again"),
  FAILED_JOB("FailedJob", "job", "failed", ""),
  MISSED_RUN("MissedRun", "schedule", "could not begin", "begins again"),
  STORAGE_AWAY("StorageAway", "storage", "away", "there again"),
  TEST("Test", "", "", "");

  private final String text;
  private final String noun;
  private final String raised;
  private final String over;

  Kind(String text, String noun, String raised, String over) {
    this.text = text;
    this.noun = noun;
    this.raised = raised;
    this.over = over;
  }

  /** As the catalog and callers name it. */
  String text() {
    return text;
  }

  /** What one of those is that it is about. */
  String noun() {
    return noun;
  }

  /** What is said of those that need a hand. */
  String raised() {
    return raised;
  }

  /** What is said of those that need none any more; empty if that is not told. */
  String over() {
    return over;
  }

  /** Those that can be asked for: all of them if none is named. */
  static String joined(List<String> named) {
    Stream<String> all = Arrays.stream(values()).filter(kind -> kind != TEST).map(Kind::text);
    return String.join(",", named.isEmpty() ? all.toList() : all.filter(named::contains).toList());
  }
}
