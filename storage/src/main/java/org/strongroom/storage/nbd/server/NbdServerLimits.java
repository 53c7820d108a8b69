package org.strongroom.storage.nbd.server;

import java.time.Duration;

/**
 * What callers may take of the server.
 *
 * @param connections that read exports, at once; more are refused
 * @param ofOneExport how many of these may read the same export, so that who has one url keeps
 *     nobody from the others
 * @param greeting connections that have named no export yet; beyond these the oldest are cut
 * @param handshake longest time until an export has been named
 * @param stall longest time that a caller may leave a request half sent, or a reply not taken. Who
 *     asks for nothing may stay as long as the export does: so do machines that run from it.
 */
public record NbdServerLimits(
    int connections, int ofOneExport, int greeting, Duration handshake, Duration stall) {
  public static final NbdServerLimits DEFAULT =
      new NbdServerLimits(128, 16, 64, Duration.ofSeconds(10), Duration.ofSeconds(60));
}
