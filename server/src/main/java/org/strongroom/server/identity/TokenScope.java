package org.strongroom.server.identity;

/** What a token is asked for. */
public sealed interface TokenScope {

  /** For no project. */
  record Unscoped() implements TokenScope {}

  /** For a project. */
  record Project(Named project) implements TokenScope {}

  /** For what does not exist here: another domain's affairs, the whole system, a trust. */
  record Elsewhere() implements TokenScope {}
}
