package org.strongroom.server.objectstore;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A place in an object store that is a storage, or is to be one. */
public sealed interface ObjectStore permits S3Store, SwiftStore {

  /** The place as inventories show it. */
  String url();

  StoreColumns columns();

  /** Certificates in PEM form that are believed of it, beside those that are believed of all. */
  Optional<String> caCertificate();

  /** Bytes that it may hold, if somebody has said so. */
  OptionalLong capacity();

  /** What proves who calls, as it is sealed in the storage's row; read by {@code of}. */
  String secret();

  /** Bytes that were given for it. */
  static @Nullable Long given(OptionalLong capacity) {
    return capacity.isPresent() ? capacity.getAsLong() : null;
  }

  /** The same as an option. */
  static OptionalLong given(@Nullable Long capacity) {
    return capacity == null ? OptionalLong.empty() : OptionalLong.of(capacity);
  }
}
