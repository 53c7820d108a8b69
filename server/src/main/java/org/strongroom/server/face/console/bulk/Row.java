package org.strongroom.server.face.console.bulk;

/**
 * A resource that something is done with.
 *
 * @param name empty for one that has none
 */
public record Row(String uuid, String name) {}
