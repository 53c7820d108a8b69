package org.strongroom.storage.ova;

import java.util.OptionalLong;

/**
 * A disk that the descriptor announces and that has not come yet.
 *
 * @param boot whether it is in the boot set
 * @param size bytes of its file, if the descriptor says so
 * @param capacity bytes that the guest sees, if the descriptor says so
 */
public record AnnouncedDisk(boolean boot, OptionalLong size, OptionalLong capacity) {}
