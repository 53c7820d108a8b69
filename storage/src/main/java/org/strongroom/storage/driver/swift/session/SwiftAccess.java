package org.strongroom.storage.driver.swift.session;

import java.net.URI;
import java.util.Optional;

/**
 * What is needed to use a container.
 *
 * @param authUrl of Keystone, with or without {@code /v3}, or of TempAuth, {@code …/auth/v1.0}
 * @param region whose object store is meant if the catalog has several
 * @param endpointInterface which address of the object store is used; not with TempAuth
 * @param prefix what the names of all objects begin with, without slashes around it; empty for the
 *     whole container
 * @param createContainer whether a container that is missing is made
 * @param storagePolicy of containers that are made; the store's own choice if it is not told
 */
public record SwiftAccess(
    URI authUrl,
    SwiftLogin login,
    Optional<String> region,
    Interface endpointInterface,
    String container,
    String prefix,
    boolean createContainer,
    Optional<String> storagePolicy) {

  /** The addresses that a catalog has of a service. */
  public enum Interface {
    PUBLIC,
    INTERNAL,
    ADMIN
  }

  /**
   * @throws IllegalArgumentException if the container or the prefix cannot be a name
   */
  public SwiftAccess {
    if (container.isBlank()
        || container.contains("/")
        || container.equals(".")
        || container.equals("..")) {
      throw new IllegalArgumentException(
          "'%s' is not the name of a container: it has one to 256 bytes and no slash"
              .formatted(container));
    }
    if (prefix.startsWith("/") || prefix.endsWith("/") || prefix.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "'%s' is not a prefix: it neither begins nor ends with a slash".formatted(prefix));
    }
  }

  /** For messages. */
  public String label() {
    return "container '%s' of %s".formatted(container, authUrl.getRawAuthority());
  }

  /** How the place is shown. */
  public String url() {
    return "swift://" + container + (prefix.isEmpty() ? "" : "/" + prefix);
  }
}
