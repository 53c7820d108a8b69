package org.strongroom.storage.driver.swift;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.Capacity;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.driver.swift.session.SwiftAnswer;
import org.strongroom.storage.driver.swift.session.SwiftCall;

/**
 * The room that quotas leave: of the container, of the container of its segments and of the
 * account. The narrowest counts; without any a store is unlimited.
 */
final class SwiftQuotas {
  private final SwiftStore store;

  /** Of the account and of the segments, as they were told last. */
  private volatile @Nullable Capacity others;

  SwiftQuotas(SwiftStore store) {
    this.store = store;
  }

  /** All are asked for. */
  Capacity ask(SwiftAnswer container) throws StorageException {
    Capacity account = optional(SwiftCall.account("HEAD"), "X-Account");
    Capacity segments = optional(SwiftCall.container("HEAD", store.segments()), "X-Container");
    others = narrower(account, segments);
    return with(container);
  }

  /** With what is known of the others. */
  Capacity with(SwiftAnswer container) {
    Capacity known = others;
    Capacity own = of(container, "X-Container").orElse(Capacity.unlimited());
    return known == null ? own : narrower(own, known);
  }

  boolean isKnown() {
    return others != null;
  }

  /** Not every account may ask, and the container may not be there yet. */
  private Capacity optional(SwiftCall call, String kind) throws StorageException {
    SwiftAnswer answer = store.calls().send(call);
    return answer.isSuccess()
        ? of(answer, kind).orElse(Capacity.unlimited())
        : Capacity.unlimited();
  }

  private static Optional<Capacity> of(SwiftAnswer answer, String kind) {
    long quota = answer.number(kind + "-Meta-Quota-Bytes");
    long used = Math.max(0, answer.number(kind + "-Bytes-Used"));
    return quota < 0
        ? Optional.empty()
        : Optional.of(new Capacity(quota, Math.max(0, quota - used)));
  }

  private static Capacity narrower(Capacity one, Capacity other) {
    return other.available() < one.available() ? other : one;
  }
}
