package org.strongroom.storage.ova;

import java.util.OptionalLong;

/**
 * A file of the References section.
 *
 * @param href path relative to the descriptor, as written there
 * @param size bytes; not every producer tells it
 */
public record OvfFile(String id, String href, OptionalLong size) {}
