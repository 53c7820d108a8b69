package org.strongroom.server.backupnode;

/**
 * Where nodes keep their files.
 *
 * @param text relative to the home of a node's log-in unless it begins with a slash; normalised
 */
record NodeDirectory(String text) {

  /** The absolute path for a log-in with this home. */
  String under(String home) {
    if (text.startsWith("/")) {
      return text;
    }
    return home.endsWith("/") ? home + text : home + "/" + text;
  }
}
