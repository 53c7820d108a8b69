package org.strongroom.storage.ova;

import java.io.InputStream;

/**
 * A disk that has come up in a stream.
 *
 * @param data its bytes, to be read before the next disk is asked for; closing it does nothing.
 *     They are verified by {@link OvaStream#finish()} only
 */
public record OvaStreamDisk(OvaDisk disk, InputStream data) {}
