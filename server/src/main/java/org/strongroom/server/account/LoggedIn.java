package org.strongroom.server.account;

import org.strongroom.server.caller.Caller;

/**
 * Whose password was right just now. A session is opened on that ground only if it is the password
 * still: the comparison takes long enough for another one to be set meanwhile.
 *
 * @param kept what was kept of the password that it was compared with
 */
public record LoggedIn(Caller caller, String kept) {
  /** Shown without the password's hash. */
  @Override
  public String toString() {
    return "LoggedIn[" + caller.accountName() + "]";
  }
}
