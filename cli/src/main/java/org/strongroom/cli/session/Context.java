package org.strongroom.cli.session;

import java.util.Optional;

/**
 * A server under a name of the user's choice, with a session of its own.
 *
 * @param url its address, as {@code --url} takes it
 * @param caCert file of the certificates to trust there
 */
public record Context(String name, String url, Optional<String> caCert) {

  /**
   * What its session is kept for. The address is a part of it: the session goes to no other server,
   * whatever becomes of the name.
   */
  public String sessionKey(String address) {
    return name + "@" + address;
  }
}
