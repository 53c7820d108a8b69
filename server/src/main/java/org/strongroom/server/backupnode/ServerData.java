package org.strongroom.server.backupnode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.strongroom.api.ApiException;
import org.strongroom.server.backupstorage.record.StorageUrl;

/**
 * The management server's own data directory, which a node on the same machine must not be laid out
 * over.
 *
 * @param directory absolute
 */
record ServerData(Path directory) {

  /**
   * Makes sure that a node's directory is apart from it.
   *
   * @param host the node's address
   * @param nodeDirectory absolute, on the node
   * @throws ApiException SYS.1006 if it is not
   */
  void checkApart(String host, String nodeDirectory) {
    if (isLocal(host) && overlaps(nodeDirectory)) {
      throw ApiException.refused(
          ("the directory %s of this node is, contains or lies in %s, where this server keeps its"
                  + " own data; set node.directory to another")
              .formatted(nodeDirectory, directory));
    }
  }

  /** Whether a directory of the node is where this server keeps its own data. */
  boolean isKeptIn(String host, String nodeDirectory) {
    return isLocal(host) && overlaps(nodeDirectory);
  }

  private boolean overlaps(String nodeDirectory) {
    Path resolved = directory;
    try {
      resolved = directory.toRealPath();
    } catch (IOException e) {
      resolved = directory.normalize();
    }
    return StorageUrl.overlap(resolved.toString(), nodeDirectory);
  }

  /** Whether an address is one of this machine's. */
  private static boolean isLocal(String host) {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null) {
          return true;
        }
      }
      return false;
    } catch (UnknownHostException | SocketException e) {
      return false; // then no connection comes about either
    }
  }
}
