package org.strongroom.storage.driver.swift.session;

import java.util.Optional;

/** Who asks for a token. */
public sealed interface SwiftLogin {

  /**
   * A user with a password. Users, projects and domains are given by name or by id: what has 32 or
   * 64 hexadecimal digits, and {@code default} for a domain, is taken for an id.
   *
   * @param username for TempAuth {@code account:user}
   * @param userDomain {@code default} if it is not told
   * @param project whose containers are used; the user's own one if it is not told. None for
   *     TempAuth
   * @param projectDomain the user's domain if it is not told
   */
  record Password(
      String username,
      String password,
      Optional<String> userDomain,
      Optional<String> project,
      Optional<String> projectDomain)
      implements SwiftLogin {
    /** A user of TempAuth. */
    public static Password ofTempAuth(String username, String key) {
      return new Password(username, key, Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Override
    public String toString() {
      return "Password[" + username + ", ***]";
    }
  }

  /** An application credential of Keystone; the project is a part of it. */
  record ApplicationCredential(String id, String secret) implements SwiftLogin {
    @Override
    public String toString() {
      return "ApplicationCredential[" + id + ", ***]";
    }
  }
}
