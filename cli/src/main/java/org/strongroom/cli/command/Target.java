package org.strongroom.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import org.strongroom.cli.client.ServerAddress;
import org.strongroom.cli.session.Context;

/**
 * The server that a command is for.
 *
 * @param context the one that names it; empty if the address was given itself
 * @param caCert file of the certificates to trust instead of the system's
 */
record Target(ServerAddress address, Optional<Context> context, Optional<Path> caCert) {

  /** What its session is kept for. */
  String sessionKey() {
    return context.map(one -> one.sessionKey(address.root())).orElse(address.root());
  }
}
