package org.strongroom.server.identity;

/** With what somebody logs in. */
public sealed interface Credentials {

  /** A user's password. */
  record ByPassword(Named user, String password) implements Credentials {
    /** Without the password. */
    @Override
    public String toString() {
      return "ByPassword[" + user + "]";
    }
  }

  /** A token that is valid already; the new one ends no later. */
  record ByToken(String token) implements Credentials {
    /** Without the token. */
    @Override
    public String toString() {
      return "ByToken[***]";
    }
  }
}
